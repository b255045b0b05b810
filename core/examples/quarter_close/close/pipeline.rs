//! Deals held against what their stages ask for.

use quarterdeck::table::Table;
use quarterdeck::time::Date;

use crate::definitions::Definitions;
use crate::records::Records;
use crate::trouble::Trouble;

/// The deals of one pipeline.
#[derive(Debug)]
pub(crate) struct PipelineCheck {
    pub(crate) id: String,
    pub(crate) used: usize,
    pub(crate) flagged: usize,
    /// One row a deal and thing that its stage asks for and it does not have.
    pub(crate) problems: Table,
}

pub(super) fn check(definitions: &Definitions, records: &Records, as_of: Date) -> Result<Vec<PipelineCheck>, Trouble> {
    let Some(deals) = records.get("deals") else { return Ok(Vec::new()) };
    let mut checks = Vec::new();
    for pipeline in &definitions.pipelines {
        let start = pipeline.model.zone().start_of(as_of);
        let check = pipeline.model.check_deals(deals, Some(start)).map_err(Trouble::of(pipeline.id.as_str()))?;
        checks.push(PipelineCheck {
            id: pipeline.id.clone(),
            used: check.summary.used,
            flagged: check.summary.flagged,
            problems: check.to_table().map_err(Trouble::one(pipeline.id.as_str()))?,
        });
    }
    Ok(checks)
}
