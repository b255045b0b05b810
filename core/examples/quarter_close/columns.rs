//! A CSV file's own columns become the library's: renamed, filled, filtered, dates rewritten.

use quarterdeck::number::{Decimal, Exact};
use quarterdeck::table::{self, Column, DecimalColumn, LiteralColumn, Table, Tag, TextColumn};

use crate::arguments::DateOrder;
use crate::trouble::Trouble;

/// Cells as text; nothing where a cell is empty.
pub(crate) type Cells = Vec<Option<String>>;

/// A file on its way to become a table.
#[derive(Debug)]
pub(crate) struct Sheet {
    source: String,
    rows: usize,
    columns: Vec<(String, Cells)>,
}

impl Sheet {
    pub(crate) fn read(source: &str, csv: &[u8]) -> Result<Self, Trouble> {
        let table = Table::from_csv(csv).map_err(|problem| Trouble::of(source)(problem.into()))?;
        let rows = table.rows();
        let columns = table.into_columns().into_iter().map(|(name, column)| (name, cells(&column))).collect();
        Ok(Self { source: source.to_owned(), rows, columns })
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Cells> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, cells)| cells)
    }

    fn wanted(&self, name: &str) -> Result<&Cells, Trouble> {
        self.column(name).ok_or_else(|| {
            let found: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
            let message = format!("`{}` has no column `{name}`", self.source);
            Trouble::usage("close.unknown_column", message, format!("it has {}", found.join(", ")))
        })
    }

    /// Sets a column, in place of one of the same name.
    pub(crate) fn set(&mut self, name: &str, cells: Cells) {
        self.columns.retain(|(known, _)| known != name);
        self.columns.push((name.to_owned(), cells));
    }

    /// `name=Column` renames, `name:=text` fills every row.
    pub(crate) fn rename(&mut self, list: &str) -> Result<(), Trouble> {
        let mut renamed = Vec::new();
        let mut taken = Vec::new();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            if let Some((name, text)) = entry.split_once(":=") {
                renamed.push((name.to_owned(), vec![Some(text.to_owned()); self.rows]));
            } else if let Some((name, column)) = entry.split_once('=') {
                renamed.push((name.to_owned(), self.wanted(column)?.clone()));
                taken.push(column.to_owned());
            } else {
                let message = format!("`{entry}` is neither NAME=COLUMN nor NAME:=TEXT");
                return Err(Trouble::usage("close.bad_columns", message, "see --help"));
            }
        }
        self.columns.retain(|(known, _)| !taken.contains(known));
        for (name, cells) in renamed {
            self.set(&name, cells);
        }
        Ok(())
    }

    /// Keeps the rows whose cell is this text; answers how many went.
    pub(crate) fn keep(&mut self, column: &str, text: &str) -> Result<usize, Trouble> {
        let flags: Vec<bool> = self.wanted(column)?.iter().map(|cell| cell.as_deref().unwrap_or("") == text).collect();
        for (_, cells) in &mut self.columns {
            let mut flags = flags.iter();
            cells.retain(|_| flags.next() == Some(&true));
        }
        let before = self.rows;
        self.rows = flags.iter().filter(|kept| **kept).count();
        Ok(before.saturating_sub(self.rows))
    }

    /// Writes the dates of these columns as `2026-03-31`. What cannot be read stays as it is, for the
    /// library to refuse.
    pub(crate) fn rewrite_dates(&mut self, columns: &[&str], order: DateOrder) {
        for (_, cells) in self.columns.iter_mut().filter(|(name, _)| columns.contains(&name.as_str())) {
            for cell in cells.iter_mut().flatten() {
                if let Some(date) = iso_date(cell, order) {
                    *cell = date;
                }
            }
        }
    }

    pub(crate) fn into_table(self) -> Result<Table, Trouble> {
        let columns = self.columns.iter().map(|(name, cells)| (name.as_str(), literal(cells)));
        Table::new(columns).map_err(|problem| Trouble::of(self.source.clone())(problem.into()))
    }
}

/// The cells of a column that came from a file.
pub(crate) fn cells(column: &Column) -> Cells {
    let Column::Literal(LiteralColumn { text, tags }) = column else { return Vec::new() };
    let cell = |(row, tag): (usize, &Tag)| match tag {
        Tag::Missing => None,
        _ => text.get(row).map(str::to_owned),
    };
    tags.iter().enumerate().map(cell).collect()
}

pub(crate) fn literal(cells: &Cells) -> Column {
    let text = TextColumn::from_options(cells.iter().map(|cell| Some(cell.as_deref().unwrap_or_default())));
    let tags = cells.iter().map(|cell| if cell.is_some() { Tag::Text } else { Tag::Missing }).collect();
    Column::Literal(LiteralColumn { text, tags })
}

fn iso_date(text: &str, order: DateOrder) -> Option<String> {
    let mut parts = text.split(['/', '.', '-']).map(|part| part.trim().parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    let (month, day) = match order {
        DateOrder::Iso => return None,
        DateOrder::MonthDayYear => (first, second),
        DateOrder::DayMonthYear => (second, first),
    };
    parts.next().is_none().then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Exact values as a column of decimals; what no decimal is as exact as is left empty.
pub(crate) fn decimals(values: impl Iterator<Item = Option<Exact>>) -> Column {
    let values: Vec<Option<Decimal>> = values.map(|value| value.and_then(|value| value.to_decimal())).collect();
    let scale = values.iter().flatten().map(|value| value.scale()).max().unwrap_or_default();
    let cells = table::Cells::from_options(values.iter().map(|value| value.and_then(|value| value.mantissa_at(scale))));
    Column::Decimal(DecimalColumn { cells, scale })
}
