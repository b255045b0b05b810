//! A calculation that a question was put to, read back from its result tables, so that every stage of the
//! plan is in what a question compares.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::findings::shown;
use crate::commission::calculate::Inputs;
use crate::commission::document::{Accumulate, CreditBasis};
use crate::commission::model::Plan;
use crate::commission::output::cells;
use crate::commission::output::cells::Row;
use crate::commission::output::outcome::{CalculationSummary, Explanations};
use crate::commission::params::{CalculateParams, Denominator};
use crate::commission::periods::slices::Slice;
use crate::commission::rates::ladder::Shape;
use crate::number::Exact;
use crate::problem::{Problem, Problems};
use crate::sorted;
use crate::table::{BadRecords, Records, Table, Tables};
use crate::time::{Date, Instant, PeriodInput};

/// A row of `statements`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) payee: String,
    /// Nothing for the payee's total.
    pub(super) component: Option<String>,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) measure: Option<Exact>,
    pub(super) quota: Option<Exact>,
    pub(super) attainment: Option<Exact>,
    pub(super) earned: Exact,
}

/// What a payee earns by component; under no component, in all.
pub(super) type Earned = BTreeMap<(String, Option<String>), Exact>;

/// Two calculations side by side: by payee and component what each earns there, nothing where it has none.
pub(super) fn paired<'e>(
    one: &'e Earned,
    other: &'e Earned,
) -> impl Iterator<Item = (&'e (String, Option<String>), [Exact; 2])> {
    let keys = sorted::set(one.keys().chain(other.keys()));
    let of = |earned: &Earned, key| earned.get(key).cloned().unwrap_or(Exact::ZERO);
    keys.into_iter().map(move |key| (key, [of(one, key), of(other, key)]))
}

/// A finished calculation.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) summary: CalculationSummary,
    pub(super) warnings: Vec<Problem>,
    pub(super) statements: Vec<Statement>,
    pub(super) tables: Tables,
    pub(super) explanations: Explanations,
}

/// Where a measure stands between two tiers.
#[derive(Debug)]
pub(super) struct Standing {
    /// The number of the tier reached.
    pub(super) tier: Option<i64>,
    /// The credit to the next tier, or why there is none.
    pub(super) to_next: Result<Exact, &'static str>,
}

/// A period as a question asks for it: all that is known, whole quotas, all tables.
pub(super) fn asked(period: &PeriodInput, known_at: Option<Instant>) -> CalculateParams {
    CalculateParams {
        period: period.clone(),
        known_at,
        denominator: Denominator::default(),
        threads: NonZeroU32::MIN,
        outputs: None,
    }
}

impl Ran {
    /// Calculates.
    ///
    /// # Errors
    /// Those of [`Plan::calculate`].
    pub(super) fn new(
        plan: &Plan,
        params: &CalculateParams,
        inputs: Inputs,
        bad: BadRecords,
    ) -> Result<Self, Problems> {
        let (summary, warnings, tables, explanations) = plan.calculate(params, inputs, bad)?.into_parts();
        let records = tables.get("statements").cloned().map(Records::sound);
        let statements = records.iter().flat_map(|records| cells::all(records, "statements", "payee_id"));
        let statements = statements.filter_map(statement).collect();
        Ok(Self { summary, warnings, statements, tables, explanations })
    }

    pub(super) fn table(&self, name: &str) -> Table {
        self.tables.get(name).cloned().unwrap_or_default()
    }

    /// What everybody earned.
    pub(super) fn earned(&self) -> Earned {
        let mut earned = Earned::new();
        for one in &self.statements {
            let sum = earned.entry((one.payee.clone(), one.component.clone())).or_insert(Exact::ZERO);
            *sum = sum.add(&one.earned);
        }
        earned
    }

    /// The slice that a statement's row is of; none for a payee's total.
    pub(super) fn slice(&self, row: usize) -> Option<&Slice> {
        let slice = self.explanations.statement_slices.get(row).copied().flatten();
        self.explanations.workings.slices.get(slice?)
    }

    /// The amount of a transaction in the plan's currency, by the first date that a component goes by.
    pub(super) fn amount_of(&self, row: usize) -> Exact {
        let workings = &self.explanations.workings;
        let amount = workings.decimals(CreditBasis::Amount).and_then(|column| column.exact(row));
        let rate = workings.orders.first().and_then(|(_, order)| workings.rates.values.get(order.rate(row) as usize));
        let amount = amount.unwrap_or(Exact::ZERO);
        rate.map_or(amount.clone(), |rate| amount.mul(rate))
    }

    /// Where the statement of a row stands in its tiers, if it is there.
    pub(super) fn standing(&self, row: Option<usize>) -> Standing {
        let nowhere = |reason| Standing { tier: None, to_next: Err(reason) };
        let workings = &self.explanations.workings;
        let statement = row.and_then(|row| self.statements.get(row));
        if statement.is_some_and(|one| one.component.is_none()) {
            return nowhere("total");
        }
        let slice = row.and_then(|row| self.slice(row));
        let Some((slice, measure)) = slice.zip(statement.and_then(|one| one.measure.as_ref())) else {
            return nowhere("not_by_credit");
        };
        let Some(blueprint) = workings.blueprint(slice) else { return nowhere("flat_rate") };
        let component = workings.component(slice);
        if blueprint.terms.endless {
            return nowhere("flat_rate");
        }
        if !blueprint.terms.index.is_own_sum() {
            return nowhere("not_by_credit");
        }
        if component.accumulate == Accumulate::Transaction {
            return nowhere("each_transaction");
        }
        let unit = match &slice.quota {
            Some(quota) if blueprint.by_attainment && quota.is_zero() => return nowhere("zero_quota"),
            Some(quota) if blueprint.by_attainment => quota.clone(),
            _ => Exact::ONE,
        };
        let terms = blueprint.terms.scaled(&unit, &Exact::ONE);
        let tier = terms.tier(&terms.looked_up(measure));
        let next = terms.bounds.get(tier.map_or(0, |tier| tier + 1));
        let to_next = match next {
            _ if terms.rounding.is_some() => Err("attainment_rounded"),
            Some(bound) => shown(&bound.sub(measure)).map_err(|_| "out_of_range"),
            None if matches!(terms.shape, Shape::Curve | Shape::CurveRate) => Err("last_point"),
            None => Err("top_tier"),
        };
        Standing { tier: terms.number(tier), to_next }
    }
}

fn statement(row: Row<'_>) -> Option<Statement> {
    Some(Statement {
        payee: row.id().to_owned(),
        component: row.text("component_id").map(str::to_owned),
        from: row.date("period_from")?,
        to: row.date("period_to")?,
        measure: row.exact("measure"),
        quota: row.exact("quota"),
        attainment: row.exact("attainment"),
        earned: row.exact("earned")?,
    })
}
