//! Deals that are not there, put below those that are; and what becomes of their records.

use crate::commission::calculate::Inputs;
use crate::commission::engine::as_if::{AMOUNT, COST, PRICE, UNITS};
use crate::commission::output::tabulate::Sheet;
use crate::number::Exact;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::{
    BadRecord, BadRecords, Cells, Column, DecimalColumn, RatioColumn, RecordCount, Records, Table, TextColumn,
};
use crate::trace::Node;

/// The name of their table.
pub(super) const DEALS_ADDED: &str = "deals_added";

/// The inputs with the deals below the transactions. A deal whose id is a transaction's is a bad record.
pub(super) fn with_deals(inputs: &Inputs, deals: &Records, bad: &mut BadRecords) -> Result<Inputs, Problems> {
    let taken = inputs.transactions.table().text("transaction_id");
    let known = sorted::set(taken.into_iter().flat_map(TextColumn::iter).flatten());
    let ids = deals.table().text("transaction_id");
    for row in 0..deals.rows() {
        let Some(id) = ids.and_then(|ids| ids.get(row)).filter(|id| known.contains(id)) else { continue };
        bad.push(BadRecord {
            table: DEALS_ADDED,
            row,
            record_id: Some(id.to_owned()),
            column: "transaction_id".to_owned(),
            code: Code::TableDuplicateId,
            value: id.to_owned(),
            message: format!("there is a transaction `{id}` already"),
        });
    }
    bad.settle()?;
    let sound = sound(deals, bad)?;
    Ok(Inputs { transactions: inputs.transactions.followed_by(&sound)?, ..inputs.clone() })
}

/// The deals that can be used.
pub(super) fn sound(deals: &Records, bad: &BadRecords) -> Result<Records, Problem> {
    let refused = bad.rows(DEALS_ADDED);
    let rows = (0..deals.rows()).filter(|row| !refused.contains(row)).filter_map(|row| u32::try_from(row).ok());
    deals.take(&rows.collect::<Vec<_>>())
}

/// The same table with these rows alone.
pub(super) fn rows_of(table: &Table, rows: &[u32]) -> Result<Table, Problem> {
    Table::new(table.columns().map(|(name, column)| (name, column.take(rows))))
}

/// Where the rows of the deals stood, by their row below the transactions.
#[derive(Debug)]
pub(super) struct Places {
    transactions: usize,
    rows: Vec<usize>,
    deals: usize,
}

impl Places {
    pub(super) fn new(inputs: &Inputs, deals: &Records, bad: &BadRecords) -> Self {
        let refused = bad.rows(DEALS_ADDED);
        Self {
            transactions: inputs.transactions.rows(),
            rows: (0..deals.rows()).filter(|row| !refused.contains(row)).collect(),
            deals: deals.rows(),
        }
    }

