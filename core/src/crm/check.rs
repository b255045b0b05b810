//! A mapping's document checked; every problem is collected.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeMap;

use super::document::{
    CellDocument, CellOrName, End, LookupDocument, MappingDocument, OneOrMany, OutputDocument, ValueType,
};
use super::formats::Formats;
use super::model::{Cell, Lookup, Mapping, Origin, Output, Piece, SourceModel, TARGETS, Target, WordMap};
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::rule::Rule;
use crate::sorted;
use crate::table::{ColumnKind, TableShape};
use crate::time::{Date, Instant, Zone};

/// Names that a call's parameters have, which no source can have as well.
pub(super) const RESERVED: [&str; 6] = ["assume", "bad_records", "floats", "limits", "nan", "time_zone"];

/// A mapping on its way to being checked.
#[derive(Default)]
pub(super) struct Check {
    report: Report,
    currency: Option<Currency>,
    sources: BTreeMap<String, SourceModel>,
}

impl ValueType {
    pub(super) fn kind(self) -> ColumnKind {
        match self {
            Self::Text => ColumnKind::Text,
            Self::Decimal => ColumnKind::Decimal,
            Self::Integer => ColumnKind::Integer,
            Self::Date => ColumnKind::Date,
            Self::Instant => ColumnKind::Instant,
            Self::Boolean => ColumnKind::Boolean,
        }
    }
}

impl Check {
    pub(super) fn mapping(mut self, document: MappingDocument) -> Result<(Mapping, Vec<Problem>), Problems> {
        let formats = Formats::default().with(&document.formats, "/formats", &mut self.report);
        self.currency = document.currency;
        for (name, source) in document.sources {
            let at = pointer::join("/sources", &name);
            if RESERVED.contains(&name.as_str()) || name.is_empty() {
                let message = format!("`{name}` is a parameter of the call, and cannot name a source");
                self.refuse(Code::CrmReservedSource, &at, message);
            }
            let formats = formats.with(&source.formats, &pointer::join(&at, "formats"), &mut self.report);
            let (about, optional, types) = (source.about, source.optional, source.types);
            self.sources.insert(name, SourceModel { about, optional, formats, types });
        }
        let outputs: Vec<Option<Output>> = document
            .outputs
            .into_iter()
            .enumerate()
            .map(|(position, output)| self.output(output, &pointer::at("/outputs", position)))
            .collect();
        let Self { report, sources, currency } = self;
        let warnings = report.finish()?;
        let name = document.name.unwrap_or_else(|| document.id.clone());
        let outputs = outputs.into_iter().flatten().collect();
        Ok((Mapping { id: document.id, name, currency, sources, outputs }, warnings))
    }

    fn refuse(&mut self, code: Code, at: &str, message: String) {
        self.report.push(Problem::new(code, at, message));
    }

    /// The source of this name, or a problem.
    fn source(&mut self, name: &str, at: &str) -> Option<SourceModel> {
        let found = self.sources.get(name).cloned();
        if found.is_none() {
            let known: Vec<&str> = self.sources.keys().map(String::as_str).collect();
            let problem = Problem::new(Code::CrmUnknownSource, at, format!("`{name}` is not one of the sources"));
            self.report.push(problem.with("source", name).with("known", known));
        }
        found
    }

    fn output(&mut self, document: OutputDocument, at: &str) -> Option<Output> {
        let source = self.source(&document.from, &pointer::join(at, "from"));
        let found = TARGETS.iter().copied().find(|shape| shape.name == document.table);
        let Some(shape) = found else {
            let known: Vec<&str> = TARGETS.iter().map(|shape| shape.name).collect();
            let message = format!("`{}` is not a table that a mapping fills", document.table);
            let problem = Problem::new(Code::CrmUnknownTable, pointer::join(at, "table"), message);
            self.report.push(problem.with("table", document.table).with("known", known));
            return None;
        };
        let source = source?;
        let columns = self.columns(document.columns, shape, &source.formats, &pointer::join(at, "columns"));
        let declared = |column: &str| source.types.get(column).map(|kind| kind.kind());
        let at_rule = pointer::join(at, "where");
        let rule = document.r#where.as_ref().map(|rule| Rule::check(rule, &at_rule, &declared, &mut self.report));
        let rule = match rule {
            Some(None) => return None,
            rule => rule.flatten(),
        };
        Some(Output {
            pointer: at.to_owned(),
            shape,
            from: document.from,
            rule,
            distinct: document.distinct,
            columns,
            unmapped: document.unmapped,
            drop: sorted::set(document.drop),
        })
    }

