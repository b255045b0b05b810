//! Dictionary arrays to one column of coded text.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::super::intern::Interner;
use super::super::{TextColumn, Validity};
use super::read::Arrays;
use super::text;
use crate::problem::Problem;

/// Stands for a key beyond its dictionary, so that the shape's pass names the row.
const STRAY: u32 = u32::MAX;

/// All arrays, one after the other, over one list of words.
pub(super) fn coded(source: &Arrays<'_>, key: &DataType) -> Result<TextColumn, Problem> {
    match key {
        DataType::Int8 => with_keys::<Int8Type>(source),
        DataType::Int16 => with_keys::<Int16Type>(source),
        DataType::Int32 => with_keys::<Int32Type>(source),
        DataType::Int64 => with_keys::<Int64Type>(source),
        DataType::UInt8 => with_keys::<UInt8Type>(source),
        DataType::UInt16 => with_keys::<UInt16Type>(source),
        DataType::UInt32 => with_keys::<UInt32Type>(source),
        DataType::UInt64 => with_keys::<UInt64Type>(source),
        _ => Err(source.surprise()),
    }
}

fn with_keys<K: ArrowDictionaryKeyType>(source: &Arrays<'_>) -> Result<TextColumn, Problem>
where
    usize: TryFrom<K::Native>,
{
    let mut words = Interner::new();
    let mut codes = Vec::with_capacity(source.rows);
    let mut flags = Vec::with_capacity(source.rows);
    // Chunks of one column mostly share their dictionary.
    let mut last: Option<(&ArrayRef, Vec<Option<u32>>)> = None;
    for array in &source.arrays {
        let array = array.as_dictionary_opt::<K>().ok_or_else(|| source.surprise())?;
        let known = match last.take() {
            Some((values, known)) if values.to_data().ptr_eq(&array.values().to_data()) => known,
            _ => {
                let values = Arrays { name: source.name, arrays: vec![array.values()], rows: array.values().len() };
                words.intern_column(&text::plain(&values)?)
            }
        };
        for (position, key) in array.keys().values().iter().enumerate() {
            let word = match usize::try_from(*key) {
                _ if array.keys().is_null(position) => None,
                Ok(key) => known.get(key).copied().unwrap_or(Some(STRAY)),
                Err(_) => Some(STRAY),
            };
            codes.push(word.unwrap_or_default());
            flags.push(word.is_some());
        }
        last = Some((array.values(), known));
    }
    Ok(TextColumn::Coded { codes, words: words.words().to_vec(), valid: Validity::from_flags(flags) })
}
