//! The commission register: what everyone earned by each component, and line by line where that is asked for.

use std::collections::BTreeMap;

use quarterdeck::number::Exact;

use super::{named, names, titled};
use crate::cells::{Row, counted, rows, shown};
use crate::close::{Close, Commission};
use crate::grid::{Grid, Side};

pub(super) fn text(close: &Close, lines: usize) -> String {
    let mut out = titled("Commission register");
    for paid in &close.commissions {
        let (count, lines) = (counted(paid.count("payees")), counted(paid.count("lines")));
        let earned = Exact::parse(paid.text("earned")).map(|earned| shown(&earned, 2)).unwrap_or_default();
        let currency = paid.text("currency");
        out.push_str(&format!("  {}: {count} payees, {lines} lines, {earned} {currency}\n\n", paid.plan));
        out.push_str(&payees(close, paid).to_string());
        out.push('\n');
    }
    out.truncate(out.trim_end().len() + 1);
    if lines > 0 {
        out.push_str(&line_by_line(&close.commissions, lines));
    }
    out
}

/// A row a payee, a column a component: what it earned in the period.
fn payees(close: &Close, paid: &Commission) -> Grid {
    let names = names(close);
    let mut components: Vec<&str> = Vec::new();
    let mut earned: BTreeMap<(&str, &str), Exact> = BTreeMap::new();
    let mut totals: Vec<Row<'_>> = Vec::new();
    for row in rows(paid.tables.get("statements")) {
        let (payee, component) = (row.text("payee_id"), row.text("component_id"));
        if component.is_empty() {
            totals.push(row);
            continue;
        }
        if !components.contains(&component) {
            components.push(component);
        }
        let sum = earned.entry((payee, component)).or_insert(Exact::ZERO);
        *sum = sum.add(&row.exact("earned").unwrap_or(Exact::ZERO));
    }
    let mut header = vec![("payee", Side::Left), ("lines", Side::Right)];
    header.extend(components.iter().map(|component| (*component, Side::Right)));
    header.push(("earned", Side::Right));
    let mut grid = Grid::new(&header);
    for row in totals {
        let payee = row.text("payee_id");
        let mut cells = vec![named(&names, payee).to_owned(), row.whole("lines").to_string()];
        let of = |component: &&str| earned.get(&(payee, *component)).map(|sum| shown(sum, 2)).unwrap_or_default();
        cells.extend(components.iter().map(of));
        cells.push(row.money("earned"));
        grid.row(cells);
    }
    grid
}

fn line_by_line(commissions: &[Commission], wanted: usize) -> String {
    let mut grid = Grid::new(&[
        ("payee", Side::Left),
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
    let all: usize = commissions.iter().map(|paid| paid.count("lines")).sum();
    for row in commissions.iter().flat_map(|paid| rows(paid.tables.get("lines"))).take(wanted) {
        grid.row(vec![
            row.text("payee_id").to_owned(),
            row.text("component_id").to_owned(),
            row.whole("line_no").to_string(),
            row.text("transaction_id").to_owned(),
            row.date("effective_on"),
            row.money("commission_credit"),
            row.money("measure_after"),
            if row.whole("tier") > 0 { row.whole("tier").to_string() } else { String::new() },
            row.shown("rate", 6),
            row.shown("at_rate", 4),
            row.shown("true_up", 4),
            row.money("amount"),
        ]);
    }
    let more = all.saturating_sub(wanted);
    let more =
        if more > 0 { format!("  and {} more lines; --out writes every one\n", counted(more)) } else { String::new() };
    format!("\n{grid}{more}")
}
