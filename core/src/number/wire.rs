//! Numbers in documents: a decimal is a string out; in, a string, an integer, or a JSON number
//! that is safe to take at its word.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Currency, Decimal, NumberError, Ratio};

/// A number type that is read from text and, if that is what it gets, from a decimal.
trait FromWire: Sized {
    const EXPECTED: &'static str;
    fn from_text(text: &str) -> Result<Self, NumberError>;
    fn from_decimal(value: Decimal) -> Self;
}

impl FromWire for Decimal {
    const EXPECTED: &'static str = "a decimal, as a string or an integer";
    fn from_text(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
    fn from_decimal(value: Decimal) -> Self {
        value
    }
}

impl FromWire for Ratio {
    const EXPECTED: &'static str = "a ratio: a decimal or a fraction, as a string";
    fn from_text(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
    fn from_decimal(value: Decimal) -> Self {
        value.into()
    }
}

struct Wire<T>(std::marker::PhantomData<T>);

impl<T: FromWire> Visitor<'_> for Wire<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.visit_i128(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.visit_i128(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        Decimal::from_mantissa(value, 0).map(T::from_decimal).map_err(E::custom)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        self.visit_i128(i128::try_from(value).unwrap_or(i128::MAX))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Decimal::from_float(value).map(T::from_decimal).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Wire(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Wire(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&code).map_err(D::Error::custom)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A decimal of at most 28 digits: a string such as \"12.5\", an integer, or a JSON number of at most 15 significant digits. Always a string on the way out.",
            "type": ["string", "integer", "number"],
            "format": "decimal",
        })
    }
}

impl JsonSchema for Ratio {
    fn schema_name() -> Cow<'static, str> {
        "Ratio".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A decimal, written as a decimal is, or a fraction of two integers such as \"1/3\". Always a string on the way out.",
            "type": ["string", "integer", "number"],
            "format": "ratio",
        })
    }
}

impl JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A currency code of ISO 4217, such as \"USD\".",
            "type": "string",
            "format": "currency",
        })
    }
}