    fn columns(
        &mut self,
        mut documents: BTreeMap<String, CellOrName>,
        shape: &'static TableShape,
        formats: &Formats,
        at: &str,
    ) -> Vec<Target> {
        let mut columns = Vec::new();
        for declared in shape.columns {
            match documents.remove(declared.name) {
                Some(CellOrName(document)) => {
                    let here = pointer::join(at, declared.name);
                    if document.r#type.is_some() {
                        let message = format!("`{}` has the type that `{}` gives it", declared.name, shape.name);
                        self.refuse(Code::CrmCellConflict, &pointer::join(&here, "type"), message);
                    }
                    let cell = self.cell(document, Some(declared.kind), formats, &here);
                    let (name, kind) = (declared.name.to_owned(), Some(declared.kind));
                    columns.extend(cell.map(|cell| Target { name, kind, cell }));
                }
                // Amounts are in the mapping's currency where nothing else is said.
                None if declared.kind == ColumnKind::Currency && declared.nullable && self.currency.is_some() => {
                    let value = self.currency.map(|currency| currency.code().to_owned()).unwrap_or_default();
                    let cell = Cell::plain("/currency", Origin::Value(value), formats);
                    columns.push(Target { name: declared.name.to_owned(), kind: Some(declared.kind), cell });
                }
                None if !declared.nullable => {
                    let message =
                        format!("`{}` needs the column `{}`, and no rule fills it", shape.name, declared.name);
                    let problem = Problem::new(Code::CrmUnmappedColumn, at, message);
                    self.report.push(problem.with("column", declared.name));
                }
                None => {}
            }
        }
        for (name, CellOrName(document)) in documents {
            let here = pointer::join(at, &name);
            if name == ASSUMED || name.is_empty() {
                let message = format!("`{name}` is a column that reading fills");
                self.refuse(Code::CrmCellConflict, &here, message);
            }
            let kind = document.r#type.map(ValueType::kind);
            let cell = self.cell(document, kind, formats, &here);
            columns.extend(cell.map(|cell| Target { name, kind, cell }));
        }
        columns
    }

    fn cell(&mut self, document: CellDocument, kind: Option<ColumnKind>, above: &Formats, at: &str) -> Option<Cell> {
        let origin = self.origin(&document, kind, above, at);
        let CellDocument { map, otherwise, fold, lookup, formats, end, default, assume, on_empty, optional, .. } =
            document;
        let mut conflict = |key: &str, message: &str| {
            self.report.push(Problem::new(Code::CrmCellConflict, pointer::join(at, key), message));
        };
        if map.is_none() && (otherwise.is_some() || fold) {
            conflict(if fold { "fold" } else { "otherwise" }, "this does nothing without `map`");
        }
        if end.is_some() && !matches!(kind, Some(ColumnKind::Date | ColumnKind::Instant)) {
            conflict("end", "only a date or an instant ends a span");
        }
        if end == Some(End::Inclusive) && kind == Some(ColumnKind::Instant) {
            conflict("end", "a moment is the first one after the span: write `exclusive`");
        }
        let mut formats = above.with(&formats, &pointer::join(at, "formats"), &mut self.report);
        let lookups = lookup.iter().enumerate().map(|(position, lookup)| {
            let at = pointer::at(&pointer::join(at, "lookup"), position);
            self.source(&lookup.source, &pointer::join(&at, "source")).map(|source| (lookup, source))
        });
        let lookups: Vec<(&LookupDocument, SourceModel)> = lookups.collect::<Option<_>>()?;
        // What is taken from another source is written as that source writes it.
        if let Some((_, source)) = lookups.last()
            && above == &formats
        {
            formats = source.formats.clone();
        }
        let lookups = lookups.into_iter().map(|(lookup, _)| Lookup {
            source: lookup.source.clone(),
            key: lookup.key.clone(),
            take: lookup.take.clone(),
            several: lookup.several,
            otherwise: lookup.otherwise,
        });
        let lookups = lookups.collect();
        let mut stand_in = |cell: Option<Box<CellOrName>>, key: &str| {
            cell.and_then(|cell| self.cell(cell.0, kind, above, &pointer::join(at, key))).map(Box::new)
        };
        let (default, assume) = (stand_in(default, "default"), stand_in(assume, "assume"));
        Some(Cell {
            pointer: at.to_owned(),
            origin: origin?,
            map: map.map(|words| word_map(words, fold, otherwise.unwrap_or_default())),
            lookups,
            formats,
            end,
            default,
            assume,
            drops_row: on_empty.is_some(),
            optional,
        })
    }

    /// The one origin that a cell names.
    fn origin(
        &mut self,
        document: &CellDocument,
        kind: Option<ColumnKind>,
        formats: &Formats,
        at: &str,
    ) -> Option<Origin> {
        let mut origins = Vec::new();
        if let Some(OneOrMany(names)) = &document.column {
            origins.push(Origin::Column(names.clone()));
        }
        if let Some(value) = &document.value {
            // A value that is mapped or looked up is a word of the export, and not yet one of the table.
            if document.map.is_none()
                && document.lookup.is_empty()
                && let Err(problem) = canonical(value, kind, formats, &pointer::join(at, "value"))
            {
                self.report.push(problem);
            }
            origins.push(Origin::Value(value.clone()));
        }
        if let Some(text) = &document.text {
            match pieces(text) {
                Some(pieces) => origins.push(Origin::Text(pieces)),
                None => {
                    let message = format!("`{text}` has a brace without its other half");
                    self.refuse(Code::CrmBadFormat, &pointer::join(at, "text"), message);
                    return None;
                }
            }
        }
        if let Some(next) = &document.next {
            if !matches!(kind, Some(ColumnKind::Date | ColumnKind::Instant)) {
                let message = "the next row is told by a date or an instant".to_owned();
                self.refuse(Code::CrmCellConflict, &pointer::join(at, "next"), message);
            }
            origins.push(Origin::Next { column: next.column.clone(), by: next.by.clone() });
        }
        let count = origins.len();
        let origin = origins.pop().filter(|_| count == 1);
        if origin.is_none() {
            let message = format!("a cell has one of `column`, `value`, `text` and `next`, this one has {count}");
            self.report.push(Problem::new(Code::CrmCellConflict, at, message).with("origins", count));
        }
        origin
    }
}

