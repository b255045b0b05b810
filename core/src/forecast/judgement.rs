//! Adjustments: who may make them, which ones stand, and what they do to a forecast.

use std::collections::BTreeMap;

use super::categories::Found;
use super::fate::Fate;
use super::model::ForecastModel;
use super::params::Asked;
use crate::number::Exact;
use crate::problem::Code;
use crate::reporting::Hierarchy;
use crate::table::{BadRecord, BadRecords, Records};

/// What an adjustment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Override,
    Delta,
    Percent,
    Reset,
}

impl Kind {
    fn parse(text: &str) -> Self {
        match text {
            "override" => Self::Override,
            "delta" => Self::Delta,
            "percent" => Self::Percent,
            _ => Self::Reset,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Delta => "delta",
            Self::Percent => "percent",
            Self::Reset => "reset",
        }
    }
}

/// An adjustment that stands.
#[derive(Debug, Clone)]
pub(super) struct Judgement {
    pub(super) row: usize,
    /// Who is adjusted, by place.
    pub(super) node: usize,
    pub(super) category: usize,
    /// Who adjusts, by place: the same person, or someone above.
    pub(super) by: usize,
    pub(super) kind: Kind,
    pub(super) value: Exact,
    pub(super) base_when_made: Option<Exact>,
    pub(super) at: i64,
    pub(super) note: Option<String>,
}

impl Judgement {
    /// Whether people adjust their own forecast.
    pub(super) fn is_owners(&self) -> bool {
        self.by == self.node
    }

    /// What it makes of a forecast.
    pub(super) fn apply(&self, base: &Exact) -> Exact {
        match self.kind {
            Kind::Override => self.value.clone(),
            Kind::Delta => base.add(&self.value),
            Kind::Percent => {
                let percent = self.value.checked_div(&Exact::from(100)).unwrap_or(Exact::ZERO);
                base.add(&base.mul(&percent))
            }
            Kind::Reset => base.clone(),
        }
    }
}

/// The adjustments that stand, by person and category; those of one forecast in the order in which
/// they apply: the owner's first, then each manager's on the way up.
#[derive(Debug, Default)]
pub(super) struct Judgements(BTreeMap<(usize, usize), Vec<Judgement>>);

impl Judgements {
    /// Reads the adjustments made before `as_of` for the period. Of those that one author made on one
    /// forecast the last stands, the later row where they were made at the same time; if that is a
    /// reset, none does.
    pub(super) fn read(
        model: &ForecastModel,
        asked: &Asked,
        people: &Hierarchy,
        adjustments: &Records,
        bad: &mut BadRecords,
    ) -> (Self, Vec<Fate>) {
        let mut fates = vec![Fate::SetAside; adjustments.rows()];
        let mut latest: BTreeMap<(usize, usize, std::cmp::Reverse<usize>), Judgement> = BTreeMap::new();
        let mut set = |row: usize, fate: Fate| {
            if let Some(slot) = fates.get_mut(row) {
                *slot = fate;
            }
        };
        for row in (0..adjustments.rows()).filter(|&row| adjustments.is_good(row)) {
            let judgement = match read(model, asked, people, adjustments, row, bad) {
                Ok(judgement) => judgement,
                Err(fate) => {
                    set(row, fate);
                    continue;
                }
            };
            // Whoever stands deeper is nearer to the person who is adjusted.
            let key = (judgement.node, judgement.category, std::cmp::Reverse(judgement.by));
            match latest.get(&key) {
                Some(other) if other.at > judgement.at => set(row, Fate::Replaced),
                other => {
                    if let Some(other) = other {
                        set(other.row, Fate::Replaced);
                    }
                    set(row, Fate::Used);
                    latest.insert(key, judgement);
                }
            }
        }
        let mut stand: BTreeMap<(usize, usize), Vec<Judgement>> = BTreeMap::new();
        for ((node, category, _), judgement) in latest {
            if judgement.kind != Kind::Reset {
                stand.entry((node, category)).or_default().push(judgement);
            }
        }
        (Self(stand), fates)
    }

    /// Those on one forecast, in the order in which they apply.
    pub(super) fn of(&self, node: usize, category: usize) -> &[Judgement] {
        self.0.get(&(node, category)).map_or(&[], Vec::as_slice)
    }
}

fn read(
    model: &ForecastModel,
    asked: &Asked,
    people: &Hierarchy,
    adjustments: &Records,
    row: usize,
    bad: &mut BadRecords,
) -> Result<Judgement, Fate> {
    let table = adjustments.table();
    let text = |column: &str| table.text(column).and_then(|cells| cells.get(row)).unwrap_or_default();
    let date = |column: &str| table.date(column).and_then(|cells| cells.get(row));
    let decimal = |column: &str| table.decimal(column).and_then(|column| column.exact(row));
    let at = table.instant("at").and_then(|cells| cells.get(row)).unwrap_or_default();
    if at >= asked.as_of.micros() {
        return Err(Fate::AfterAsOf);
    }
    let (from, to) = (asked.period.from().days(), asked.period.to().days());
    if date("from").is_some_and(|day| day != from) || date("to").is_some_and(|day| day != to) {
        return Err(Fate::OutsidePeriod);
    }
    let (id, author, kind) = (text("node_id"), text("by"), Kind::parse(text("kind")));
    let mut refuse = |column: &str, code: Code, message: String| {
        let (record_id, column, value) = (Some(id.to_owned()), column.to_owned(), text(column).to_owned());
        bad.push(BadRecord { table: "adjustments", row, record_id, column, code, value, message });
        Fate::SetAside
    };
    let Some(node) = people.find(id) else {
        let message = format!("`{id}` is not in the hierarchy on {}", asked.day);
        return Err(refuse("node_id", Code::ForecastUnknownNode, message));
    };
    let Some(Found::Counted(category)) = model.categories.find(text("category")) else {
        let message = format!("`{}` is not one of {}", text("category"), model.categories.ids().join(", "));
        return Err(refuse("category", Code::ForecastUnknownCategory, message));
    };
    let above = |by: &usize| *by == node || people.is_above(*by, node);
    let Some(by) = people.find(author).filter(above) else {
        let message = format!("`{author}` is neither `{id}` nor above on {}", asked.day);
        return Err(refuse("by", Code::ForecastAuthorNotAbove, message));
    };
    let Some(value) = decimal("value").or_else(|| (kind == Kind::Reset).then_some(Exact::ZERO)) else {
        return Err(refuse("value", Code::TableMissingValue, format!("the {} has no value", kind.as_str())));
    };
    let note = Some(text("note")).filter(|note| !note.is_empty()).map(str::to_owned);
    Ok(Judgement { row, node, category, by, kind, value, base_when_made: decimal("base_when_made"), at, note })
}
