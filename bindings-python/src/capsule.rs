//! The Arrow PyCapsule interface: batches in from any library that speaks it, and out to any.

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader, make_array};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

/// What `__arrow_c_stream__` or `__arrow_c_array__` gave, taken over and not yet read.
pub(crate) enum Source {
    Stream(FFI_ArrowArrayStream),
    Array(ArrayRef),
}

impl Source {
    /// Takes over a capsule with a stream, or a pair of capsules with a schema and its array.
    pub(crate) fn take(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Ok(pair) = given.cast::<PyTuple>() else {
            return stream(given.cast()?).map(Self::Stream);
        };
        array(pair.get_item(0)?.cast()?, pair.get_item(1)?.cast()?).map(Self::Array)
    }

    /// Reads all batches. The producer may run code of its own here, so the interpreter should be free.
    pub(crate) fn read(self) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
        match self {
            Self::Stream(stream) => {
                let reader = RecordBatchStreamReader::try_new(stream)?;
                let schema = reader.schema();
                Ok((schema, reader.collect::<Result<_, _>>()?))
            }
            Self::Array(array) => {
                let Some(rows) = array.as_struct_opt() else {
                    return Err(ArrowError::SchemaError(format!("an array of {} is not a table", array.data_type())));
                };
                let schema = SchemaRef::new(Schema::new(rows.fields().clone()));
                let batch = RecordBatch::try_new(schema.clone(), rows.columns().to_vec())?;
                Ok((schema, vec![batch]))
            }
        }
    }
}

fn stream(capsule: &Bound<'_, PyCapsule>) -> PyResult<FFI_ArrowArrayStream> {
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    #[expect(unsafe_code, reason = "the C data interface is made of pointers")]
    // SAFETY: a capsule of this name holds a valid stream, and what is moved out leaves a released one behind.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr().cast()) })
}

fn array(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<ArrayRef> {
    let schema = schema.pointer_checked(Some(c"arrow_schema"))?.as_ptr().cast();
    let array = array.pointer_checked(Some(c"arrow_array"))?.as_ptr().cast();
    #[expect(unsafe_code, reason = "the C data interface is made of pointers")]
    // SAFETY: as for a stream, and the two came as a pair, whose contract is that they belong together.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array), &FFI_ArrowSchema::from_raw(schema)) };
    data.map(make_array).map_err(|error| pyo3::exceptions::PyValueError::new_err(error.to_string()))
}

/// A capsule with a stream of this one batch.
pub(crate) fn give(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = batch.schema();
    let reader = RecordBatchIterator::new([Ok(batch)], schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
}

/// A capsule with a schema.
pub(crate) fn give_schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema);
    let schema = schema.map_err(|error| pyo3::exceptions::PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}
