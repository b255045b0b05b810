//! What is expected of the period ahead: by category, by manager, and by probability.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::forecast::Mode;
use quarterdeck::number::{Decimal, Exact};

use super::{named, names, titled};
use crate::cells::{Row, counted, rows, shown};
use crate::close::{Close, Forecast};
use crate::grid::{Grid, Side};

/// How many levels of people are shown: who is at the top, and who reports to them.
const LEVELS: i64 = 2;

pub(super) fn text(close: &Close, forecast: &Forecast) -> String {
    let mut out = titled(&format!("Forecast of {}", forecast.period_label));
    let open = assumed(close, forecast, "open");
    let won = assumed(close, forecast, "won");
    let assumed = open + won;
    let marks = Marks { open: open > 0, won: won > 0 };
    out.push_str(&format!("  in {}\n\n", forecast.rolled.currency));
    out.push_str(&by_category(forecast, marks).to_string());
    out.push_str(&weighted(forecast, marks));
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

/// Which figures rest on cells that the mapping assumed.
#[derive(Debug, Clone, Copy)]
struct Marks {
    open: bool,
    won: bool,
}

fn mark(marked: bool) -> &'static str {
    if marked { "*" } else { "" }
}

/// How many of the deals of a kind that count have a cell that the mapping assumed.
fn assumed(close: &Close, forecast: &Forecast, kind: &str) -> usize {
    let deals = close.records.get("deals").map(|records| records.table());
    if deals.is_none_or(|deals| deals.column("assumed").is_none()) {
        return 0;
    }
    let marked: BTreeSet<&str> =
        rows(deals).filter(|row| !row.text("assumed").is_empty()).map(|row| row.text("deal_id")).collect();
    rows(Some(&forecast.contributions))
        .filter(|row| row.text("kind") == kind && marked.contains(row.text("deal_id")))
        .count()
}

fn by_category(forecast: &Forecast, marks: Marks) -> Grid {
    let mut grid = Grid::new(&[
        ("category", Side::Left),
        ("deals", Side::Right),
        ("of deals", Side::Right),
        ("with adjustments", Side::Right),
    ]);
    let of = |mode: Mode| {
        forecast.rolled.totals.iter().filter(move |total| total.mode == mode && total.category != "omitted")
    };
    // From the least certain category to what is closed.
    let singles: Vec<(&str, bool)> = of(Mode::Single)
        .map(|total| {
            let marked = if total.category == "closed" { marks.won } else { marks.open };
            (total.category.as_str(), marked && total.deals > 0)
        })
        .collect();
    let at_least = |category: &str| {
        let from = match category {
            "closed_only" => singles.len().saturating_sub(1),
            "open_pipeline" => 0,
            other => singles.iter().position(|(known, _)| *known == other).unwrap_or_default(),
        };
        singles.iter().skip(from).any(|(_, marked)| *marked)
    };
    for mode in [Mode::Single, Mode::Cumulative] {
        for total in of(mode) {
            let single = singles.iter().any(|(known, marked)| *known == total.category && *marked);
            let mark = mark(if mode == Mode::Single { single } else { at_least(&total.category) });
            let amount = |value: Decimal| format!("{}{mark}", shown(&Exact::from(value), 0));
            let name = total.category.replace('_', " ");
            grid.row(vec![
                if mode == Mode::Single || total.category == "closed_only" || total.category == "open_pipeline" {
                    name
                } else {
                    format!("{name} forecast")
                },
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

fn weighted(forecast: &Forecast, marks: Marks) -> String {
    let sums = &forecast.weighted;
    let amount = |value: Decimal, marked: bool| format!("{}{}", shown(&Exact::from(value), 0), mark(marked));
    format!(
        "\n  by probability: {} = {} won + {} of {} open\n",
        amount(sums.total, marks.open || marks.won),
        amount(sums.won, marks.won),
        amount(sums.open_weighted, marks.open),
        amount(sums.open_amount, marks.open),
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
