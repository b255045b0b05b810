//! What a table of an operation looks like: the declarations that schemas, types and docs come from.

/// The type of a declared column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Non-empty text, ordered by bytes.
    Id,
    /// Text.
    Text,
    /// Closed `snake_case` text: one of the values listed, or of those that a document names where
    /// the list is empty.
    Code(&'static [&'static str]),
    /// An ISO 4217 code.
    Currency,
    /// A decimal.
    Decimal,
    /// A decimal or a fraction such as `1/3`.
    Ratio,
    /// A civil date.
    Date,
    /// An instant.
    Instant,
    /// A whole number.
    Integer,
    /// A truth value.
    Boolean,
}

/// A declared column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnKind,
    /// Whether cells may be empty; such a column may also be absent.
    pub nullable: bool,
    /// Whether its decimals are amounts in the record's currency, which floats may be rounded to.
    pub money: bool,
    /// What it says, in one line; without feature `schema` nothing.
    pub about: &'static str,
}

impl ColumnShape {
    /// A column whose every cell is filled.
    #[must_use]
    pub const fn required(name: &'static str, kind: ColumnKind, about: &'static str) -> Self {
        Self { name, kind, nullable: false, money: false, about: said(about) }
    }

    /// A column that may have empty cells or be absent.
    #[must_use]
    pub const fn optional(name: &'static str, kind: ColumnKind, about: &'static str) -> Self {
        Self { name, kind, nullable: true, money: false, about: said(about) }
    }

    /// The same column, holding amounts in the record's currency.
    #[must_use]
    pub const fn money(self) -> Self {
        Self { money: true, ..self }
    }
}

/// What only schemas and pages say, and a build without them need not hold.
const fn said(about: &'static str) -> &'static str {
    if cfg!(feature = "schema") { about } else { "" }
}

/// A declared table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: &'static str,
    /// What its rows are, in one line.
    pub about: &'static str,
    /// The column whose values must be unique, if there is one.
    pub key: Option<&'static str>,
    /// Its columns; any other column is an attribute.
    pub columns: &'static [ColumnShape],
}

impl TableShape {
    /// The declared column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static ColumnShape> {
        self.columns.iter().find(|column| column.name == name)
    }
}
