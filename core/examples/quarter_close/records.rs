//! The tables of a close, each read into its declared columns once, and what could not be used of them.

use std::collections::BTreeMap;

use quarterdeck::problem::Problems;
use quarterdeck::table::{self, BadRecord, BadRecordPolicy, BadRecords, Intake, Tables, conform, declared};

use crate::trouble::Trouble;

#[derive(Debug)]
pub(crate) struct Records {
    tables: BTreeMap<&'static str, table::Records>,
    bad: Vec<BadRecord>,
    policy: BadRecordPolicy,
}

impl Records {
    pub(crate) fn read(tables: Tables, strict: bool) -> Result<Self, Trouble> {
        let policy = if strict { BadRecordPolicy::Refuse } else { BadRecordPolicy::SetAside };
        let mut read = Self { tables: BTreeMap::new(), bad: Vec::new(), policy };
        for (name, table) in tables {
            let Some(shape) = declared::ALL.iter().find(|shape| shape.name == name) else { continue };
            let mut bad = BadRecords::new(policy);
            let records = conform(table, shape, &Intake::default(), &mut bad).map_err(Trouble::of(name.as_str()))?;
            bad.settle().map_err(Trouble::of(name.as_str()))?;
            read.bad.extend_from_slice(bad.records());
            read.tables.insert(shape.name, records);
        }
        Ok(read)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&table::Records> {
        self.tables.get(name)
    }

    /// What is wrong with these tables, for a calculation on them.
    pub(crate) fn bad(&self, tables: &[&str]) -> BadRecords {
        let mut bad = BadRecords::new(self.policy);
        self.bad.iter().filter(|record| tables.contains(&record.table)).for_each(|record| bad.push(record.clone()));
        bad
    }

    /// What a calculation found besides: kept once, however many calculations find it.
    pub(crate) fn found(&mut self, bad: &BadRecords) -> Result<(), Problems> {
        bad.settle()?;
        for record in bad.records() {
            if !self.bad.contains(record) {
                self.bad.push(record.clone());
            }
        }
        Ok(())
    }

    /// Everything that could not be used.
    pub(crate) fn set_aside(&self) -> BadRecords {
        let mut all = BadRecords::new(BadRecordPolicy::SetAside);
        self.bad.iter().for_each(|record| all.push(record.clone()));
        all
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &table::Records)> {
        self.tables.iter().map(|(name, records)| (*name, records))
    }
}
