//! The check of a table's other dimensions, and of the values that its tiers have for them.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::across::{Across, Along, Bands, By, Dimension, Values};
use crate::commission::document::{AcrossDocument, AcrossIndex, Below, RateTableDocument, TierMode, TierValue};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};
use crate::rule::{OperandDocument, Operator, Rule, RuleDocument};
use crate::table::declared::TRANSACTIONS;

/// Looks other components up: what a dimension names, as its index; problems go to the report.
pub(crate) type Named<'n> = &'n mut dyn FnMut(&AcrossIndex, &str, &mut Report) -> Option<Along>;

impl Across {
    /// The dimensions of a table; nothing inside where it has one alone.
    pub(crate) fn check(
        document: &RateTableDocument,
        at: &str,
        named: Named<'_>,
        report: &mut Report,
    ) -> Option<Option<Self>> {
        let Some(across) = &document.across else { return Some(None) };
        let mut sound = limits(document, &pointer::join(at, "tiers"), report);
        let at = pointer::join(at, "across");
        sound &= lumps(document, &at, report);
        if document.mode == TierMode::Interpolated {
            let message = "between two values of a tier a table has one line, and not one for each column";
            report.push(Problem::new(Code::CommissionAcrossMismatch, &at, message));
            sound = false;
        }
        let mut dimensions = Vec::with_capacity(across.len());
        for (position, dimension) in across.iter().enumerate() {
            let mut check = Check { document: dimension, table: document, at: pointer::at(&at, position), report };
            let twice = across.iter().take(position).any(|other| same(other, dimension));
            dimensions.push(check.dimension(named).filter(|_| !twice));
            if twice {
                let message = "another dimension goes by the same";
                report.push(Problem::new(Code::CommissionAcrossTwice, pointer::at(&at, position), message));
            }
        }
        let across = Self { dimensions: dimensions.into_iter().collect::<Option<_>>()? };
        sound.then_some(Some(across))
    }
}

fn same(one: &AcrossDocument, other: &AcrossDocument) -> bool {
    (one.index.is_some() || one.column.is_some()) && one.index == other.index && one.column == other.column
}

/// A sum for reaching a tier is one sum, which no transaction can have a part of.
fn lumps(document: &RateTableDocument, at: &str, report: &mut Report) -> bool {
    let lump = document.value == TierValue::StepAmount
        || (document.value == TierValue::PayoutShare && document.mode == TierMode::Whole);
    let of_transactions = |one: &AcrossDocument| {
        one.column.is_some()
            || matches!(
                one.index,
                Some(
                    AcrossIndex::TransactionAmount
                        | AcrossIndex::TransactionUnits
                        | AcrossIndex::TransactionMargin
                        | AcrossIndex::TransactionMarkup
                )
            )
    };
    let mut sound = true;
    for (position, _) in document.across.iter().flatten().enumerate().filter(|(_, one)| lump && of_transactions(one)) {
        let message = "the tier reached is worth one sum, and every transaction would pick another";
        report.push(Problem::new(Code::CommissionAcrossMismatch, pointer::at(at, position), message));
        sound = false;
    }
    sound
}

fn limits(document: &RateTableDocument, at: &str, report: &mut Report) -> bool {
    let mut sound = true;
    for (tier, document) in document.tiers.iter().enumerate() {
        for (key, _) in [("min", &document.min), ("max", &document.max)].iter().filter(|(_, limit)| limit.is_some()) {
            let message = "a tier of several columns has no one part whose least or most could be said";
            let at = pointer::join(&pointer::at(at, tier), key);
            report.push(Problem::new(Code::CommissionAcrossMismatch, at, message).with("tier", tier.saturating_add(1)));
            sound = false;
        }
    }
    sound
}

struct Check<'c> {
    document: &'c AcrossDocument,
    table: &'c RateTableDocument,
    at: String,
    report: &'c mut Report,
}