    /// The table and row that a row of the joint transactions came from.
    fn origin<'t>(&self, table: &'t str, row: usize) -> (&'t str, usize) {
        let added = row.checked_sub(self.transactions).filter(|_| table == "transactions");
        match added.and_then(|added| self.rows.get(added)) {
            Some(&deal) => (DEALS_ADDED, deal),
            None => (table, row),
        }
    }

    /// A pointer into the joint transactions, pointing where the record came from.
    fn pointer_sent_back(&self, pointer: &str) -> String {
        let mut steps = pointer.splitn(5, '/').skip(2);
        let (table, row, column) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
        let moved = row.and_then(|row| row.parse().ok()).map(|row: usize| self.origin(table, row));
        match (moved, column) {
            (Some((table, row)), Some(column)) if pointer.starts_with("/tables/") => pointer::cell(table, row, column),
            (Some((table, row)), None) if pointer.starts_with("/tables/") => pointer::record(table, row),
            _ => pointer.to_owned(),
        }
    }

    /// A tree whose steps point where the records came from.
    pub(super) fn tree_sent_back(&self, node: Node) -> Node {
        let parts = node.parts.into_iter().map(|part| self.tree_sent_back(part)).collect();
        Node { rule: self.pointer_sent_back(&node.rule), parts, ..node }
    }

    /// Problems that point at the joint transactions, pointing where the records came from.
    pub(super) fn sent_back(&self, problems: &Problems) -> Problems {
        let mut report = Report::new();
        for problem in problems.iter().cloned() {
            report.push(Problem { pointer: self.pointer_sent_back(&problem.pointer), ..problem });
        }
        match report.finish() {
            Err(problems) => problems,
            Ok(_) => problems.clone(),
        }
    }

    /// `excluded` or `set_aside` with the rows where they came from.
    pub(super) fn table_sent_back(&self, table: &Table) -> Result<Table, Problem> {
        let (Some(names), Some(rows)) = (table.text("table"), table.integer("row")) else { return Ok(table.clone()) };
        let at = |row: usize| {
            let from = rows.get(row).and_then(|row| usize::try_from(row).ok()).unwrap_or_default();
            self.origin(names.get(row).unwrap_or_default(), from)
        };
        let mut sheet = Sheet::new(table.rows());
        sheet.text("table", &mut (0..table.rows()).map(|row| Some(at(row).0)));
        sheet.integers("row", &mut (0..table.rows()).map(|row| at(row).1));
        let mut moved = sheet.finish()?;
        for (name, column) in table.columns().filter(|(name, _)| !["table", "row"].contains(name)) {
            moved.push(name, column.clone())?;
        }
        Ok(moved)
    }

    /// What became of the transactions, and of the deals; both tables have been sent back.
    pub(super) fn counts(&self, joint: RecordCount, excluded: &Table, aside: &Table) -> (RecordCount, RecordCount) {
        let of_deals = |table: &Table| -> usize {
            let (names, rows) = (table.text("table"), table.integer("row"));
            let own = (0..table.rows()).filter(|&row| names.and_then(|names| names.get(row)) == Some(DEALS_ADDED));
            sorted::set(own.filter_map(|row| rows?.get(row))).len()
        };
        let (excluded, set_aside) = (of_deals(excluded), of_deals(aside));
        let used = self.deals - excluded - set_aside;
        let transactions = RecordCount {
            rows: joint.rows - self.rows.len(),
            used: joint.used - used,
            excluded: joint.excluded - excluded,
            set_aside: joint.set_aside - (set_aside + self.rows.len() - self.deals),
        };
        (transactions, RecordCount { rows: self.deals, used, excluded, set_aside })
    }
}

/// A deal of one unit like the one in a row, known by an id of its own. Where transactions pick columns of a rate
/// table it is one more unit of that deal, which is worth `amount`: it lies where the deal of that size does.
pub(super) fn unit_deal(
    deals: &Table,
    row: usize,
    id: &str,
    unit: Unit,
    amount: Option<&Exact>,
) -> Result<Table, Problem> {
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    let mut table = Table::with_rows(1);
    let whole = |value: i128| Column::Decimal(DecimalColumn { cells: Cells::full(vec![value]), scale: 0 });
    for (name, column) in deals.columns() {
        let set = match name {
            "transaction_id" => Column::Text(TextColumn::constant(id, 1)),
            "amount" => whole(i128::from(unit == Unit::Money)),
            "units" => whole(i128::from(unit != Unit::Money)),
            "price" => whole(i128::from(unit == Unit::Profit)),
            "cost" => whole(0),
            "currency" | "reverses_id" | "sequence" | "known_at" => continue,
            _ => column.take(&[row]),
        };
        table.push(name, set)?;
    }
    if let Some(amount) = amount {
        for (name, of) in [(PRICE, "price"), (COST, "cost")] {
            let given = deals.column(of).map(|column| table.push(name, column.take(&[row])));
            given.transpose()?;
        }
        let one = |more| if more { Exact::ONE } else { Exact::ZERO };
        table.push(AMOUNT, ratio(&amount.add(&one(unit == Unit::Money))))?;
        if let Some(units) = deals.decimal("units").and_then(|column| column.exact(row as usize)) {
            // A unit of profit is sold with those that there are.
            table.push(UNITS, ratio(&units.add(&one(unit == Unit::Units))))?;
        }
    }
    Ok(table)
}

fn ratio(value: &Exact) -> Column {
    let (numerator, denominator) = value.to_i128s().unwrap_or((0, 1));
    Column::Ratio(RatioColumn { numerators: Cells::full(vec![numerator]), denominators: vec![denominator] })
}

/// What a deal of one unit is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// The plan's currency.
    Money,
    /// Units sold.
    Units,
    /// Profit.
    Profit,
}