/// The column that names what was assumed of a row.
pub(super) const ASSUMED: &str = "assumed";

impl Cell {
    fn plain(at: &str, origin: Origin, formats: &Formats) -> Self {
        Self {
            pointer: at.to_owned(),
            origin,
            map: None,
            lookups: Vec::new(),
            formats: formats.clone(),
            end: None,
            default: None,
            assume: None,
            drops_row: false,
            optional: false,
        }
    }
}

fn word_map(words: BTreeMap<String, Option<String>>, fold: bool, otherwise: super::document::Otherwise) -> WordMap {
    let words = sorted::map(words.into_iter().map(|(from, to)| (if fold { from.to_lowercase() } else { from }, to)));
    WordMap { words, fold, otherwise }
}

/// A text with columns in braces; `{{` and `}}` are braces.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.next_if_eq(&letter).is_some() => literal.push(letter),
            '{' => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                let mut name = String::new();
                loop {
                    match letters.next()? {
                        '}' => break,
                        letter => name.push(letter),
                    }
                }
                pieces.push(Piece::Column(name));
            }
            '}' => return None,
            letter => literal.push(letter),
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Some(pieces)
}

/// Whether a value of the document is one of its column, in canonical form.
fn canonical(value: &str, kind: Option<ColumnKind>, formats: &Formats, at: &str) -> Result<(), Problem> {
    let number = |error: &crate::number::NumberError| shape::number_problem(error, at);
    let time = |error: &crate::time::TimeError| shape::time_problem(error, at);
    let one_of = |words: &[&str]| {
        let message = format!("`{value}` is not one of {}", words.join(", "));
        Problem::new(Code::DocumentUnknownValue, at, message).with("value", value).with("allowed", words.to_vec())
    };
    match kind {
        Some(ColumnKind::Decimal) => Decimal::parse(value).map(drop).map_err(|error| number(&error)),
        Some(ColumnKind::Integer) => match Decimal::parse(value) {
            Ok(value) if value.scale() == 0 => Ok(()),
            Ok(_) => Err(Problem::new(Code::TableWrongType, at, format!("`{value}` is not a whole number"))),
            Err(error) => Err(number(&error)),
        },
        Some(ColumnKind::Ratio) => Exact::parse(value).map(drop).map_err(|error| number(&error)),
        Some(ColumnKind::Currency) => Currency::parse(value).map(drop).map_err(|error| number(&error)),
        Some(ColumnKind::Date) => Date::parse(value).map(drop).map_err(|error| time(&error)),
        Some(ColumnKind::Instant) => {
            Instant::parse_in(value, Some(formats.zone.unwrap_or(Zone::UTC))).map(drop).map_err(|error| time(&error))
        }
        Some(ColumnKind::Boolean) if !["true", "false"].contains(&value) => Err(one_of(&["true", "false"])),
        Some(ColumnKind::Code(words)) if !words.is_empty() && !words.contains(&value) => Err(one_of(words)),
        _ if value.is_empty() => Err(Problem::new(Code::DocumentOutOfRange, at, "the text is empty")),
        _ => Ok(()),
    }
}
