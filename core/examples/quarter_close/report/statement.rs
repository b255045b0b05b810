//! One payee's statement, explained line by line.

use quarterdeck::number::Exact;
use serde_json::Value;

use super::titled;
use crate::cells::{Row, percent, rows, shown};
use crate::close::{Close, Commission};
use crate::grid::{Grid, Side};
use crate::trouble::Trouble;

/// The statement of a payee.
#[derive(Debug)]
pub(crate) struct Statement<'c> {
    pub(crate) payee: String,
    pub(crate) parts: Vec<Part<'c>>,
    /// What all parts come to.
    pub(crate) earned: String,
}

/// What one component paid.
#[derive(Debug)]
pub(crate) struct Part<'c> {
    pub(crate) head: String,
    pub(crate) lines: Vec<Line<'c>>,
}

/// One earning.
#[derive(Debug)]
pub(crate) struct Line<'c> {
    pub(crate) row: Row<'c>,
    /// How it came about, tier by tier.
    pub(crate) how: String,
}

/// The statement of a payee, or of whoever earned most; nothing where nobody earned anything.
pub(crate) fn of<'c>(close: &'c Close, payee: Option<&str>) -> Result<Option<Statement<'c>>, Trouble> {
    let Some(payee) = payee.map(str::to_owned).or_else(|| best_paid(close)) else { return Ok(None) };
    let mut parts = Vec::new();
    let mut earned = String::new();
    for paid in &close.commissions {
        let table = paid.tables.get("statements");
        for row in rows(table).filter(|row| row.text("payee_id") == payee) {
            if row.text("component_id").is_empty() {
                earned = format!("{} {}", row.money("earned"), row.text("currency"));
            } else {
                parts.push(part(paid, row));
            }
        }
    }
    if parts.is_empty() {
        let message = format!("`{payee}` has no statement in this period");
        return Err(Trouble::usage("close.unknown_payee", message, "name a payee of the register"));
    }
    Ok(Some(Statement { payee, parts, earned }))
}

fn part<'c>(paid: &'c Commission, row: Row<'c>) -> Part<'c> {
    let quota = row.exact("quota").map(|quota| format!(" of {} = {}", shown(&quota, 2), row.attainment()));
    let head = format!(
        "{} ({}): {}{} credited, {} {} earned",
        row.text("component_id"),
        paid.plan,
        row.money("measure"),
        quota.unwrap_or_default(),
        row.money("earned"),
        row.text("currency"),
    );
    let same = |line: &Row<'_>| {
        ["payee_id", "component_id"].iter().all(|column| line.text(column) == row.text(column))
            && line.day("period_from") == row.day("period_from")
    };
    let tree = paid.explained(row.1);
    let earnings = tree["parts"].as_array().map_or(&[][..], Vec::as_slice);
    let lines = rows(paid.tables.get("lines")).filter(same).zip(earnings);
    Part { head, lines: lines.map(|(row, node)| Line { row, how: how(node) }).collect() }
}

/// `1,117.12 x 4.7 % + 12,117.70 x 7.1 %`, from the steps that an earning is made of.
fn how(earning: &Value) -> String {
    let input = |step: &Value, name: &str| Exact::parse(step["inputs"][name].as_str()?).ok();
    let steps = earning["parts"].as_array().into_iter().flatten().filter_map(|step| {
        let (credit, rate) = (input(step, "credit")?, input(step, "rate")?);
        Some(format!("{} x {}", shown(&credit, 2), percent_fine(&rate)))
    });
    let steps: Vec<String> = steps.collect();
    if steps.is_empty() { earning["op"].as_str().unwrap_or_default().to_owned() } else { steps.join(" + ") }
}

/// Rates to four places: `7.0588 %`.
fn percent_fine(rate: &Exact) -> String {
    let whole = percent(rate);
    let hundred = Exact::from(quarterdeck::number::Decimal::from(100));
    let fine = shown(&rate.mul(&hundred), 4);
    let fine = fine.trim_end_matches('0').trim_end_matches('.');
    if fine.is_empty() { whole } else { format!("{fine} %") }
}

pub(super) fn text(close: &Close, payee: Option<&str>) -> Result<Option<String>, Trouble> {
    let Some(statement) = of(close, payee)? else { return Ok(None) };
    let mut out = titled(&format!("The statement of {}, explained", statement.payee));
    for part in &statement.parts {
        out.push_str(&format!("  {}\n\n", part.head));
        let mut grid = Grid::new(&HEADER);
        part.lines.iter().for_each(|line| grid.row(line.cells()));
        out.push_str(&format!("{grid}\n"));
    }
    out.push_str(&format!("  total: {}\n", statement.earned));
    Ok(Some(out))
}

pub(crate) const HEADER: [(&str, Side); 6] = [
    ("date", Side::Left),
    ("transaction", Side::Left),
    ("credit", Side::Right),
    ("credited so far", Side::Right),
    ("how", Side::Left),
    ("earned", Side::Right),
];

impl Line<'_> {
    pub(crate) fn cells(&self) -> Vec<String> {
        vec![
            self.row.date("effective_on"),
            self.row.text("transaction_id").to_owned(),
            self.row.money("commission_credit"),
            self.row.money("measure_after"),
            self.how.clone(),
            self.row.money("amount"),
        ]
    }
}

fn best_paid(close: &Close) -> Option<String> {
    let mut best: Option<(Exact, String)> = None;
    for paid in &close.commissions {
        for row in rows(paid.tables.get("statements")).filter(|row| row.text("component_id").is_empty()) {
            let Some(earned) = row.exact("earned") else { continue };
            if best.as_ref().is_none_or(|(most, _)| earned > *most) {
                best = Some((earned, row.text("payee_id").to_owned()));
            }
        }
    }
    best.map(|(_, payee)| payee)
}
