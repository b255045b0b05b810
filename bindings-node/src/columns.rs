//! Columns as JavaScript's typed arrays.

use napi::bindgen_prelude::{
    BigInt64Array, BigInt64ArraySlice, Float64Array, Float64ArraySlice, Int32Array, Int32ArraySlice, Uint8Array,
    Uint8ArraySlice, Uint32Array, Uint32ArraySlice,
};
use napi_derive::napi;
use quarterdeck::problem::{Problem, pointer};
use quarterdeck::table::{Arrays, Column, TypedColumn};

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
        let arrays = Arrays {
            kind: self.kind,
            longs: self.longs.map(|array| array.to_vec()),
            ints: self.ints.map(|array| array.to_vec()),
            codes: self.codes.map(|array| array.to_vec()),
            floats: self.floats.map(|array| array.to_vec()),
            flags: self.flags.map(|array| array.to_vec()),
            words: self.words,
            scale: self.scale,
            valid: self.valid.map(|array| array.to_vec()),
        };
        match arrays.into_typed() {
            Ok(column) => Ok((self.name, column)),
            Err(problem) => Err(problem.under(&pointer::join("", &self.name))),
        }
    }
}

impl ColumnOut {
    pub(crate) fn of(column: &Column) -> Self {
        let arrays = Arrays::of(TypedColumn::from_column(column));
        Self {
            kind: arrays.kind,
            longs: arrays.longs.map(BigInt64Array::new),
            ints: arrays.ints.map(Int32Array::new),
            codes: arrays.codes.map(Uint32Array::new),
            floats: arrays.floats.map(Float64Array::new),
            flags: arrays.flags.map(Uint8Array::new),
            words: arrays.words,
            scale: arrays.scale,
            valid: arrays.valid.map(Uint8Array::new),
        }
    }
}
