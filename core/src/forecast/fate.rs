//! What became of every record: used, excluded with a reason, or set aside. None is lost.

use std::collections::BTreeMap;

use crate::sorted;
use crate::table::{BadRecords, Cells, Column, RecordCount, Records, Table, TextColumn};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    Used,
    SetAside,
    NoCloseDate,
    OutsidePeriod,
    OtherPipeline,
    PipelineNotInForce,
    Lost,
    Omitted,
    NoAmount,
    OwnerNotInHierarchy,
    NodeNotInHierarchy,
    NotEffective,
    AfterAsOf,
    Replaced,
    NotNeeded,
}

impl Fate {
    const ALL: [Self; 15] = [
        Self::Used,
        Self::SetAside,
        Self::NoCloseDate,
        Self::OutsidePeriod,
        Self::OtherPipeline,
        Self::PipelineNotInForce,
        Self::Lost,
        Self::Omitted,
        Self::NoAmount,
        Self::OwnerNotInHierarchy,
        Self::NodeNotInHierarchy,
        Self::NotEffective,
        Self::AfterAsOf,
        Self::Replaced,
        Self::NotNeeded,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::SetAside => "set_aside",
            Self::NoCloseDate => "no_close_date",
            Self::OutsidePeriod => "outside_period",
            Self::OtherPipeline => "other_pipeline",
            Self::PipelineNotInForce => "pipeline_not_in_force",
            Self::Lost => "lost",
            Self::Omitted => "omitted",
            Self::NoAmount => "no_amount",
            Self::OwnerNotInHierarchy => "owner_not_in_hierarchy",
            Self::NodeNotInHierarchy => "node_not_in_hierarchy",
            Self::NotEffective => "not_effective",
            Self::AfterAsOf => "after_as_of",
            Self::Replaced => "replaced",
            Self::NotNeeded => "not_needed",
        }
    }
}

/// The fates of all records of a call, table by table.
#[derive(Debug, Default)]
pub(super) struct Fates(Vec<(&'static str, Option<TextColumn>, Vec<Fate>)>);

impl Fates {
    /// Adds a table; `id` is the column that `excluded` shows. What is in `bad` is set aside, whatever
    /// else is said about it.
    pub(super) fn add(
        &mut self,
        name: &'static str,
        id: &str,
        records: &Records,
        mut fates: Vec<Fate>,
        bad: &BadRecords,
    ) {
        for record in bad.records().iter().filter(|record| record.table == name) {
            if let Some(fate) = fates.get_mut(record.row) {
                *fate = Fate::SetAside;
            }
        }
        self.0.push((name, records.table().text(id).cloned(), fates));
    }

    /// The counts by table.
    pub(super) fn counts(&self) -> BTreeMap<String, RecordCount> {
        let count = |fates: &[Fate]| {
            let of = |wanted: Fate| fates.iter().filter(|&&fate| fate == wanted).count();
            let (rows, used, set_aside) = (fates.len(), of(Fate::Used), of(Fate::SetAside));
            RecordCount { rows, used, excluded: rows - used - set_aside, set_aside }
        };
        sorted::map(self.0.iter().map(|(name, _, fates)| ((*name).to_owned(), count(fates))))
    }

    /// The `excluded` table: by table in the order of the operation, then by row.
    pub(super) fn excluded(&self) -> Table {
        let names: Vec<String> = self.0.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let reasons = Fate::ALL.iter().map(|fate| fate.as_str().to_owned()).collect();
        let (mut tables, mut rows, mut why, mut ids) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (number, (_, id, fates)) in (0_u32..).zip(&self.0) {
            for (row, fate) in fates.iter().enumerate().filter(|(_, fate)| !matches!(fate, Fate::Used | Fate::SetAside))
            {
                tables.push(number);
                rows.push(i64::try_from(row).unwrap_or(i64::MAX));
                why.push(Fate::ALL.iter().position(|known| known == fate).map_or(0, |at| at as u32));
                ids.push(id.as_ref().and_then(|id| id.get(row)));
            }
        }
        Table::new([
            ("table", Column::Text(TextColumn::coded(tables, names))),
            ("row", Column::Integer(Cells::full(rows))),
            ("record_id", Column::Text(TextColumn::from_options(ids))),
            ("reason", Column::Text(TextColumn::coded(why, reasons))),
        ])
        .unwrap_or_default()
    }
}
