//! Columns as JavaScript's typed arrays.

use napi::bindgen_prelude::{
    BigInt64Array, BigInt64ArraySlice, Float64Array, Float64ArraySlice, Int32Array, Int32ArraySlice, Uint8Array,
    Uint8ArraySlice, Uint32Array, Uint32ArraySlice,
};
use napi_derive::napi;
use quarterdeck::problem::{Code, Problem, pointer};
use quarterdeck::table::{Column, TypedColumn, TypedValues};
use serde_json::Value;

/// A column on its way in: what it holds, the array of that kind, and flags for its empty cells.
#[napi(object, object_to_js = false)]
#[expect(missing_debug_implementations, reason = "it borrows from the JavaScript heap")]
pub struct ColumnIn<'env> {
    /// Its name.
    pub name: String,
    /// What it holds: `mantissas`, `codes`, `texts`, `days`, ...
    pub kind: String,
    /// Mantissas, microseconds or whole numbers.
    pub longs: Option<BigInt64ArraySlice<'env>>,
    /// Days.
    pub ints: Option<Int32ArraySlice<'env>>,
    /// Codes.
    pub codes: Option<Uint32ArraySlice<'env>>,
    /// Floats.
    pub floats: Option<Float64ArraySlice<'env>>,
    /// Flags.
    pub flags: Option<Uint8ArraySlice<'env>>,
    /// Words or texts, as a JSON array.
    pub words: Option<String>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// Which cells are filled.
    pub valid: Option<Uint8ArraySlice<'env>>,
}

/// A column on its way out, in the same form.
#[napi(object, object_from_js = false)]
#[expect(missing_debug_implementations, reason = "it points into the JavaScript heap")]
pub struct ColumnOut {
    /// What it holds.
    pub kind: String,
    /// Mantissas, microseconds or whole numbers.
    pub longs: Option<BigInt64Array>,
    /// Days.
    pub ints: Option<Int32Array>,
    /// Codes.
    pub codes: Option<Uint32Array>,
    /// Floats.
    pub floats: Option<Float64Array>,
    /// Flags.
    pub flags: Option<Uint8Array>,
    /// Words or texts, as a JSON array.
    pub words: Option<String>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// Which cells are filled.
    pub valid: Option<Uint8Array>,
}

impl ColumnIn<'_> {
    pub(crate) fn read(self) -> Result<(String, TypedColumn), Problem> {
        let longs = || self.longs.as_deref().unwrap_or_default().to_vec();
        let codes = || self.codes.as_deref().unwrap_or_default().to_vec();
        let words = self.words.as_deref().unwrap_or("[]");
        let values = match self.kind.as_str() {
            "mantissas" => Ok(TypedValues::Mantissas { values: longs(), scale: self.scale.unwrap_or_default() }),
            "codes" => TypedValues::codes(codes(), words),
            "texts" => TypedValues::texts(words),
            "days" => Ok(TypedValues::Days(self.ints.as_deref().unwrap_or_default().to_vec())),
            "micros" => Ok(TypedValues::Micros(longs())),
            "local_micros" => Ok(TypedValues::LocalMicros(longs())),
            "integers" => Ok(TypedValues::Integers(longs())),
            "flags" => Ok(TypedValues::Flags(self.flags.as_deref().unwrap_or_default().to_vec())),
            "floats" => Ok(TypedValues::Floats(self.floats.as_deref().unwrap_or_default().to_vec())),
            other => Err(Problem::new(Code::TableUnsupportedType, "", format!("`{other}` is not a kind of column"))),
        };
        match values {
            Ok(values) => Ok((self.name, TypedColumn { values, valid: self.valid.map(|flags| flags.to_vec()) })),
            Err(problem) => Err(problem.under(&pointer::join("", &self.name))),
        }
    }
}

impl ColumnOut {
    pub(crate) fn of(column: &Column) -> Self {
        let typed = TypedColumn::from_column(column);
        let out = |kind: &str| Self { kind: kind.to_owned(), ..Self::EMPTY };
        let longs = |kind, values| Self { longs: Some(BigInt64Array::new(values)), ..out(kind) };
        let values = match typed.values {
            TypedValues::Mantissas { values, scale } => Self { scale: Some(scale), ..longs("mantissas", values) },
            TypedValues::Codes { codes, words } => Self {
                codes: Some(Uint32Array::new(codes)),
                words: Some(Value::from(words).to_string()),
                ..out("codes")
            },
            TypedValues::Texts(texts) => Self { words: Some(Value::from(texts).to_string()), ..out("texts") },
            TypedValues::Days(values) => Self { ints: Some(Int32Array::new(values)), ..out("days") },
            TypedValues::Micros(values) => longs("micros", values),
            TypedValues::LocalMicros(values) => longs("local_micros", values),
            TypedValues::Integers(values) => longs("integers", values),
            TypedValues::Flags(values) => Self { flags: Some(Uint8Array::new(values)), ..out("flags") },
            TypedValues::Floats(values) => Self { floats: Some(Float64Array::new(values)), ..out("floats") },
        };
        Self { valid: typed.valid.map(Uint8Array::new), ..values }
    }

    const EMPTY: Self = Self {
        kind: String::new(),
        longs: None,
        ints: None,
        codes: None,
        floats: None,
        flags: None,
        words: None,
        scale: None,
        valid: None,
    };
}
