//! What is expected of the period ahead: by category, by manager, and by probability.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::forecast::Mode;
use quarterdeck::number::Exact;

use super::{named, names, titled};
use crate::cells::{Row, counted, rows, shown};
use crate::close::{Close, Forecast};
use crate::grid::{Grid, Side};

/// How many levels of people are shown: who is at the top, and who reports to them.
const LEVELS: i64 = 2;

pub(super) fn text(close: &Close, forecast: &Forecast) -> String {
    let mut out = titled(&format!("Forecast of {}", forecast.period_label));
    let assumed = assumed(close, forecast);
    let mark = if assumed > 0 { "*" } else { "" };
    out.push_str(&format!("  in {}\n\n", forecast.rolled.currency));
    out.push_str(&by_category(forecast, mark).to_string());
    out.push_str(&weighted(forecast, mark));
    out.push_str("\n  by manager, each with everyone below\n\n");
    out.push_str(&by_manager(close, forecast).to_string());
    let (stands, stale) = (forecast.rolled.adjustments, forecast.rolled.stale);
    if stands > 0 {
        let stale =
            if stale > 0 { format!(", {stale} of them on figures that have moved since") } else { String::new() };
        out.push_str(&format!("\n  {stands} adjustments are in these figures{stale}\n"));
    }
    if assumed > 0 {
        out.push_str(&format!(
            "\n  * rests on assumptions of the mapping: {} of the {} deals counted\n",
            counted(assumed),
            counted(forecast.contributions.rows()),
        ));
    }
    out
}

/// How many of the deals that count have a cell that the mapping assumed.
fn assumed(close: &Close, forecast: &Forecast) -> usize {
    let deals = close.records.get("deals").map(|records| records.table());
    let marked: BTreeSet<&str> =
        rows(deals).filter(|row| !row.text("assumed").is_empty()).map(|row| row.text("deal_id")).collect();
    rows(Some(&forecast.contributions)).filter(|row| marked.contains(row.text("deal_id"))).count()
}

fn by_category(forecast: &Forecast, mark: &str) -> Grid {
    let mut grid = Grid::new(&[
        ("category", Side::Left),
        ("deals", Side::Right),
        ("of deals", Side::Right),
        ("with adjustments", Side::Right),
    ]);
    let totals = &forecast.rolled.totals;
    for mode in [Mode::Single, Mode::Cumulative] {
        for total in totals.iter().filter(|total| total.mode == mode && total.category != "omitted") {
            let amount = |value: quarterdeck::number::Decimal| format!("{}{mark}", shown(&Exact::from(value), 0));
            let name = total.category.replace('_', " ");
            grid.row(vec![
                if mode == Mode::Single { name } else { format!("{name} and surer") },
                counted(total.deals),
                amount(total.without_any_adjustment),
                amount(total.effective),
            ]);
        }
        if mode == Mode::Single {
            grid.gap();
        }
    }
    grid
}

fn weighted(forecast: &Forecast, mark: &str) -> String {
    let sums = &forecast.weighted;
    let amount = |value: quarterdeck::number::Decimal| format!("{}{mark}", shown(&Exact::from(value), 0));
    format!(
        "\n  by probability: {} = {} won + {} of {} open\n",
        amount(sums.total),
        amount(sums.won),
        amount(sums.open_weighted),
        amount(sums.open_amount),
    )
}

/// A row a person of the upper levels who leads somebody, a column a cumulative category.
fn by_manager(close: &Close, forecast: &Forecast) -> Grid {
    let names = names(close);
    let leads: BTreeSet<&str> = rows(Some(&forecast.nodes)).map(|row| row.text("manager_id")).collect();
    let shown_row = |row: &Row<'_>| {
        row.text("mode") == "cumulative"
            && row.whole("level") <= LEVELS
            && (leads.contains(row.text("node_id")) || leads.len() == 1)
    };
    let mut order: Vec<&str> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    let mut cells: BTreeMap<(&str, &str), Row<'_>> = BTreeMap::new();
    for row in rows(Some(&forecast.nodes)).filter(shown_row) {
        let (node, category) = (row.text("node_id"), row.text("category"));
        if !order.contains(&node) {
            order.push(node);
        }
        if !columns.contains(&category) {
            columns.push(category);
        }
        cells.insert((node, category), row);
    }
    let titles: Vec<String> = columns.iter().map(|column| column.replace('_', " ")).collect();
    let mut header = vec![("manager", Side::Left)];
    header.extend(titles.iter().map(|title| (title.as_str(), Side::Right)));
    header.push(("target", Side::Right));
    let mut grid = Grid::new(&header);
    for node in order {
        let of = |category: &str| cells.get(&(node, category)).copied();
        let level = columns.first().and_then(|first| of(first)).map_or(1, |row| row.whole("level"));
        let indent = "  ".repeat(usize::try_from(level - 1).unwrap_or_default());
        let mut row = vec![format!("{indent}{}", named(&names, node))];
        row.extend(
            columns.iter().map(|category| of(category).map(|cell| cell.shown("effective", 0)).unwrap_or_default()),
        );
        row.push(columns.first().and_then(|first| of(first)).map(|cell| cell.shown("target", 0)).unwrap_or_default());
        grid.row(row);
    }
    grid
}
