//! What a plan document leaves open, and where its payout does what nobody may have meant.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check_shapes::{FINDINGS, PAYOUT_CURVE};
use super::cuts::{PayoutRule, Stretch};
use super::findings::{findings, shown};
use super::uncovered::uncovered;
use crate::commission::document::PlanDocument;
use crate::commission::model::Plan;
use crate::commission::output::tabulate::Sheet;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, Severity, Tree, pointer, shape};
use crate::sorted;
use crate::table::{Table, Tables};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`check`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckParams {
    /// The plan document, or its JSON text.
    pub document: Value,
    /// The quota that bounds by attainment are shown for; without one, credit is counted in quotas.
    #[serde(default)]
    pub quota: Option<Decimal>,
    /// The target variable that its parts are shown for; without one, pay is counted in target variables.
    #[serde(default)]
    pub target_variable: Option<Decimal>,
}

/// What was found in a plan document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckSummary {
    /// Whether it can be loaded.
    pub valid: bool,
    /// Errors of the document, or else what its payout does and what it does not cover; sorted by pointer,
    /// errors at most 100.
    pub problems: Vec<Problem>,
    /// How many there are.
    pub total: usize,
    /// The components whose payout is not a function of their own credit alone, and so has no curve.
    pub without_curve: Vec<String>,
}

/// A plan document that was checked.
#[derive(Debug)]
pub struct Checked {
    summary: CheckSummary,
    tables: Tables,
    explanations: Arc<Vec<Curve>>,
}

/// A component's payout.
#[derive(Debug)]
pub(super) struct Curve {
    pub(super) component_id: String,
    pub(super) pointer: String,
    /// The column of a rate table that all credit lies in, and what it is for.
    pub(super) column: Option<(usize, String)>,
    pub(super) stretches: Vec<Stretch>,
}

/// Checks a plan document without records: whether it can be loaded; where its payout jumps, falls, or stays
/// below the target; which tiers no credit reaches and which weights do nothing; and which cases it is silent
/// on. Each is a problem with a code and a pointer, in the summary and in the table `findings`; the table
/// `payout_curve` says what every component pays.
///
/// Figures are exact, and shown rounded half-even to 12 places.
///
/// # Errors
/// `document.out_of_range` for a quota or target that is not above zero, `number.out_of_range`. A document that
/// cannot be loaded is not an error: its problems are the result.
pub fn check(params: &CheckParams) -> Result<Checked, Problems> {
    let text = match &params.document {
        // No document is a JSON string, so a string is a document's text.
        Value::String(text) => text.clone(),
        document => document.to_string(),
    };
    check_text(params, text.as_bytes())
}

/// As [`check`], of a document whose text is at hand.
pub(crate) fn check_text(params: &CheckParams, text: &[u8]) -> Result<Checked, Problems> {
    let quota = above_zero(params.quota, "/params/quota")?;
    let target = above_zero(params.target_variable, "/params/target_variable")?;
    match loaded(text) {
        Ok((plan, document, tree, warnings)) => {
            let (mut curves, mut without_curve) = (Vec::new(), Vec::new());
            for component in plan.components.iter().filter(|one| one.bonus.is_none()) {
                let rules = PayoutRule::all(component, &quota, &target);
                if rules.is_empty() {
                    without_curve.push(component.id.clone());
                }
                let words = |column| component.payout.across().map(|across| (column, across.words(&plan, column)));
                curves.extend(rules.into_iter().map(|(column, rule)| Curve {
                    component_id: component.id.clone(),
                    pointer: component.pointer.clone(),
                    column: column.and_then(words),
                    stretches: rule.stretches(),
                }));
            }
            let mut problems = warnings;
            let target = params.target_variable.is_some().then_some(&target);
            problems.extend(findings(&plan, &document, &curves, &quota, target));
            problems.extend(uncovered(&document, &tree));
            sorted::sort_by(&mut problems, |a, b| pointer::order(&a.pointer, &b.pointer));
            let summary = CheckSummary { valid: true, total: problems.len(), problems, without_curve };
            Checked::new(summary, curves)
        }
        Err(problems) => {
            let total = problems.total();
            let valid = problems.iter().all(|problem| problem.severity != Severity::Error);
            let problems = problems.iter().cloned().collect();
            Checked::new(CheckSummary { valid, problems, total, without_curve: Vec::new() }, Vec::new())
        }
    }
}

type Loaded = (Plan, PlanDocument, Tree, Vec<Problem>);

fn loaded(text: &[u8]) -> Result<Loaded, Problems> {
    let tree = Tree::parse(text)?;
    let (plan, warnings) = Plan::from_tree(&tree)?;
    let document = shape::read_tree(&tree)?;
    Ok((plan, document, tree, warnings))
}

/// A number above zero; 1 where none is given.
fn above_zero(given: Option<Decimal>, at: &str) -> Result<Exact, Problem> {
    let given = given.map_or(Exact::ONE, Exact::from);
    if given > Exact::ZERO {
        return Ok(given);
    }
    Err(Problem::new(Code::DocumentOutOfRange, at, format!("{given} is not above zero")))
}

