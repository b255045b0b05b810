//! How the cells of a source are written, and what becomes of them.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::{BooleanDocument, DecimalDocument, FormatsDocument, OneOrMany};
use super::pattern::Pattern;
use crate::number::{Decimal, parse_mantissa};
use crate::problem::{Code, Problem, Report, pointer, shape};
use crate::time::{Date, Zone};

/// How cells are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Formats {
    pub(super) dates: Dates,
    pub(super) instants: Vec<Pattern>,
    /// Nothing where neither the cell nor the source nor the mapping names one.
    pub(super) zone: Option<Zone>,
    /// Nothing for digits, a minus sign in front, a point.
    pub(super) decimal: Option<DecimalFormat>,
    pub(super) truths: Vec<String>,
    pub(super) falsehoods: Vec<String>,
    pub(super) empty: Vec<String>,
    pub(super) trim: bool,
    pub(super) open_ends: Vec<Date>,
}

/// How dates are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Dates {
    /// In one of these ways.
    Known(Vec<Pattern>),
    /// In the one way that reads all cells of a column.
    Guessed,
}

/// How decimals are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DecimalFormat {
    mark: char,
    group: Option<char>,
    signs: Vec<String>,
    parentheses: bool,
    percent: bool,
}

impl Default for Formats {
    fn default() -> Self {
        Self {
            dates: Dates::Known(vec![Pattern::Iso]),
            instants: vec![Pattern::Iso],
            zone: None,
            decimal: None,
            truths: vec!["true".to_owned()],
            falsehoods: vec!["false".to_owned()],
            empty: Vec::new(),
            trim: false,
            open_ends: Vec::new(),
        }
    }
}

impl Formats {
    /// These formats, where `document` does not say otherwise.
    pub(super) fn with(&self, document: &FormatsDocument, at: &str, report: &mut Report) -> Self {
        let mut formats = self.clone();
        if let Some(OneOrMany(texts)) = &document.date {
            formats.dates = match texts.as_slice() {
                [one] if one == "guess" => Dates::Guessed,
                _ => Dates::Known(patterns(texts, false, &pointer::join(at, "date"), report)),
            };
        }
        if let Some(OneOrMany(texts)) = &document.instant {
            formats.instants = patterns(texts, true, &pointer::join(at, "instant"), report);
        }
        if let Some(name) = &document.time_zone {
            match Zone::parse(name) {
                Ok(zone) => formats.zone = Some(zone),
                Err(error) => report.push(shape::time_problem(&error, &pointer::join(at, "time_zone"))),
            }
        }
        if let Some(decimal) = &document.decimal {
            formats.decimal = DecimalFormat::check(decimal, &pointer::join(at, "decimal"), report);
        }
        if let Some(BooleanDocument { r#true, r#false }) = &document.boolean {
            if let Some(both) = r#true.iter().find(|word| r#false.contains(word)) {
                let message = format!("`{both}` means both true and false");
                report.push(bad_format(&pointer::join(at, "boolean"), message));
            }
            (formats.truths, formats.falsehoods) = (r#true.clone(), r#false.clone());
        }
        if let Some(empty) = &document.empty {
            formats.empty.clone_from(empty);
        }
        if let Some(trim) = document.trim {
            formats.trim = trim;
        }
        if let Some(ends) = &document.open_end {
            formats.open_ends.clone_from(ends);
        }
        formats
    }

    /// Whether a cell's text is what it says, without a look at it.
    pub(super) fn is_plain(&self) -> bool {
        !self.trim && self.empty.is_empty()
    }

    /// The text of a cell; nothing where it means an empty cell.
    #[inline]
    pub(super) fn text<'t>(&self, cell: &'t str) -> Option<&'t str> {
        let cell = if self.trim { cell.trim() } else { cell };
        (!cell.is_empty() && !self.empty.iter().any(|empty| empty == cell)).then_some(cell)
    }

    /// The truth value that a word stands for.
    pub(super) fn truth(&self, word: &str) -> Option<bool> {
        let among = |words: &[String]| words.iter().any(|known| known == word);
        if among(&self.truths) { Some(true) } else { among(&self.falsehoods).then_some(false) }
    }
}

fn patterns(texts: &[String], instant: bool, at: &str, report: &mut Report) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        match Pattern::parse(text, instant) {
            Ok(pattern) => patterns.push(pattern),
            Err(message) => {
                let at = if texts.len() == 1 { at.to_owned() } else { pointer::at(at, position) };
                report.push(bad_format(&at, message).with("format", text.as_str()));
            }
        }
    }
    patterns
}

fn bad_format(at: &str, message: String) -> Problem {
    Problem::new(Code::CrmBadFormat, at, message)
}

