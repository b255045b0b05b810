//! A sorted map that is never changed: one with an entry more or less shares all others with it.

use std::borrow::Borrow;
use std::sync::Arc;

/// The entries of a node at most.
const MOST: usize = 32;

/// Entries in the order of their keys. A changed map copies the way to the entry, which is some nodes of
/// at most [`MOST`] entries, however many there are.
#[derive(Debug, Clone)]
pub(super) struct Shelf<K, V> {
    root: Arc<Node<K, V>>,
    len: usize,
}

#[derive(Debug, Clone)]
enum Node<K, V> {
    Leaf(Vec<(K, V)>),
    /// Each below with its least key.
    Branch(Vec<(K, Arc<Node<K, V>>)>),
}

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self { root: Arc::new(Node::Leaf(Vec::new())), len: 0 }
    }
}

impl<K: Ord + Clone, V: Clone> Shelf<K, V> {
    /// From entries in the order of their keys, none of which comes twice.
    pub(super) fn from_sorted(entries: Vec<(K, V)>) -> Self {
        let len = entries.len();
        let mut level: Vec<(K, Arc<Node<K, V>>)> = packed(entries, Node::Leaf);
        while level.len() > 1 {
            level = packed(level, Node::Branch);
        }
        level.pop().map_or_else(Self::default, |(_, root)| Self { root, len })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let mut node = &*self.root;
        loop {
            match node {
                Node::Leaf(entries) => {
                    let at = entries.binary_search_by(|(known, _)| known.borrow().cmp(key)).ok()?;
                    return entries.get(at).map(|(_, value)| value);
                }
                Node::Branch(below) => {
                    let at = below.partition_point(|(least, _)| least.borrow() <= key).checked_sub(1)?;
                    node = &below.get(at)?.1;
                }
            }
        }
    }

    /// The same with an entry, in place of another of its key.
    #[must_use]
    pub(super) fn with(&self, key: K, value: V) -> Self {
        let (left, right, grew) = self.root.with(key, value);
        let len = self.len + usize::from(grew);
        let above = right.and_then(|right| {
            let (first, second) = (left.least()?.clone(), right.least()?.clone());
            Some(Node::Branch(vec![(first, Arc::new(left.clone())), (second, Arc::new(right))]))
        });
        Self { root: Arc::new(above.unwrap_or(left)), len }
    }

    /// The same without an entry.
    #[must_use]
    pub(super) fn without<Q: Ord + ?Sized>(&self, key: &Q) -> Self
    where
        K: Borrow<Q>,
    {
        if self.get(key).is_none() {
            return self.clone();
        }
        let mut root = Arc::new(self.root.without(key).unwrap_or(Node::Leaf(Vec::new())));
        while let Node::Branch(below) = &*root
            && let [(_, only)] = below.as_slice()
        {
            root = Arc::clone(only);
        }
        Self { root, len: self.len - 1 }
    }

    /// The entries in order from a key on.
    pub(super) fn iter_from<Q: Ord + ?Sized>(&self, key: &Q) -> Entries<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let mut way = Vec::new();
        let mut node = Some(&*self.root);
        while let Some(own) = node {
            let at = match own {
                Node::Leaf(entries) => entries.partition_point(|(known, _)| known.borrow() < key),
                Node::Branch(below) => below.partition_point(|(least, _)| least.borrow() <= key).saturating_sub(1),
            };
            node = match own {
                Node::Leaf(_) => None,
                Node::Branch(below) => below.get(at).map(|(_, node)| &**node),
            };
            way.push((own, at + usize::from(node.is_some())));
        }
        Entries { way }
    }

    /// All entries in order.
    pub(super) fn iter(&self) -> Entries<'_, K, V> {
        Entries { way: vec![(&self.root, 0)] }
    }
}

/// Entries dealt into nodes, each with its least key.
fn packed<K: Clone, V, N>(entries: Vec<(K, V)>, node: impl Fn(Vec<(K, V)>) -> N) -> Vec<(K, Arc<N>)> {
    let mut nodes = Vec::with_capacity(entries.len() / MOST + 1);
    let mut entries = entries.into_iter();
    loop {
        let own: Vec<(K, V)> = entries.by_ref().take(MOST).collect();
        let Some(least) = own.first().map(|(key, _)| key.clone()) else { return nodes };
        nodes.push((least, Arc::new(node(own))));
    }
}

impl<K: Ord + Clone, V: Clone> Node<K, V> {
    fn least(&self) -> Option<&K> {
        match self {
            Self::Leaf(entries) => entries.first().map(|(key, _)| key),
            Self::Branch(below) => below.first().map(|(key, _)| key),
        }
    }

