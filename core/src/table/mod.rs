//! Records as columns: in from rows, CSV, typed arrays and Arrow, out the same ways.
//!
//! A [`Table`] is an ordered list of named columns of equal length. What comes from CSV or JSON
//! rows is a column of [literals](LiteralColumn); `conform` turns every column into the type that
//! an operation's [`TableShape`] declares, under one number rule for every door, and collects the
//! cells that cannot be used with their row. Columns that a shape does not name are attributes:
//! kept, readable by rules, passed through.

mod arrays;
#[cfg(feature = "arrow")]
pub mod arrow;
mod bad_records;
pub(crate) mod bytes;
mod column;
mod conform;
mod csv;
pub mod declared;
mod intake;
pub mod intern;
mod literal;
mod record_count;
mod rows;
mod select;
mod shape;
#[expect(clippy::module_inception, reason = "the room is named for its one central type")]
mod table;
#[cfg(test)]
mod tests;
mod text;
mod to_csv;
mod to_rows;
mod typed;
mod write;

pub use arrays::Arrays;
pub use bad_records::{BadRecord, BadRecordPolicy, BadRecords};
pub use column::{Cells, Column, DecimalColumn, LiteralColumn, RatioColumn, Tag, Validity};
pub use conform::{Records, conform};
pub use intake::{Floats, Intake, Nan};
pub use record_count::RecordCount;
pub use shape::{ColumnKind, ColumnShape, TableShape};
pub use table::{Table, Tables};
pub use text::{TextColumn, Texts};
pub use typed::{TypedColumn, TypedValues};