impl DecimalFormat {
    fn check(document: &DecimalDocument, at: &str, report: &mut Report) -> Option<Self> {
        let one = |text: &str| {
            let mut letters = text.chars();
            letters
                .next()
                .filter(|letter| letters.next().is_none() && !letter.is_ascii_alphanumeric() && *letter != '-')
        };
        let mark = document.mark.as_deref().unwrap_or(".");
        let mark = one(mark).filter(|mark| ['.', ','].contains(mark));
        if mark.is_none() {
            report.push(bad_format(&pointer::join(at, "mark"), "the decimal mark is `.` or `,`".to_owned()));
        }
        let group = document.group.as_deref().map(one);
        if let Some(group) = group
            && (group.is_none() || group == mark)
        {
            let message = "groups of digits are separated by one sign that is not the decimal mark".to_owned();
            report.push(bad_format(&pointer::join(at, "group"), message));
        }
        if document.signs.iter().any(|sign| sign.is_empty() || sign.contains(|sign: char| sign.is_ascii_digit())) {
            report.push(bad_format(&pointer::join(at, "signs"), "a sign has no digits, and is not empty".to_owned()));
        }
        let (parentheses, percent) = (document.parentheses, document.percent);
        Some(Self { mark: mark?, group: group.flatten(), signs: document.signs.clone(), parentheses, percent })
    }

    /// The decimal that a text means, in the grammar of decimals; nothing if it is not written this way.
    pub(super) fn plain(&self, text: &str) -> Option<String> {
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).filter(|_| self.parentheses);
        let (mut negative, mut rest) = (inner.is_some(), inner.unwrap_or(text));
        if let Some(after) = rest.strip_prefix('-').filter(|_| !negative) {
            (negative, rest) = (true, after);
        }
        for sign in &self.signs {
            if let Some(bare) = rest.strip_prefix(sign.as_str()).or_else(|| rest.strip_suffix(sign.as_str())) {
                rest = bare.trim();
                break;
            }
        }
        if let Some(after) = rest.strip_prefix('-').filter(|_| !negative) {
            (negative, rest) = (true, after);
        }
        if self.percent {
            rest = rest.strip_suffix('%').map_or(rest, str::trim_end);
        }
        let (whole, fraction) = match rest.split_once(self.mark) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (rest, None),
        };
        let mut out = String::with_capacity(text.len());
        if negative {
            out.push('-');
        }
        let groups: Vec<&str> = self.group.map_or_else(|| vec![whole], |group| whole.split(group).collect());
        for (position, digits) in groups.iter().enumerate() {
            let (first, last) = (position == 0, position.checked_add(1) == Some(groups.len()));
            let width = digits.len();
            // Thousands everywhere, and the lakhs of India: two digits, but three at the end.
            let fits = first || width == 3 || (!last && width == 2);
            if !fits || (first && !last && !(1..=3).contains(&width)) {
                return None;
            }
            out.push_str(digits);
        }
        if let Some(fraction) = fraction {
            out.push('.');
            out.push_str(fraction);
        }
        let (mantissa, scale) = parse_mantissa(out.as_bytes()).ok()?;
        if self.percent {
            return Decimal::from_mantissa(mantissa, scale.checked_add(2)?).ok().map(|value| value.to_string());
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(document: DecimalDocument, text: &str) -> Option<String> {
        DecimalFormat::check(&document, "", &mut Report::new())?.plain(text)
    }

    fn us() -> DecimalDocument {
        let signs = vec!["$".to_owned(), "USD".to_owned()];
        DecimalDocument { group: Some(",".to_owned()), signs, parentheses: true, ..DecimalDocument::default() }
    }

    #[test]
    fn decimals_are_read_as_they_are_written() {
        for (text, expected) in [
            ("1,234.50", Some("1234.50")),
            ("$1,234,567", Some("1234567")),
            ("-$5.00", Some("-5.00")),
            ("$-5.00", Some("-5.00")),
            ("($1,000)", Some("-1000")),
            ("(-5)", None),
            ("USD 12", Some("12")),
            ("12 USD", Some("12")),
            ("12,34,567", Some("1234567")),
            ("1,5", None),
            ("1234,567", None),
            ("1.5,0", None),
            (",500", None),
            ("1,234.", None),
            ("€5", None),
            ("", None),
        ] {
            assert_eq!(plain(us(), text).as_deref(), expected, "{text}");
        }
        let german = || {
            let (mark, group) = (Some(",".to_owned()), Some(".".to_owned()));
            DecimalDocument { mark, group, signs: vec!["€".to_owned()], ..DecimalDocument::default() }
        };
        assert_eq!(plain(german(), "1.234,50 €").as_deref(), Some("1234.50"));
        assert_eq!(plain(german(), "1,234.50"), None);
        let percent = || DecimalDocument { percent: true, ..DecimalDocument::default() };
        assert_eq!(plain(percent(), "12.5 %").as_deref(), Some("0.125"));
        assert_eq!(plain(percent(), "100").as_deref(), Some("1"));
    }

    proptest! {
        #[test]
        fn grouped_digits_are_the_same_number(cents in -1_000_000_000_000_i64..1_000_000_000_000, dollars: bool) {
            let (whole, fraction) = (cents.abs() / 100, cents.abs() % 100);
            let digits: Vec<char> = whole.to_string().chars().collect();
            let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
            let sign = if dollars { "$" } else { "" };
            let amount = format!("{sign}{}.{fraction:02}", groups.join(","));
            let text = if cents < 0 { format!("({amount})") } else { amount };
            let read = Decimal::parse(&plain(us(), &text).unwrap()).unwrap();
            prop_assert_eq!(read, Decimal::from_mantissa(cents.into(), 2).unwrap());
        }
    }
}
