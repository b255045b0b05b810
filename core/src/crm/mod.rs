//! CRM exports read into the tables of this library, by mapping documents.
//!
//! A [`Mapping`] says for every table which source its rows come from and for every column where the
//! cell starts (a column, a constant, a text made of columns, the next row of a group), which words
//! become which, where it is looked up, how it is written, and what fills it where it is empty.
//! [`Reading`] applies it: tables by source name in, the mapping's tables out, with a `report` of what
//! was mapped, kept, guessed, filled, dropped and set aside. Every record read is mapped, dropped or
//! set aside; none is lost. Two kinds of stand-ins are told apart: a `default` is what an empty cell
//! *means*, an `assume` is only used by a call that says so, and marks the row.
//!
//! Text is UTF-8; anything else is refused where the text is read. Ready mappings are in [`TEMPLATES`].
//!
//! ```
//! use std::sync::Arc;
//! use quarterdeck::crm::{Mapping, ReadParams, Reading};
//! use quarterdeck::table::{BadRecordPolicy, Intake, Table};
//!
//! let (mapping, _) = Mapping::load(br#"{
//!     "schema": "quarterdeck/crm-mapping@1", "id": "shop", "currency": "EUR",
//!     "formats": {"date": "%d.%m.%Y", "decimal": {"mark": ",", "group": "."}},
//!     "sources": {"deals": {}},
//!     "outputs": [{"table": "deals", "from": "deals", "columns": {
//!         "deal_id": "Nr",
//!         "pipeline_id": {"value": "standard"},
//!         "stage_id": {"column": "Phase", "map": {"Angebot": "proposal", "Gewonnen": "won"}},
//!         "owner_id": "Besitzer",
//!         "amount": "Betrag",
//!         "close_date": {"column": "Abschluss", "assume": {"value": "2026-12-31"}}
//!     }}]
//! }"#)?;
//! let csv = "Nr,Phase,Besitzer,Betrag,Abschluss\n7,Gewonnen,ana,\"1.250,50\",31.03.2026\n8,Angebot,ben,900,\n";
//! let sources = [("deals".to_owned(), Arc::new(Table::from_csv(csv.as_bytes())?))].into();
//! let reading = Reading::new(Arc::new(mapping), sources, ReadParams { assume: true }, Intake::default())?;
//! let export = reading.read(BadRecordPolicy::Refuse)?;
//! let deals = String::from_utf8(export.tables.get("deals").unwrap().to_csv())?;
//! assert_eq!(deals, "deal_id,pipeline_id,stage_id,owner_id,amount,currency,close_date,assumed\n\
//!     7,standard,won,ana,1250.5,EUR,2026-03-31,\n\
//!     8,standard,proposal,ben,900,EUR,2026-12-31,close_date\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod check;
mod document;
mod explain;
mod formats;
mod guess;
mod lookup;
mod model;
mod next;
mod outcome;
mod output;
mod pattern;
mod phrases;
mod read;
mod source;
mod templates;
#[cfg(test)]
mod tests;
mod typed;
mod versions;
mod words;

pub use document::{
    BooleanDocument, CellDocument, CellOrName, DecimalDocument, End, FormatsDocument, LookupDocument, MappingDocument,
    NextDocument, OnEmpty, OneOrMany, Otherwise, OutputDocument, Several, SourceDocument, UnmappedPolicy, ValueType,
};
pub use model::{Mapping, SCHEMA};
pub use outcome::{OutputSummary, REPORT, ReadSummary};
pub use read::{Export, ReadParams, Reading, Sources};
pub use templates::TEMPLATES;
pub use versions::DEAL_VERSIONS;
