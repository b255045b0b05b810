//! Columns as JavaScript's typed arrays.

use js_sys::{BigInt64Array, Float64Array, Int32Array, Uint8Array, Uint32Array};
use quarterdeck::problem::{Problem, pointer};
use quarterdeck::table::{Arrays, Column, TypedColumn};
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
#[derive(Debug, Clone)]
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
    let arrays = Arrays {
        kind: column.kind(),
        longs: column.longs().map(|array| array.to_vec()),
        ints: column.ints().map(|array| array.to_vec()),
        codes: column.codes().map(|array| array.to_vec()),
        floats: column.floats().map(|array| array.to_vec()),
        flags: column.flags().map(|array| array.to_vec()),
        words: column.words(),
        scale: column.scale(),
        valid: column.valid().map(|array| array.to_vec()),
    };
    match arrays.into_typed() {
        Ok(typed) => Ok((column.name(), typed)),
        Err(problem) => Err(problem.under(&pointer::join("", &column.name()))),
    }
}

impl ColumnOut {
    pub(crate) fn of(column: &Column) -> Self {
        let arrays = Arrays::of(TypedColumn::from_column(column));
        Self {
            kind: arrays.kind,
            longs: arrays.longs.map(|values| BigInt64Array::from(values.as_slice())),
            ints: arrays.ints.map(|values| Int32Array::from(values.as_slice())),
            codes: arrays.codes.map(|values| Uint32Array::from(values.as_slice())),
            floats: arrays.floats.map(|values| Float64Array::from(values.as_slice())),
            flags: arrays.flags.map(|values| Uint8Array::from(values.as_slice())),
            words: arrays.words,
            scale: arrays.scale,
            valid: arrays.valid.map(|values| Uint8Array::from(values.as_slice())),
        }
    }
}
