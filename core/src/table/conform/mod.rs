//! A table meets its declared shape: every column becomes the type that the shape names, and cells
//! that cannot be used are collected with their row.

mod attribute;
mod decimal;
mod field;
mod flags;
mod float;
mod keys;
mod ratio;
mod refusal;
mod text;
mod time;
mod whole;

use std::sync::Arc;

use self::field::Field;
use self::refusal::Trouble;
use super::{BadRecords, Cells, Column, ColumnKind, DecimalColumn, Intake, RatioColumn, Table, TableShape, TextColumn};
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;

/// A table whose columns have the types of its shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    table: Arc<Table>,
    good: Option<Vec<bool>>,
    rounded_floats: usize,
}

impl Records {
    /// How many records there are, bad ones included.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Whether the record of this row can be used.
    #[inline]
    #[must_use]
    pub fn is_good(&self, row: usize) -> bool {
        self.good.as_ref().is_none_or(|good| good.get(row).copied().unwrap_or(false))
    }

    /// One flag a record, or nothing where every record can be used.
    #[must_use]
    pub fn good(&self) -> Option<&[bool]> {
        self.good.as_deref()
    }

    /// The columns. A cell that could not be used is empty here.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The columns by value; copied only where someone else holds them too.
    #[must_use]
    pub fn into_table(self) -> Table {
        Arc::unwrap_or_clone(self.table)
    }

    /// The columns, shared and not copied.
    #[must_use]
    pub fn shared(&self) -> Arc<Table> {
        Arc::clone(&self.table)
    }

    /// Records that are all sound, made from columns of the right types.
    pub(crate) fn sound(table: Table) -> Self {
        Self::judged(table, None)
    }

    /// Records made from columns of the right types, of which it is known which can be used.
    pub(crate) fn judged(table: Table, good: Option<Vec<bool>>) -> Self {
        Self { table: Arc::new(table), good, rounded_floats: 0 }
    }

    /// The records of these rows.
    ///
    /// # Errors
    /// None that columns of one table could have.
    pub(crate) fn take(&self, rows: &[u32]) -> Result<Self, Problem> {
        let table = Table::new(self.table.columns().map(|(name, column)| (name, column.take(rows))))?;
        let good = self.good.is_some().then(|| rows.iter().map(|&row| self.is_good(row as usize)).collect());
        Ok(Self { table: Arc::new(table), good, rounded_floats: self.rounded_floats })
    }

    /// The same records with other columns.
    pub(crate) fn with_table(&self, table: Table) -> Self {
        Self { table: Arc::new(table), ..self.clone() }
    }

    /// These records and then others of the same shape. Attributes of different types become text.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the decimals of both.
    pub(crate) fn followed_by(&self, other: &Self) -> Result<Self, Problem> {
        let rows = |records: &Self| (0..u32::try_from(records.rows()).unwrap_or(u32::MAX)).collect::<Vec<_>>();
        Self::picked("transactions", &[(self, &rows(self)), (other, &rows(other))])
    }

    /// Some records of each of these of one shape, one below the other, with every column that any of them has.
    ///
    /// # Errors
    /// As [`followed_by`](Self::followed_by).
    pub(crate) fn picked(name: &str, parts: &[(&Self, &[u32])]) -> Result<Self, Problem> {
        let mut names: Vec<&str> = Vec::new();
        for (column, _) in parts.iter().flat_map(|(part, _)| part.table.columns()) {
            if !names.contains(&column) {
                names.push(column);
            }
        }
        let mut table = Table::with_rows(parts.iter().map(|(_, rows)| rows.len()).sum());
        for column in names {
            let cells: Vec<_> = parts.iter().map(|(part, rows)| (part.table.column(column), *rows)).collect();
            let cells = Column::pick(&cells).map_err(|error| {
                Problem::new(Code::NumberOutOfRange, pointer::table(name, Some(column)), error.to_string())
            })?;
            table.push(column, cells)?;
        }
        let good = parts.iter().flat_map(|(part, rows)| rows.iter().map(|&row| part.is_good(row as usize)));
        Ok(Self {
            table: Arc::new(table),
            good: parts.iter().any(|(part, _)| part.good.is_some()).then(|| good.collect()),
            rounded_floats: parts.iter().map(|(part, _)| part.rounded_floats).sum(),
        })
    }

    /// How many floats were changed by `floats: "round"`.
    #[must_use]
    pub fn rounded_floats(&self) -> usize {
        self.rounded_floats
    }
}

