//! A tree as serde reads it.
//!
//! Documents come through here after the shape pass, so a value that does not fit is met by one
//! short message. A struct is read from an object and from nothing else, which halves the code that
//! serde makes for each.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Error;

use super::Tree;
use super::tree::fraction;

impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Error;

    /// A number stays one where nothing of it can be lost, as in [`Tree::to_value`].
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Boolean(value) => visitor.visit_bool(*value),
            Tree::Number(text) => match (text.parse(), fraction(text)) {
                (Ok(integer), _) => visitor.visit_i64(integer),
                (_, Some(float)) => visitor.visit_f64(float),
                _ => visitor.visit_str(text),
            },
            Tree::Text(text) => visitor.visit_str(text),
            Tree::Array(items) => visitor.visit_seq(Items(items.iter())),
            Tree::Object(entries) => visitor.visit_map(Entries::of(entries)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Boolean(value) => visitor.visit_bool(*value),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Number(text) => visitor.visit_i64(text.parse().map_err(|_| misfit(self))?),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Array(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Array(items) if items.len() == length => visitor.visit_seq(Items(items.iter())),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Object(entries) => visitor.visit_map(Entries::of(entries)),
            _ => Err(misfit(self)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Tree::Text(name) => visitor.visit_enum(Variant { name, value: &Tree::Null }),
            Tree::Object(entries) => match entries.as_slice() {
                [(name, value)] => visitor.visit_enum(Variant { name, value }),
                _ => Err(misfit(self)),
            },
            _ => Err(misfit(self)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

#[cold]
fn misfit(tree: &Tree) -> Error {
    Error::custom(format_args!("there is {} in a place for something else", tree.kind()))
}

struct Items<'t>(std::slice::Iter<'t, Tree>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Entries<'t> {
    left: std::slice::Iter<'t, (String, Tree)>,
    value: &'t Tree,
}

impl<'t> Entries<'t> {
    fn of(entries: &'t [(String, Tree)]) -> Self {
        Self { left: entries.iter(), value: &Tree::Null }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(text(key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value)
    }
}

struct Variant<'t> {
    name: &'t str,
    value: &'t Tree,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = &'de Tree;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, &'de Tree), Error> {
        Ok((seed.deserialize(text(self.name))?, self.value))
    }
}

impl<'de> VariantAccess<'de> for &'de Tree {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if *self == Tree::Null { Ok(()) } else { Err(misfit(self)) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }
}

fn text(text: &str) -> StrDeserializer<'_, Error> {
    text.into_deserializer()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::Value;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    enum Size {
        Small,
        Of(u8),
        Box { wide: i32 },
        Two(u8, u8),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Parcel {
        size: Size,
        #[serde(default)]
        note: Option<String>,
        labels: BTreeMap<String, Vec<i64>>,
        rest: Value,
    }

    fn read<'de, T: Deserialize<'de>>(tree: &'de Tree) -> Result<T, String> {
        T::deserialize(tree).map_err(|error| error.to_string())
    }

    /// Reading the tree is reading the value that it stands for.
    #[test]
    fn a_tree_reads_as_its_value_does() {
        for text in [
            r#"{"size":"Small","labels":{"b":[1,-2],"a":[]},"rest":{"x":[1.5,1e3,12345678901234567890,null,true]}}"#,
            r#"{"size":{"Two":[1,2]},"labels":{},"rest":0}"#,
            r#"{"size":{"Of":7},"note":null,"labels":{},"rest":null}"#,
            r#"{"size":{"Box":{"wide":-3}},"note":"n","labels":{},"rest":"text"}"#,
        ] {
            let tree = Tree::parse(text.as_bytes()).unwrap();
            let value = serde_json::from_value::<Parcel>(tree.to_value()).unwrap();
            assert_eq!(read::<Parcel>(&tree), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for text in [
            r#"{"size":"Huge","labels":{},"rest":0}"#,
            r#"{"size":{"Of":300},"labels":{},"rest":0}"#,
            r#"{"size":{"Two":[1,2,3]},"labels":{},"rest":0}"#,
            r#"{"size":{"Small":1},"labels":{},"rest":0}"#,
            r#"{"size":"Small","note":5,"labels":{},"rest":0}"#,
            r#"{"size":"Small","labels":[],"rest":0}"#,
            r#"["Small",null,{},0]"#,
        ] {
            assert!(read::<Parcel>(&Tree::parse(text.as_bytes()).unwrap()).is_err(), "{text}");
        }
    }
}
