//! Arrow record batches to a table and back (feature `arrow`).
//!
//! Where the layouts agree, a column is copied as a block of memory; text is checked to be UTF-8 on
//! the way in. Nothing here judges a cell: NaN, decimals beyond 28 digits, dates beyond the year
//! 9999 and dictionary codes without a word are found when the table meets its shape, with their row.

mod coded;
mod read;
mod text;
mod write;

pub use read::from_batches;
pub use write::to_batch;