/// Turns a table into the columns that `shape` declares; columns it does not name become attributes
/// of their natural type.
///
/// What is wrong with a cell goes to `bad` with its row, and the record is no longer
/// [good](Records::is_good). In every column but text an empty text is an empty cell. A table
/// without rows and columns is taken as one with all required columns.
///
/// # Errors
/// What is wrong with the table as a whole: `table.missing_column`, `table.unsupported_type`, and
/// `time.zone_missing` where time stamps without a zone stand for instants.
///
/// ```
/// use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
///
/// let rows = br#"[{"base": "EUR", "quote": "USD", "from": "2026-01-01", "kind": "spot", "rate": "1.08"},
///                 {"base": "EUR", "quote": "USD", "from": "2026-02-30", "kind": "spot", "rate": "1.09"}]"#;
/// let mut bad = BadRecords::default();
/// let records = conform(Table::from_rows(rows)?, &declared::FX_RATES, &Intake::default(), &mut bad)?;
/// assert!(records.is_good(0) && !records.is_good(1));
/// assert_eq!(bad.records()[0].code.as_str(), "time.bad_date");
/// # Ok::<(), quarterdeck::problem::Problems>(())
/// ```
pub fn conform(
    table: Table,
    shape: &'static TableShape,
    intake: &Intake,
    bad: &mut BadRecords,
) -> Result<Records, Problems> {
    let table = with_required(table, shape)?;
    let rows = table.rows();
    let minor_units = float::minor_units(&table, shape, intake);
    let mut report = Report::new();
    let mut refused = Vec::new();
    let mut rounded_floats = 0;
    let mut conformed = Table::with_rows(rows);
    for (position, (name, column)) in table.into_columns().into_iter().enumerate() {
        let declared = shape.column(&name);
        let mut field = Field {
            name: &name,
            position,
            nullable: declared.is_none_or(|column| column.nullable),
            money: declared.is_some_and(|column| column.money),
            rows,
            intake,
            minor_units: minor_units.as_deref(),
            refused: &mut refused,
            rounded: &mut rounded_floats,
        };
        let column = match column {
            Column::Literal(literal) => Column::Literal(float::without_nan_literals(literal, intake.nan)),
            other => other,
        };
        let typed = match declared {
            Some(declared) => typed(column, declared.kind, &mut field),
            None => attribute::attribute(column, &mut field),
        };
        match typed {
            Ok(column) => conformed.push(name, column)?,
            Err(trouble) => report.push(trouble.into_problem(shape.name, &name)),
        }
    }
    report.finish()?;
    let good = keys::judge(&conformed, shape, &mut refused);
    keys::set_aside(refused, &conformed, shape, bad);
    Ok(Records { table: Arc::new(conformed), good, rounded_floats })
}

fn typed(column: Column, kind: ColumnKind, field: &mut Field<'_>) -> Result<Column, Trouble> {
    match kind {
        ColumnKind::Id => text::id(column, field),
        ColumnKind::Text => text::text(column, field),
        ColumnKind::Code(values) => text::code(column, values, field),
        ColumnKind::Currency => text::currency(column, field),
        ColumnKind::Decimal => decimal::decimal(column, field),
        ColumnKind::Ratio => ratio::ratio(column, field),
        ColumnKind::Date => time::date(column, field),
        ColumnKind::Instant => time::instant(column, field),
        ColumnKind::Integer => whole::integer(column, field),
        ColumnKind::Boolean => whole::boolean(column, field),
    }
}

/// The table with every required column: a table without rows and columns gets them empty.
fn with_required(mut table: Table, shape: &TableShape) -> Result<Table, Problems> {
    let bare = table.rows() == 0 && table.columns().next().is_none();
    let mut report = Report::new();
    for column in shape.columns.iter().filter(|column| !column.nullable) {
        if bare {
            table.push(column.name, empty(column.kind))?;
        } else if table.column(column.name).is_none() {
            let at = pointer::table(shape.name, Some(column.name));
            let message = format!("the table `{}` has no column `{}`", shape.name, column.name);
            let mut found: Vec<&str> = table.columns().map(|(name, _)| name).collect();
            sorted::sort(&mut found);
            report.push(
                Problem::new(Code::TableMissingColumn, at, message).with("column", column.name).with("found", found),
            );
        }
    }
    report.finish()?;
    Ok(table)
}

fn empty(kind: ColumnKind) -> Column {
    match kind {
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Code(_) | ColumnKind::Currency => {
            Column::Text(TextColumn::default())
        }
        ColumnKind::Decimal => Column::Decimal(DecimalColumn::default()),
        ColumnKind::Ratio => Column::Ratio(RatioColumn::default()),
        ColumnKind::Date => Column::Date(Cells::default()),
        ColumnKind::Instant => Column::Instant(Cells::default()),
        ColumnKind::Integer => Column::Integer(Cells::default()),
        ColumnKind::Boolean => Column::Boolean(Cells::default()),
    }
}
