//! Controlled rounding: a table of exact cells becomes whole units, and every row and every column
//! keeps its sum.

use crate::sorted;
use std::collections::BTreeSet;

/// The cells of one row that are rounded up, by column.
pub(super) type Up = Vec<bool>;

/// Which cells are rounded up, of those that are not whole.
///
/// `fractions` is what every cell has above its whole units, in parts of any one denominator, with as
/// many columns in each row as `columns` says; a fraction of zero is never rounded up. `rows` and
/// `columns` say how many cells of each go up. Where the fractions of every row and every column add up
/// to these numbers such a choice always exists (a transportation problem has a whole solution), and of
/// all choices this is one with the largest sum of fractions, so that no table of whole units with the
/// same sums is nearer to the exact one.
///
/// Rows first take their own largest fractions, earlier columns where they are equal. Then cells move
/// from columns that have too many to those that have too few, by the chain of moves that costs least,
/// until every column is right: a step per move, over as many columns as there are.
pub(super) fn round_up(fractions: &[Vec<i128>], rows: &[usize], columns: &[usize]) -> Vec<Up> {
    let mut up: Vec<Up> = fractions.iter().zip(rows).map(|(row, &count)| largest(row, count)).collect();
    let mut counts = vec![0_usize; columns.len()];
    for row in &up {
        for (count, _) in counts.iter_mut().zip(row).filter(|(_, up)| **up) {
            *count += 1;
        }
    }
    let mut moves = Moves::of(fractions, &up, columns.len());
    while let Some(chain) = moves.cheapest(&counts, columns) {
        for (from, to) in chain.iter().zip(chain.iter().skip(1)) {
            let Some(row) = moves.row(*from, *to) else { return up };
            if let Some(cells) = up.get_mut(row) {
                set(cells, *from, false);
                set(cells, *to, true);
            }
            moves.update(fractions, &up, row);
        }
        if let (Some(first), Some(last)) = (chain.first(), chain.last()) {
            set_with(&mut counts, *first, |count| count.saturating_sub(1));
            set_with(&mut counts, *last, |count| count + 1);
        }
    }
    up
}

/// The largest fractions of a row, the earlier where they are equal.
fn largest(row: &[i128], count: usize) -> Up {
    let mut order: Vec<usize> =
        (0..row.len()).filter(|&column| row.get(column).is_some_and(|&cell| cell > 0)).collect();
    sorted::sort_by_key(&mut order, |&column| (std::cmp::Reverse(row.get(column).copied()), column));
    let mut up = vec![false; row.len()];
    order.into_iter().take(count).for_each(|column| set(&mut up, column, true));
    up
}

/// For every pair of columns, the rows in which a cell can move from the one to the other, the one
/// that gains most at the end; of those that gain the same, the first row.
struct Moves {
    width: usize,
    sorted: Vec<BTreeSet<(i128, std::cmp::Reverse<usize>)>>,
    /// What each row has in each pair, so that it can be taken out again.
    known: Vec<Vec<Option<i128>>>,
}

impl Moves {
    fn of(fractions: &[Vec<i128>], up: &[Up], width: usize) -> Self {
        let mut moves = Self {
            width,
            sorted: vec![BTreeSet::new(); width * width],
            known: vec![vec![None; width * width]; fractions.len()],
        };
        (0..fractions.len()).for_each(|row| moves.update(fractions, up, row));
        moves
    }

    /// Looks at a row again.
    fn update(&mut self, fractions: &[Vec<i128>], up: &[Up], row: usize) {
        let (Some(cells), Some(up)) = (fractions.get(row), up.get(row)) else { return };
        for (from, (&lost, &is_up)) in cells.iter().zip(up).enumerate() {
            for (to, (&gained, &other_up)) in cells.iter().zip(up).enumerate() {
                let gain = (is_up && !other_up && gained > 0).then(|| gained.saturating_sub(lost));
                let pair = from * self.width + to;
                let Some(known) = self.known.get_mut(row).and_then(|known| known.get_mut(pair)) else { continue };
                let Some(sorted) = self.sorted.get_mut(pair) else { continue };
                if let Some(before) = known.take() {
                    sorted.remove(&(before, std::cmp::Reverse(row)));
                }
                if let Some(gain) = gain {
                    sorted.insert((gain, std::cmp::Reverse(row)));
                    *known = Some(gain);
                }
            }
        }
    }

    fn best(&self, from: usize, to: usize) -> Option<&(i128, std::cmp::Reverse<usize>)> {
        self.sorted.get(from * self.width + to)?.last()
    }

    fn row(&self, from: usize, to: usize) -> Option<usize> {
        self.best(from, to).map(|(_, row)| row.0)
    }

    /// The columns through which a cell moves from one that has too many to one that has too few, by the
    /// chain that gains most; nothing where all are right.
    fn cheapest(&self, counts: &[usize], wanted: &[usize]) -> Option<Vec<usize>> {
        let mut gains: Vec<Option<i128>> =
            counts.iter().zip(wanted).map(|(count, wanted)| (count > wanted).then_some(0)).collect();
        let mut before: Vec<Option<usize>> = vec![None; self.width];
        // No chain visits a column twice, since no circle of moves gains anything.
        for _ in 0..self.width {
            let mut changed = false;
            for from in 0..self.width {
                let Some(gain) = gains.get(from).copied().flatten() else { continue };
                for to in 0..self.width {
                    let Some((more, _)) = self.best(from, to) else { continue };
                    let through = gain.saturating_add(*more);
                    if gains.get(to).copied().flatten().is_none_or(|known| through > known) {
                        set(&mut gains, to, Some(through));
                        set(&mut before, to, Some(from));
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let short = (0..self.width).filter(|&column| counts.get(column) < wanted.get(column));
        let reached =
            short.filter_map(|column| Some((gains.get(column).copied().flatten()?, std::cmp::Reverse(column))));
        let (_, std::cmp::Reverse(last)) = reached.max()?;
        let step = |column: &usize| before.get(*column).copied().flatten();
        let mut chain: Vec<usize> = std::iter::successors(Some(last), step).take(self.width).collect();
        chain.reverse();
        Some(chain)
    }
}

fn set<T>(values: &mut [T], position: usize, value: T) {
    if let Some(slot) = values.get_mut(position) {
        *slot = value;
    }
}

fn set_with<T: Copy>(values: &mut [T], position: usize, change: impl Fn(T) -> T) {
    if let Some(slot) = values.get_mut(position) {
        *slot = change(*slot);
    }
}