    /// The node with an entry, in two where it would be too large, and whether the entry is a new one.
    fn with(&self, key: K, value: V) -> (Self, Option<Self>, bool) {
        match self {
            Self::Leaf(entries) => {
                let found = entries.binary_search_by(|(known, _)| known.cmp(&key));
                let mut entries = entries.clone();
                match found {
                    Ok(at) => {
                        if let Some(entry) = entries.get_mut(at) {
                            entry.1 = value;
                        }
                    }
                    Err(at) => entries.insert(at, (key, value)),
                }
                let right = halved(&mut entries).map(Self::Leaf);
                (Self::Leaf(entries), right, found.is_err())
            }
            Self::Branch(below) => {
                let at = below.partition_point(|(least, _)| *least <= key).saturating_sub(1);
                let mut below = below.clone();
                let Some(entry) = below.get_mut(at) else { return (Self::Leaf(vec![(key, value)]), None, true) };
                let least = entry.0.clone().min(key.clone());
                let (left, right, grew) = entry.1.with(key, value);
                *entry = (least, Arc::new(left));
                if let Some(right) = right
                    && let Some(least) = right.least().cloned()
                {
                    below.insert(at + 1, (least, Arc::new(right)));
                }
                let right = halved(&mut below).map(Self::Branch);
                (Self::Branch(below), right, grew)
            }
        }
    }

    /// The node without an entry; nothing where none is left.
    fn without<Q: Ord + ?Sized>(&self, key: &Q) -> Option<Self>
    where
        K: Borrow<Q>,
    {
        match self {
            Self::Leaf(entries) => {
                let kept: Vec<(K, V)> = entries.iter().filter(|(known, _)| known.borrow() != key).cloned().collect();
                (!kept.is_empty()).then_some(Self::Leaf(kept))
            }
            Self::Branch(below) => {
                let at = below.partition_point(|(least, _)| least.borrow() <= key).saturating_sub(1);
                let mut kept = below.clone();
                let left = kept.get(at).and_then(|(_, node)| node.without(key));
                match left.and_then(|left| Some((left.least()?.clone(), left))) {
                    Some((least, left)) => {
                        if let Some(entry) = kept.get_mut(at) {
                            *entry = (least, Arc::new(left));
                        }
                    }
                    None => drop(kept.remove(at)),
                }
                (!kept.is_empty()).then_some(Self::Branch(kept))
            }
        }
    }
}

/// The second half of entries that are too many for one node.
fn halved<T>(entries: &mut Vec<T>) -> Option<Vec<T>> {
    (entries.len() > MOST).then(|| entries.split_off(entries.len() / 2))
}

/// Entries of a [`Shelf`] in order.
pub(super) struct Entries<'s, K, V> {
    /// The nodes down to the next entry, each with what is next of it.
    way: Vec<(&'s Node<K, V>, usize)>,
}

impl<'s, K, V> Iterator for Entries<'s, K, V> {
    type Item = (&'s K, &'s V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (node, next) = self.way.last_mut()?;
            let at = *next;
            *next += 1;
            match *node {
                Node::Leaf(entries) => match entries.get(at) {
                    Some((key, value)) => return Some((key, value)),
                    None => drop(self.way.pop()),
                },
                Node::Branch(below) => match below.get(at) {
                    Some((_, node)) => self.way.push((node, 0)),
                    None => drop(self.way.pop()),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_shelf_holds_what_a_map_holds_and_earlier_ones_keep_theirs() {
        let mut map: BTreeMap<u32, u32> = (0..2_000).map(|key| (key * 3, key)).collect();
        let mut shelf = Shelf::from_sorted(map.clone().into_iter().collect());
        let first = shelf.clone();
        for step in 0..6_000_u32 {
            // Steps without a common factor visit the keys in no order.
            let key = step.wrapping_mul(7_919) % 6_007;
            if step % 3 == 0 {
                map.remove(&key);
                shelf = shelf.without(&key);
            } else {
                map.insert(key, step);
                shelf = shelf.with(key, step);
            }
        }
        assert!(shelf.iter().eq(map.iter()));
        assert_eq!((shelf.len(), first.len()), (map.len(), 2_000));
        assert!((0..6_007).step_by(31).all(|key| shelf.iter_from(&key).eq(map.range(key..))));
        assert!((0..6_007).all(|key| shelf.get(&key) == map.get(&key)));
        assert!(first.iter().eq((0..2_000).map(|key| (key * 3, key)).collect::<BTreeMap<_, _>>().iter()));
        for key in 0..6_007 {
            shelf = shelf.without(&key);
        }
        assert_eq!((shelf.len(), shelf.iter().count()), (0, 0));
        assert_eq!(shelf.with(1, 2).get(&1), Some(&2));
    }
}