impl Checked {
    fn new(summary: CheckSummary, curves: Vec<Curve>) -> Result<Self, Problems> {
        let mut tables = Tables::new();
        tables.insert("findings", findings_table(&summary.problems)?);
        tables.insert("payout_curve", table(&curves)?);
        Ok(Self { summary, tables, explanations: Arc::new(curves) })
    }

    /// What was found.
    #[must_use]
    pub fn summary(&self) -> &CheckSummary {
        &self.summary
    }

    /// The tables `findings` and `payout_curve`.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Takes the tables out.
    #[must_use]
    pub fn take_tables(&mut self) -> Tables {
        std::mem::take(&mut self.tables)
    }

    /// What explains the rows of `payout_curve`.
    #[must_use]
    pub fn explanations(&self) -> CheckedExplanations {
        CheckedExplanations(Arc::clone(&self.explanations))
    }
}

fn rows(curves: &[Curve]) -> impl Iterator<Item = (&Curve, &Stretch)> {
    curves.iter().flat_map(|curve| curve.stretches.iter().map(move |stretch| (curve, stretch)))
}

fn findings_table(problems: &[Problem]) -> Result<Table, Problem> {
    let param = |problem: &Problem, name: &str| problem.params.get(name).and_then(Value::as_str).map(str::to_owned);
    let ids: Vec<Option<String>> = problems.iter().map(|problem| param(problem, "component_id")).collect();
    let cases: Vec<Option<String>> = problems.iter().map(|problem| param(problem, "case")).collect();
    let mut sheet = Sheet::new(problems.len());
    sheet.text("code", &mut problems.iter().map(|problem| Some(problem.code.as_str())));
    sheet.text("severity", &mut problems.iter().map(|problem| Some(problem.severity.as_str())));
    sheet.text("pointer", &mut problems.iter().map(|problem| Some(problem.pointer.as_str())));
    sheet.text("component_id", &mut ids.iter().map(Option::as_deref));
    sheet.text("case", &mut cases.iter().map(Option::as_deref));
    sheet.text("message", &mut problems.iter().map(|problem| Some(problem.message.as_str())));
    sheet.in_order(&FINDINGS)
}

fn table(curves: &[Curve]) -> Result<Table, Problem> {
    let of = |value: fn(&Stretch) -> Option<&Exact>| -> Result<Vec<Option<Exact>>, Problem> {
        rows(curves).map(|(_, stretch)| value(stretch).map(shown).transpose()).collect()
    };
    let columns: [(&str, Vec<Option<Exact>>); 5] = [
        ("credit_from", of(|stretch| Some(&stretch.from))?),
        ("credit_to", of(|stretch| stretch.to.as_ref())?),
        ("rate", of(|stretch| Some(&stretch.rate))?),
        ("payout", of(|stretch| Some(&stretch.payout))?),
        ("jump", of(|stretch| Some(&stretch.jump))?),
    ];
    let mut sheet = Sheet::new(rows(curves).count());
    sheet.text("component_id", &mut rows(curves).map(|row| Some(row.0.component_id.as_str())));
    sheet.text("pointer", &mut rows(curves).map(|row| Some(row.0.pointer.as_str())));
    sheet.some_integers("tier", &mut rows(curves).map(|row| row.1.number));
    if curves.iter().any(|curve| curve.column.is_some()) {
        let number = |curve: &Curve| i64::try_from(curve.column.as_ref()?.0).ok()?.checked_add(1);
        sheet.some_integers("tier_column", &mut rows(curves).map(|row| number(row.0)));
    }
    for (name, cells) in &columns {
        sheet.exacts(name, &mut cells.iter().map(Option::as_ref));
    }
    sheet.in_order(&PAYOUT_CURVE)
}

/// Explains the rows of a check.
#[derive(Debug)]
pub struct CheckedExplanations(Arc<Vec<Curve>>);

impl Explain for CheckedExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "payout_curve" {
            return Err(not_computed(table));
        }
        let found = rows(&self.0).nth(row);
        let (curve, stretch) = found.ok_or_else(|| unknown_row(table, rows(&self.0).count(), row))?;
        let below = stretch.start.sub(&stretch.jump);
        let jump = Node::new("jump", "the payout just above less that just below", curve.pointer.clone())
            .input("just_below", &below)
            .input("just_above", &stretch.start)
            .value(stretch.jump.clone());
        let node = Node::new("payout", "what so much credit earns by the component's rule", curve.pointer.clone())
            .input("credit", &stretch.from)
            .input("rate_above", &stretch.rate)
            .value(stretch.payout.clone())
            .part(jump);
        let node = match stretch.number {
            Some(number) => node.input("tier", number),
            None => node,
        };
        Ok(match &curve.column {
            Some((_, words)) => node.input("column", words),
            None => node,
        })
    }
}
