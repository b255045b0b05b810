//! A column as one array among several, by the name of its kind: the form that hosts pass around.

use serde_json::Value;

use super::{TypedColumn, TypedValues};
use crate::problem::{Code, Problem};

/// The arrays that a host holds a column in. A kind uses one of them, or codes and words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrays {
    /// What it holds: `mantissas`, `codes`, `texts`, `days`, `micros`, `local_micros`, `integers`, `flags`, `floats`.
    pub kind: String,
    /// Mantissas, microseconds or whole numbers.
    pub longs: Option<Vec<i64>>,
    /// Days.
    pub ints: Option<Vec<i32>>,
    /// Codes.
    pub codes: Option<Vec<u32>>,
    /// Floats.
    pub floats: Option<Vec<f64>>,
    /// Flags.
    pub flags: Option<Vec<u8>>,
    /// Words or texts, as a JSON array.
    pub words: Option<String>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// Which cells are filled.
    pub valid: Option<Vec<u8>>,
}

impl Arrays {
    /// The column in them; an array that is not there is empty.
    ///
    /// # Errors
    /// `table.unsupported_type` for a kind that there is not, and for words that are not texts.
    ///
    /// ```
    /// use quarterdeck::table::Arrays;
    /// let arrays = Arrays { kind: "days".into(), ints: Some(vec![20_543]), ..Arrays::default() };
    /// assert_eq!(Arrays::of(arrays.clone().into_typed()?), arrays);
    /// # Ok::<(), quarterdeck::problem::Problem>(())
    /// ```
    pub fn into_typed(self) -> Result<TypedColumn, Problem> {
        let longs = self.longs.unwrap_or_default();
        let words = self.words.as_deref().unwrap_or("[]");
        let values = match self.kind.as_str() {
            "mantissas" => TypedValues::Mantissas { values: longs, scale: self.scale.unwrap_or_default() },
            "codes" => TypedValues::codes(self.codes.unwrap_or_default(), words)?,
            "texts" => TypedValues::texts(words)?,
            "days" => TypedValues::Days(self.ints.unwrap_or_default()),
            "micros" => TypedValues::Micros(longs),
            "local_micros" => TypedValues::LocalMicros(longs),
            "integers" => TypedValues::Integers(longs),
            "flags" => TypedValues::Flags(self.flags.unwrap_or_default()),
            "floats" => TypedValues::Floats(self.floats.unwrap_or_default()),
            other => {
                let message = format!("`{other}` is not a kind of column");
                return Err(Problem::new(Code::TableUnsupportedType, "", message));
            }
        };
        Ok(TypedColumn { values, valid: self.valid })
    }

    /// The arrays of a column.
    #[must_use]
    pub fn of(column: TypedColumn) -> Self {
        let of = |kind: &str| Self { kind: kind.to_owned(), ..Self::default() };
        let longs = |kind, values| Self { longs: Some(values), ..of(kind) };
        let arrays = match column.values {
            TypedValues::Mantissas { values, scale } => Self { scale: Some(scale), ..longs("mantissas", values) },
            TypedValues::Codes { codes, words } => {
                Self { codes: Some(codes), words: Some(Value::from(words).to_string()), ..of("codes") }
            }
            TypedValues::Texts(texts) => Self { words: Some(Value::from(texts).to_string()), ..of("texts") },
            TypedValues::Days(values) => Self { ints: Some(values), ..of("days") },
            TypedValues::Micros(values) => longs("micros", values),
            TypedValues::LocalMicros(values) => longs("local_micros", values),
            TypedValues::Integers(values) => longs("integers", values),
            TypedValues::Flags(values) => Self { flags: Some(values), ..of("flags") },
            TypedValues::Floats(values) => Self { floats: Some(values), ..of("floats") },
        };
        Self { valid: column.valid, ..arrays }
    }
}
