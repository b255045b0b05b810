//! The result as text.

use quarterdeck::number::{Currency, Decimal, Exact, Rounding};
use quarterdeck::table::Table;
use quarterdeck::time::Date;

use crate::close::Close;
use crate::grid::{Grid, Side};
use crate::input::Input;
use crate::rejected;
use crate::trouble::Trouble;

/// The whole report.
pub(crate) fn text(input: &Input, closes: &[Close<'_>]) -> Result<String, Trouble> {
    let mut out = format!("Quarter close of {}\n\n", input.title);
    for close in closes {
        out.push_str(&heading(close));
    }
    out.push_str(&rejected::text(closes, input.filtered));
    out.push_str("\nAttainment and earnings by person\n\n");
    out.push_str(&people(closes).to_string());
    out.push_str("\nCommission register\n\n");
    out.push_str(&register(closes).to_string());
    out.push_str(&explained(closes, input.explain.as_deref())?);
    Ok(out)
}

fn heading(close: &Close<'_>) -> String {
    let cell = |name: &str| match &close.summary[name] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let period = &close.summary["period"];
    let day = |name: &str| period[name].as_str().unwrap_or_default();
    let label = period["label"].as_str().map(|label| format!("{label}, ")).unwrap_or_default();
    let mut out = format!(
        "  plan {}: {label}from {} to the day before {}, {} payees, {} lines, {} {} earned\n",
        close.plan.id,
        day("from"),
        day("to"),
        cell("payees"),
        cell("lines"),
        cell("currency"),
        grouped(&cell("earned")),
    );
    for warning in &close.warnings {
        out.push_str(&format!("  {warning}\n"));
    }
    out
}

fn people(closes: &[Close<'_>]) -> Grid {
    let mut grid = Grid::new(&[
        ("person", Side::Left),
        ("component", Side::Left),
        ("from", Side::Left),
        ("credited", Side::Right),
        ("quota", Side::Right),
        ("attainment", Side::Right),
        ("lines", Side::Right),
        ("earned", Side::Right),
    ]);
    for table in closes.iter().filter_map(|close| close.tables.get("statements")) {
        for row in 0..table.rows() {
            let cells = Row(table, row);
            let component = cells.text("component_id");
            let total = component.is_empty();
            grid.row(vec![
                cells.text("payee_id"),
                if total { "total".to_owned() } else { component },
                cells.date("period_from"),
                if total { String::new() } else { cells.money("measure") },
                cells.money("quota"),
                if total { String::new() } else { cells.attainment() },
                cells.integer("lines"),
                cells.money("earned"),
            ]);
            if total {
                grid.gap();
            }
        }
    }
    grid
}

fn register(closes: &[Close<'_>]) -> Grid {
    let mut grid = Grid::new(&[
        ("person", Side::Left),
        ("component", Side::Left),
        ("no", Side::Right),
        ("transaction", Side::Left),
        ("date", Side::Left),
        ("credit", Side::Right),
        ("credited so far", Side::Right),
        ("tier", Side::Right),
        ("rate", Side::Right),
        ("at rate", Side::Right),
        ("true-up", Side::Right),
        ("earned", Side::Right),
    ]);
    for table in closes.iter().filter_map(|close| close.tables.get("lines")) {
        for row in 0..table.rows() {
            let cells = Row(table, row);
            grid.row(vec![
                cells.text("payee_id"),
                cells.text("component_id"),
                cells.integer("line_no"),
                cells.text("transaction_id"),
                cells.date("effective_on"),
                cells.money("commission_credit"),
                cells.money("measure_after"),
                cells.integer("tier"),
                cells.shown("rate", 6),
                cells.shown("at_rate", 4),
                cells.shown("true_up", 4),
                cells.money("amount"),
            ]);
        }
    }
    grid
}

/// The statement of one payee, line by line, in the library's own words.
fn explained(closes: &[Close<'_>], payee: Option<&str>) -> Result<String, Trouble> {
    let Some(payee) = payee.map(str::to_owned).or_else(|| best_paid(closes)) else { return Ok(String::new()) };
    let mut out = format!("\nThe statement of {payee}, explained\n");
    let mut found = false;
    for close in closes {
        let Some(table) = close.tables.get("statements") else { continue };
        for row in (0..table.rows()).filter(|&row| Row(table, row).text("payee_id") == payee) {
            found = true;
            let words = close.explained("statements", row);
            let total = Row(table, row).text("component_id").is_empty();
            // The total is made of the same lines again: its first sentence says it.
            let shown = if total { words.lines().next().unwrap_or_default() } else { words.trim_end() };
            out.push_str(&format!("\n{shown}\n"));
        }
    }
    if found {
        return Ok(out);
    }
    let message = format!("`{payee}` has no statement in this period");
    Err(Trouble::usage("close.unknown_payee", message, "name a person of the attainment table"))
}

fn best_paid(closes: &[Close<'_>]) -> Option<String> {
    let mut best: Option<(Exact, String)> = None;
    for table in closes.iter().filter_map(|close| close.tables.get("statements")) {
        for row in (0..table.rows()).filter(|&row| Row(table, row).text("component_id").is_empty()) {
            let Some(earned) = table.decimal("earned").and_then(|column| column.exact(row)) else { continue };
            if best.as_ref().is_none_or(|(most, _)| earned > *most) {
                best = Some((earned, Row(table, row).text("payee_id")));
            }
        }
    }
    best.map(|(_, payee)| payee)
}

/// One row of a result, its cells as people read them.
struct Row<'t>(&'t Table, usize);

impl Row<'_> {
    fn text(&self, column: &str) -> String {
        self.0.text(column).and_then(|text| text.get(self.1)).unwrap_or_default().to_owned()
    }

    fn integer(&self, column: &str) -> String {
        self.0.integer(column).and_then(|cells| cells.get(self.1)).map(|value| value.to_string()).unwrap_or_default()
    }

    fn date(&self, column: &str) -> String {
        let days = self.0.date(column).and_then(|cells| cells.get(self.1));
        days.and_then(|days| Date::from_days(days).ok()).map(|date| date.to_string()).unwrap_or_default()
    }

    fn exact(&self, column: &str) -> Option<Exact> {
        let decimal = self.0.decimal(column).and_then(|column| column.exact(self.1));
        decimal.or_else(|| self.0.ratio(column).and_then(|column| column.exact(self.1)))
    }

    /// To the minor unit of the row's currency. What a row earned is whole units; credits may be finer,
    /// and stand in full in the result and its explanation.
    fn money(&self, column: &str) -> String {
        self.shown(column, Currency::parse(&self.text("currency")).map_or(2, Currency::minor_unit))
    }

    /// Rounded to a few decimals, for the eye.
    fn shown(&self, column: &str, places: u32) -> String {
        let value = self.exact(column).and_then(|exact| exact.round_to(places, Rounding::HalfUp).ok());
        value.map(|value| grouped(&value.to_string_at(places))).unwrap_or_default()
    }

    fn attainment(&self) -> String {
        let Some(attainment) = self.exact("attainment") else { return self.text("attainment_reason") };
        let percent = attainment.mul(&Exact::from(Decimal::from(100)));
        percent
            .round_to(2, Rounding::HalfUp)
            .map(|percent| format!("{} %", percent.to_string_at(2)))
            .unwrap_or_default()
    }
}

/// `1234567.89` as `1,234,567.89`.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out}.{fraction}"))
}
