//! Dates, instants, zones and periods in documents: all of them strings, and a period its two ends.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::period::Ends;
use super::{Date, Instant, Period, PeriodInput, Zone};

macro_rules! as_text {
    ($type:ident, $format:literal, $description:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $description, "type": "string", "format": $format })
            }
        }
    };
}

as_text!(Date, "date", "A civil date, such as \"2026-03-31\".");
as_text!(Instant, "date-time", "An instant of RFC 3339 with an offset or Z, such as \"2026-03-31T17:00:00Z\".");
as_text!(Zone, "time-zone", "The IANA name of a time zone, such as \"America/New_York\".");

impl Serialize for PeriodInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Label(label) => label.serialize(serializer),
            Self::Ends { from, to } => {
                let mut ends = serializer.serialize_struct("Ends", 2)?;
                ends.serialize_field("from", from)?;
                ends.serialize_field("to", to)?;
                ends.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for PeriodInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = PeriodInput;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a label such as `2026-Q1`, or an object with `from` and `to`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<PeriodInput, E> {
                Ok(PeriodInput::Label(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PeriodInput, A::Error> {
                let Ends { from, to } = Ends::deserialize(MapAccessDeserializer::new(map))?;
                Ok(PeriodInput::Ends { from, to })
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for PeriodInput {
    fn schema_name() -> Cow<'static, str> {
        "PeriodInput".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ends = generator.subschema_for::<Period>();
        json_schema!({
            "description": "A period: a label of the fiscal calendar such as \"2026-Q1\", or its two ends.",
            "anyOf": [{ "type": "string" }, ends],
        })
    }
}
