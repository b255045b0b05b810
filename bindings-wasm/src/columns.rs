//! Columns as JavaScript's typed arrays.

use js_sys::{BigInt64Array, Float64Array, Int32Array, Uint8Array, Uint32Array};
use quarterdeck::problem::{Code, Problem, pointer};
use quarterdeck::table::{Column, TypedColumn, TypedValues};
use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A column on its way in: what it holds, the array of that kind, and flags for its empty cells.
    pub type ColumnIn;

    #[wasm_bindgen(method, getter)]
    fn name(this: &ColumnIn) -> String;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &ColumnIn) -> String;
    #[wasm_bindgen(method, getter)]
    fn longs(this: &ColumnIn) -> Option<BigInt64Array>;
    #[wasm_bindgen(method, getter)]
    fn ints(this: &ColumnIn) -> Option<Int32Array>;
    #[wasm_bindgen(method, getter)]
    fn codes(this: &ColumnIn) -> Option<Uint32Array>;
    #[wasm_bindgen(method, getter)]
    fn floats(this: &ColumnIn) -> Option<Float64Array>;
    #[wasm_bindgen(method, getter)]
    fn flags(this: &ColumnIn) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn words(this: &ColumnIn) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn scale(this: &ColumnIn) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn valid(this: &ColumnIn) -> Option<Uint8Array>;
}

/// A column on its way out, in the same form.
#[wasm_bindgen(getter_with_clone, inspectable)]
#[derive(Debug, Clone, Default)]
pub struct ColumnOut {
    /// What it holds: `mantissas`, `codes`, `texts`, `days`, ...
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

/// The named column that these arrays hold.
pub(crate) fn read(column: &ColumnIn) -> Result<(String, TypedColumn), Problem> {
    let longs = || column.longs().map(|array| array.to_vec()).unwrap_or_default();
    let words = || column.words().unwrap_or_else(|| "[]".to_owned());
    let values = match column.kind().as_str() {
        "mantissas" => Ok(TypedValues::Mantissas { values: longs(), scale: column.scale().unwrap_or_default() }),
        "codes" => TypedValues::codes(column.codes().map(|array| array.to_vec()).unwrap_or_default(), &words()),
        "texts" => TypedValues::texts(&words()),
        "days" => Ok(TypedValues::Days(column.ints().map(|array| array.to_vec()).unwrap_or_default())),
        "micros" => Ok(TypedValues::Micros(longs())),
        "local_micros" => Ok(TypedValues::LocalMicros(longs())),
        "integers" => Ok(TypedValues::Integers(longs())),
        "flags" => Ok(TypedValues::Flags(column.flags().map(|array| array.to_vec()).unwrap_or_default())),
        "floats" => Ok(TypedValues::Floats(column.floats().map(|array| array.to_vec()).unwrap_or_default())),
        other => Err(Problem::new(Code::TableUnsupportedType, "", format!("`{other}` is not a kind of column"))),
    };
    match values {
        Ok(values) => Ok((column.name(), TypedColumn { values, valid: column.valid().map(|array| array.to_vec()) })),
        Err(problem) => Err(problem.under(&pointer::join("", &column.name()))),
    }
}

impl ColumnOut {
    pub(crate) fn of(column: &Column) -> Self {
        let typed = TypedColumn::from_column(column);
        let out = |kind: &str| Self { kind: kind.to_owned(), ..Self::default() };
        let longs = |kind, values: Vec<i64>| Self { longs: Some(BigInt64Array::from(values.as_slice())), ..out(kind) };
        let values = match typed.values {
            TypedValues::Mantissas { values, scale } => Self { scale: Some(scale), ..longs("mantissas", values) },
            TypedValues::Codes { codes, words } => Self {
                codes: Some(Uint32Array::from(codes.as_slice())),
                words: Some(Value::from(words).to_string()),
                ..out("codes")
            },
            TypedValues::Texts(texts) => Self { words: Some(Value::from(texts).to_string()), ..out("texts") },
            TypedValues::Days(values) => Self { ints: Some(Int32Array::from(values.as_slice())), ..out("days") },
            TypedValues::Micros(values) => longs("micros", values),
            TypedValues::LocalMicros(values) => longs("local_micros", values),
            TypedValues::Integers(values) => longs("integers", values),
            TypedValues::Flags(values) => Self { flags: Some(Uint8Array::from(values.as_slice())), ..out("flags") },
            TypedValues::Floats(values) => {
                Self { floats: Some(Float64Array::from(values.as_slice())), ..out("floats") }
            }
        };
        Self { valid: typed.valid.map(|flags| Uint8Array::from(flags.as_slice())), ..values }
    }
}
