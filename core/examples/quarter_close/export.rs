//! An export of a CRM, read into tables by a mapping.

use std::sync::Arc;

use quarterdeck::crm::{Mapping, ReadParams, ReadSummary, Reading, Sources, TEMPLATES};
use quarterdeck::problem::Problem;
use quarterdeck::table::{BadRecordPolicy, Intake, Table, Tables};

use crate::arguments::Arguments;
use crate::files::read as bytes;
use crate::trouble::Trouble;

#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) summary: ReadSummary,
    pub(crate) warnings: Vec<Problem>,
    /// The tables that the mapping makes.
    pub(crate) tables: Tables,
    /// What was mapped, guessed, filled, dropped and set aside.
    pub(crate) report: Table,
    pub(crate) set_aside: Table,
}

/// The export that the arguments name, if they do.
pub(crate) fn read(arguments: &Arguments) -> Result<Option<Export>, Trouble> {
    let Some(named) = &arguments.mapping else {
        return match arguments.sources.first() {
            None => Ok(None),
            Some((name, _)) => Err(Trouble::usage(
                "close.no_mapping",
                format!("the file of `{name}` is given and nothing says how to read it"),
                "give --mapping FILE.json, or the name of a ready mapping",
            )),
        };
    };
    let (mapping, mut warnings) = Mapping::load(&document(named)?).map_err(Trouble::of(named.as_str()))?;
    let mut sources = Sources::new();
    for (name, path) in &arguments.sources {
        let table = Table::from_csv(&bytes(path)?).map_err(Trouble::one(path.as_str()))?;
        sources.insert(name.clone(), Arc::new(table));
    }
    let params = ReadParams { assume: arguments.assume };
    let policy = if arguments.strict { BadRecordPolicy::Refuse } else { BadRecordPolicy::SetAside };
    let reading = Reading::new(Arc::new(mapping), sources, params, Intake::default());
    let export = reading.and_then(|reading| reading.read(policy)).map_err(Trouble::of(named.as_str()))?;
    warnings.extend(export.warnings);
    let mut tables = export.tables;
    let report = tables.remove("report").unwrap_or_default();
    let set_aside = tables.remove("set_aside").unwrap_or_default();
    Ok(Some(Export { summary: export.summary, warnings, tables, report, set_aside }))
}

/// A mapping's document: a file's, or that of a ready mapping.
fn document(named: &str) -> Result<Vec<u8>, Trouble> {
    match TEMPLATES.iter().find(|(id, _)| *id == named) {
        Some((_, document)) => Ok(document.as_bytes().to_vec()),
        None => bytes(named),
    }
}