impl Check<'_> {
    fn dimension(&mut self, named: Named<'_>) -> Option<Dimension> {
        let by = match (&self.document.index, &self.document.column) {
            (Some(index), None) => self.bands(index, named),
            (None, Some(column)) => self.values(column),
            _ => {
                let message = "a dimension has exactly one of `index` and `column`";
                self.report.push(Problem::new(Code::CommissionAcrossForm, &self.at, message));
                None
            }
        };
        Some(Dimension { by: by?, pointer: self.at.clone() })
    }

    fn form(&mut self, key: &str, message: &str) {
        self.report.push(Problem::new(Code::CommissionAcrossForm, pointer::join(&self.at, key), message));
    }

    fn bands(&mut self, index: &AcrossIndex, named: Named<'_>) -> Option<By> {
        let unused = [("values", !self.document.values.is_empty()), ("otherwise", self.document.otherwise.is_some())];
        for (key, _) in unused.iter().filter(|(_, given)| *given) {
            self.form(key, "an index has places that start somewhere: give `from`, `boundary` and `below`");
        }
        if self.document.from.is_empty() {
            self.report.push(Problem::new(Code::CommissionAcrossForm, &self.at, "nothing says where its places start"));
        }
        let starts: Vec<Exact> = self.document.from.iter().map(|from| from.exact().clone()).collect();
        let mut ordered = true;
        for (position, pair) in starts.windows(2).enumerate() {
            if let [lower, upper] = pair
                && upper <= lower
            {
                let at = pointer::at(&pointer::join(&self.at, "from"), position.saturating_add(1));
                let message = format!("`{upper}` is no higher than the start before it");
                self.report.push(Problem::new(Code::CommissionAcrossUnordered, at, message));
                ordered = false;
            }
        }
        let along = named(index, &pointer::join(&self.at, "index"), self.report)?;
        let bands = Bands {
            starts,
            boundary: self.document.boundary.unwrap_or(self.table.boundary),
            below: self.document.below.unwrap_or(Below::FirstTier),
        };
        let sound = ordered && !bands.starts.is_empty() && unused.iter().all(|(_, given)| !given);
        sound.then_some(By::Index(along, bands))
    }

    fn values(&mut self, column: &str) -> Option<By> {
        let unused = [
            ("from", !self.document.from.is_empty()),
            ("boundary", self.document.boundary.is_some()),
            ("below", self.document.below.is_some()),
        ];
        for (key, _) in unused.iter().filter(|(_, given)| *given) {
            self.form(key, "a column holds values: give `values` and `otherwise`");
        }
        let names = &self.document.values;
        if names.is_empty() {
            self.report.push(Problem::new(
                Code::CommissionAcrossForm,
                &self.at,
                "nothing says what the column may hold",
            ));
        }
        let at = pointer::join(&self.at, "values");
        let mut sound = !names.is_empty() && unused.iter().all(|(_, given)| !given);
        for (position, name) in names.iter().enumerate() {
            if names.iter().take(position).any(|other| other == name) {
                let message = format!("`{name}` has a column already");
                self.report.push(Problem::new(Code::CommissionAcrossTwice, pointer::at(&at, position), message));
                sound = false;
            }
        }
        let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
        let rules: Vec<Option<Rule>> = (0..)
            .zip(names)
            .map(|(position, name)| {
                let condition = RuleDocument {
                    column: Some(column.to_owned()),
                    op: Some(Operator::Eq),
                    value: Some(OperandDocument::Text(name.clone())),
                    ..RuleDocument::default()
                };
                Rule::check(&condition, &pointer::at(&at, position), &declared, self.report)
            })
            .collect();
        let rules = rules.into_iter().collect::<Option<_>>()?;
        let otherwise = self.document.otherwise.unwrap_or_default();
        sound.then(|| By::Column(Values { column: column.to_owned(), names: names.clone(), rules, otherwise }))
    }
}

/// What the tiers pay, column by column: `value`s where there is no other dimension, `values` where there is.
pub(crate) fn values(
    document: &RateTableDocument,
    across: Option<&Across>,
    at: &str,
    report: &mut Report,
) -> Option<Vec<Vec<Exact>>> {
    let many = document.across.is_some();
    let mut sound = true;
    let mut columns = vec![Vec::with_capacity(document.tiers.len()); across.map_or(1, Across::columns)];
    for (tier, document) in document.tiers.iter().enumerate() {
        let at = pointer::at(&pointer::join(at, "tiers"), tier);
        let mut refuse = |code, key: Option<&str>, message: String| {
            sound = false;
            let at = key.map_or_else(|| at.clone(), |key| pointer::join(&at, key));
            report.push(Problem::new(code, at, message).with("tier", tier.saturating_add(1)));
        };
        let (key, unused) =
            if many { ("values", document.value.is_some()) } else { ("value", document.values.is_some()) };
        if unused {
            let (given, why) = if many { ("value", "the table has") } else { ("values", "the table has no") };
            refuse(Code::CommissionTierValueConflict, Some(given), format!("{why} other dimensions: give `{key}`"));
        }
        let own: Vec<&Exact> = match (many, &document.value, &document.values) {
            (false, Some(value), _) => vec![value.exact()],
            (true, _, Some(values)) => values.iter().map(|value| value.exact()).collect(),
            _ if unused => continue,
            _ => {
                refuse(Code::CommissionTierValueMissing, None, format!("the tier has no `{key}`"));
                continue;
            }
        };
        if many && across.is_some() && own.len() != columns.len() {
            let message = format!("the tier has {} values, and the table {} columns", own.len(), columns.len());
            refuse(Code::CommissionTierValuesCount, Some("values"), message);
        }
        for (column, value) in columns.iter_mut().zip(own) {
            column.push(value.clone());
        }
    }
    sound.then_some(columns)
}
