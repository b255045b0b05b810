//! The one table of codes. A code never changes its meaning within a major version.

use std::fmt;

/// Whether a problem stops the work or only comes with the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is computed, or the record is set aside.
    Error,
    /// The result stands; this comes with it.
    Warning,
}

impl Severity {
    /// The wire name: `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $text:literal $severity:ident $about:literal, $help:literal;)*) => {
        /// A stable name for one kind of problem, `<room>.<snake_case>` on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $about] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The wire name, such as `commission.tier_gap`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Whether the problem stops the work.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the code means, in one line.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// What to do about it.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

impl Code {
    /// The code with this wire name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    InternalBug "internal.bug" Error "the library failed where it should not", "report it with the input that caused it";

    DocumentNotUtf8 "document.not_utf8" Error "the text is not UTF-8", "save the document as UTF-8";
    DocumentNotJson "document.not_json" Error "the text is not JSON", "mend the syntax at the line and column given";
    DocumentTooLarge "document.too_large" Error "the document is larger than 16 MB", "records belong in tables, not in the document";
    DocumentTooDeep "document.too_deep" Error "the document nests deeper than 64 levels", "flatten the rule or the document";
    DocumentDuplicateKey "document.duplicate_key" Error "an object has the same key twice", "keep one of the two";
    DocumentUnknownKey "document.unknown_key" Error "the object has a key that is not part of the document", "remove it or mend its spelling";
    DocumentMissingKey "document.missing_key" Error "a required key is missing", "add it";
    DocumentWrongType "document.wrong_type" Error "a value is of another type than the document wants", "give the type named in the message";
    DocumentUnknownValue "document.unknown_value" Error "a value is not among those allowed", "use one of the values listed";
    DocumentUnknownSchema "document.unknown_schema" Error "the document's schema or its version is not known here", "use a schema that is listed";
    DocumentOutOfRange "document.out_of_range" Error "a number or a length is outside the range allowed", "give one inside it";

    NumberNotADecimal "number.not_a_decimal" Error "the text is not a decimal number", "write digits with an optional minus and one decimal point, such as -1250.00";
    NumberNotExact "number.not_exact" Error "the number cannot be taken exactly", "write it as a string, such as \"0.1\", or declare a rounding";
    NumberOutOfRange "number.out_of_range" Error "the number needs more than 28 digits", "check the unit and the scale";
    NumberNan "number.nan" Error "the cell is not a number", "leave the cell empty, or say nan: \"missing\"";
    NumberInfinite "number.infinite" Error "the cell is infinite", "leave the cell empty or mend its source";
    NumberNotARatio "number.not_a_ratio" Error "the text is neither a decimal nor a fraction", "write 0.25 or 1/4";
    NumberDivisionByZero "number.division_by_zero" Error "a division by zero was asked for", "check the denominator";
    NumberUnknownCurrency "number.unknown_currency" Error "the code is not an ISO 4217 currency", "use a three-letter code such as USD";
    NumberCurrencyMismatch "number.currency_mismatch" Error "two currencies meet without a rate", "convert one of them first, or give fx_rates";
    NumberZeroWeights "number.zero_weights" Error "every weight is zero", "give at least one weight above zero, or a policy";
    NumberNegativeWeight "number.negative_weight" Error "a weight is negative", "weights are zero or more";
    NumberPartsMismatch "number.parts_mismatch" Error "the total is not the rounded sum of its parts", "round the sum of the parts, then share that total out";

    TimeBadDate "time.bad_date" Error "the text is not a date", "write YYYY-MM-DD";
    TimeBadInstant "time.bad_instant" Error "the text is not an instant", "write RFC 3339, such as 2026-03-31T17:00:00Z";
    TimeOutOfRange "time.out_of_range" Error "the date is outside the years 1 to 9999", "check the unit of the source column";
    TimeUnknownZone "time.unknown_zone" Error "the name is not an IANA time zone", "use a name such as America/New_York";
    TimeNoZoneData "time.no_zone_data" Error "this build has no time zone data", "build with the feature tz, or use UTC";
    TimeZoneMissing "time.zone_missing" Error "an instant has no zone", "add an offset to the instant, or give time_zone";
    TimeBadPeriod "time.bad_period" Error "the text is not a period of the calendar", "write a label such as 2026-Q1, or {from, to}";
    TimeBadMonth "time.bad_month" Error "the number is not a month", "write 1 for January to 12 for December";
    TimeEmptyPeriod "time.empty_period" Error "the period ends where it starts, or before", "to is the first day after the period";

    TableNotRows "table.not_rows" Error "the rows are not a JSON array of objects", "give [{column: value}, ...]";
    TableNotCsv "table.not_csv" Error "the text is not CSV with a header line", "check quotes and the number of fields in the row named";
    TableNotUtf8 "table.not_utf8" Error "a cell is not UTF-8", "save the export as UTF-8";
    TableUnknownTable "table.unknown_table" Error "the operation takes no table of this name", "use one of the tables listed";
    TableMissingTable "table.missing_table" Error "a table that the operation needs is missing", "give it, with no rows if there are none";
    TableMissingColumn "table.missing_column" Error "a required column is missing", "add it, or rename the source column";
    TableDuplicateColumn "table.duplicate_column" Error "two columns have the same name", "rename or drop one";
    TableUnequalColumns "table.unequal_columns" Error "the columns of a table differ in length", "give every column one cell per row";
    TableUnsupportedType "table.unsupported_type" Error "the column's type cannot be taken", "cast it to text, a decimal, an integer, a date or a timestamp";
    TableMissingValue "table.missing_value" Error "a required cell is empty", "fill it, or set the record aside";
    TableWrongType "table.wrong_type" Error "a cell is of another type than its column", "give the type named in the message";
    TableUnknownValue "table.unknown_value" Error "a cell is not among the values allowed", "use one of the values listed";
    TableCellTooLarge "table.cell_too_large" Error "a cell is larger than the limit", "drop the column, or raise limits.max_cell_bytes";
    TableNotADate "table.not_a_date" Error "a timestamp in a date column is not at midnight", "cast the column to a date in the zone that you mean";
    TableMixedTypes "table.mixed_types" Error "an attribute column mixes types", "give every cell of the column one type";
    TableDuplicateId "table.duplicate_id" Error "two records have the same id", "keep one of the two";
    TableUnknownId "table.unknown_id" Error "a record names an id that its table does not have", "add the missing record or mend the id";
    TableBadRecords "table.bad_records" Error "records cannot be used", "mend them, or say bad_records: \"set_aside\"";

    RuleTypeMismatch "rule.type_mismatch" Error "a rule compares a column with a value of another type", "give a value of the column's type";
    RuleUnknownColumn "rule.unknown_column" Error "a rule names a column that the table does not have", "add the column or mend its name";
    RuleBadOperator "rule.bad_operator" Error "the operator does not fit the rule's value or the column's type", "see the operators of the column's type";
}
