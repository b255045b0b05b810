//! How a date or an instant is written, as a pattern such as `%d/%m/%Y %H:%M:%S`.

use std::fmt;

use crate::time::{Date, Instant, TimeError, Zone};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const MINUTE: i64 = 60_000_000;

/// A way of writing dates or instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    /// ISO 8601: `2026-03-31`, and RFC 3339 for instants.
    Iso,
    /// Fields and the text between them.
    Fields { text: String, items: Vec<Item> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Year,
    Month,
    MonthName,
    Day,
    Hour,
    Hour12,
    Minute,
    Second,
    HalfDay,
    Offset,
    Byte(u8),
}

/// What a text says, field by field.
#[derive(Default)]
struct Said {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    /// Microseconds of the minute.
    micros: i64,
    afternoon: Option<bool>,
    /// Minutes east of UTC.
    offset: Option<i64>,
}

impl Pattern {
    /// Reads a pattern; a message says what is wrong with it.
    pub(super) fn parse(text: &str, instant: bool) -> Result<Self, String> {
        if text == "iso" {
            return Ok(Self::Iso);
        }
        let mut items = Vec::new();
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            items.push(match (byte, if byte == b'%' { bytes.next() } else { None }) {
                (b'%', Some(b'Y')) => Item::Year,
                (b'%', Some(b'm')) => Item::Month,
                (b'%', Some(b'b' | b'B')) => Item::MonthName,
                (b'%', Some(b'd')) => Item::Day,
                (b'%', Some(b'H')) => Item::Hour,
                (b'%', Some(b'I')) => Item::Hour12,
                (b'%', Some(b'M')) => Item::Minute,
                (b'%', Some(b'S')) => Item::Second,
                (b'%', Some(b'p')) => Item::HalfDay,
                (b'%', Some(b'z')) => Item::Offset,
                (b'%', Some(b'%')) => Item::Byte(b'%'),
                (b'%', Some(b'y')) => return Err("`%y` leaves the century open: use `%Y`".to_owned()),
                (b'%', other) => {
                    let letter = other.map_or(String::new(), |letter| char::from(letter).to_string());
                    return Err(format!("`%{letter}` is not a field: use %Y %m %b %d %H %I %M %S %p %z or %%"));
                }
                (literal, _) => Item::Byte(literal),
            });
        }
        let has = |item: Item| items.contains(&item);
        let date = has(Item::Year) && (has(Item::Month) || has(Item::MonthName)) && has(Item::Day);
        let time = [Item::Hour12, Item::Minute, Item::Second, Item::HalfDay, Item::Offset];
        if !date {
            return Err("a date has `%Y`, `%m` or `%b`, and `%d`".to_owned());
        }
        if has(Item::Hour12) != has(Item::HalfDay) {
            return Err("`%I` and `%p` come together".to_owned());
        }
        if time.into_iter().any(has) && !has(Item::Hour) && !has(Item::Hour12) {
            return Err("a time of day has an hour".to_owned());
        }
        if !instant && has(Item::Offset) {
            return Err("a date has no offset".to_owned());
        }
        Ok(Self::Fields { text: text.to_owned(), items })
    }

    /// The day that a text means; a time of day must be midnight.
    #[inline]
    pub(super) fn date(&self, text: &str) -> Result<Date, Mismatch> {
        match self {
            Self::Iso => Date::parse(text).map_err(Mismatch::Time),
            Self::Fields { items, .. } => {
                let said = said(items, text.as_bytes()).ok_or(Mismatch::Pattern)?;
                if said.time_of_day() != 0 {
                    return Err(Mismatch::NotMidnight);
                }
                said.date().map_err(Mismatch::Time)
            }
        }
    }

    /// The moment that a text means; without an offset, in `zone`.
    #[inline]
    pub(super) fn instant(&self, text: &str, zone: Zone) -> Result<Instant, Mismatch> {
        match self {
            Self::Iso => Instant::parse_in(text, Some(zone)).map_err(Mismatch::Time),
            Self::Fields { items, .. } => {
                let said = said(items, text.as_bytes()).ok_or(Mismatch::Pattern)?;
                let date = said.date().map_err(Mismatch::Time)?;
                match said.offset {
                    None => Ok(zone.resolve(date, said.time_of_day())),
                    Some(minutes) => Zone::UTC
                        .resolve(date, said.time_of_day())
                        .add_micros(-minutes * MINUTE)
                        .map_err(Mismatch::Time),
                }
            }
        }
    }
}

/// Why a text is not what a pattern writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// It has other fields.
    Pattern,
    /// Its time of day is not midnight, where a date is wanted.
    NotMidnight,
    /// There is no such day, or it is out of range.
    Time(TimeError),
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Iso => "iso",
            Self::Fields { text, .. } => text,
        })
    }
}

impl Said {
    fn date(&self) -> Result<Date, TimeError> {
        Date::new(i32::try_from(self.year).unwrap_or(i32::MAX), self.month, self.day)
    }

    fn time_of_day(&self) -> i64 {
        let hour = match self.afternoon {
            None => self.hour,
            Some(afternoon) => self.hour % 12 + if afternoon { 12 } else { 0 },
        };
        i64::from(hour * 60 + self.minute) * MINUTE + self.micros
    }
}

/// Reads the whole text by the items. Months, days and times of day may have one digit or two.
fn said(items: &[Item], text: &[u8]) -> Option<Said> {
    let mut said = Said::default();
    let mut rest = text;
    for item in items {
        rest = match item {
            Item::Byte(byte) => rest.strip_prefix(&[*byte])?,
            Item::Year => number(rest, 4, 4, &mut said.year)?,
            Item::Month => number(rest, 1, 2, &mut said.month)?,
            Item::Day => number(rest, 1, 2, &mut said.day)?,
            Item::Hour | Item::Hour12 => number(rest, 1, 2, &mut said.hour)?,
            Item::Minute => number(rest, 1, 2, &mut said.minute)?,
            Item::Second => seconds(rest, &mut said.micros)?,
            Item::MonthName => month_name(rest, &mut said.month)?,
            Item::HalfDay => half_day(rest, &mut said.afternoon)?,
            Item::Offset => offset(rest, &mut said.offset)?,
        };
    }
    let hours = if said.afternoon.is_some() { 1..=12 } else { 0..=23 };
    (rest.is_empty() && hours.contains(&said.hour) && said.minute < 60).then_some(said)
}

#[inline]
fn number<'t>(text: &'t [u8], least: usize, most: usize, value: &mut u32) -> Option<&'t [u8]> {
    let length = text.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    *value = digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (length >= least).then_some(rest)
}

/// Seconds, and microseconds after a point.
fn seconds<'t>(text: &'t [u8], micros: &mut i64) -> Option<&'t [u8]> {
    let mut second = 0;
    let mut rest = number(text, 1, 2, &mut second)?;
    if let [b'.', after @ ..] = rest {
        let mut fraction = 0;
        rest = number(after, 1, 6, &mut fraction)?;
        let digits = after.len() - rest.len();
        let finer = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if rest.iter().take(finer).any(|digit| *digit != b'0') {
            return None;
        }
        rest = rest.get(finer..)?;
        *micros = (digits..6).fold(i64::from(fraction), |micros, _| micros * 10);
    }
    *micros += i64::from(second) * 1_000_000;
    (second < 60).then_some(rest)
}

/// The name of a month, whole or its first three letters.
fn month_name<'t>(text: &'t [u8], month: &mut u32) -> Option<&'t [u8]> {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, rest) = text.split_at_checked(length)?;
    let is_named = |full: &&str| {
        name.eq_ignore_ascii_case(full.as_bytes())
            || full.as_bytes().get(..3).is_some_and(|short| name.eq_ignore_ascii_case(short))
    };
    let position = MONTHS.iter().position(is_named)?;
    *month = u32::try_from(position).ok()? + 1;
    Some(rest)
}

fn half_day<'t>(text: &'t [u8], afternoon: &mut Option<bool>) -> Option<&'t [u8]> {
    let (word, rest) = text.split_at_checked(2)?;
    *afternoon = Some(match word {
        [b'a' | b'A', b'm' | b'M'] => false,
        [b'p' | b'P', b'm' | b'M'] => true,
        _ => return None,
    });
    Some(rest)
}

/// `Z`, `+02:00` or `+0200`.
fn offset<'t>(text: &'t [u8], minutes: &mut Option<i64>) -> Option<&'t [u8]> {
    let (sign, rest) = match text {
        [b'Z' | b'z', rest @ ..] => {
            *minutes = Some(0);
            return Some(rest);
        }
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (mut hour, mut minute) = (0, 0);
    let rest = number(rest, 2, 2, &mut hour)?;
    let rest = number(rest.strip_prefix(b":").unwrap_or(rest), 2, 2, &mut minute)?;
    *minutes = Some(sign * i64::from(hour * 60 + minute));
    (hour < 24 && minute < 60).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(pattern: &str, text: &str) -> Option<String> {
        Pattern::parse(pattern, false).unwrap().date(text).ok().map(|date| date.to_string())
    }

    fn instant(pattern: &str, text: &str) -> Option<String> {
        Pattern::parse(pattern, true).unwrap().instant(text, Zone::UTC).ok().map(|instant| instant.to_string())
    }

    #[test]
    fn dates_are_read_as_the_pattern_writes_them() {
        for (pattern, text, expected) in [
            ("iso", "2026-03-31", Some("2026-03-31")),
            ("iso", "2026-3-31", None),
            ("%d/%m/%Y", "31/03/2026", Some("2026-03-31")),
            ("%d/%m/%Y", "3/4/2026", Some("2026-04-03")),
            ("%m/%d/%Y", "3/4/2026", Some("2026-03-04")),
            ("%m/%d/%Y", "13/4/2026", None),
            ("%d.%m.%Y", "31/03/2026", None),
            ("%d %b %Y", "3 mar 2026", Some("2026-03-03")),
            ("%B %d, %Y", "March 3, 2026", Some("2026-03-03")),
            ("%B %d, %Y", "Marc 3, 2026", None),
            ("%Y-%m-%d %H:%M:%S", "2018-12-19 00:00:00", Some("2018-12-19")),
            ("%Y-%m-%d %H:%M:%S", "2018-12-19 6:00:00", None),
            ("%d/%m/%Y", "29/02/2025", None),
            ("%d/%m/%Y", "01/01/26", None),
            ("%d/%m/%Y", "01/01/2026 ", None),
        ] {
            assert_eq!(date(pattern, text).as_deref(), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn instants_are_read_as_the_pattern_writes_them() {
        let stamp = "%Y-%m-%d %H:%M:%S";
        for (pattern, text, expected) in [
            (stamp, "2021-01-07 6:49:18", Some("2021-01-07T06:49:18Z")),
            (stamp, "2019-10-22 19:17:37.819", Some("2019-10-22T19:17:37.819Z")),
            (stamp, "2019-10-22 19:17:37.1234567", None),
            (stamp, "2019-10-22 24:00:00", None),
            (stamp, "2019-10-22 23:60:00", None),
            ("%m/%d/%Y %I:%M %p", "3/4/2026 12:05 AM", Some("2026-03-04T00:05:00Z")),
            ("%m/%d/%Y %I:%M %p", "3/4/2026 12:05 pm", Some("2026-03-04T12:05:00Z")),
            ("%m/%d/%Y %I:%M %p", "3/4/2026 13:05 pm", None),
            ("%Y-%m-%dT%H:%M:%S%z", "2026-03-31T17:00:00.000+0000", Some("2026-03-31T17:00:00Z")),
            ("%Y-%m-%dT%H:%M:%S%z", "2026-03-31T17:00:00+02:00", Some("2026-03-31T15:00:00Z")),
            ("%d/%m/%Y", "31/03/2026", Some("2026-03-31T00:00:00Z")),
        ] {
            assert_eq!(instant(pattern, text).as_deref(), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn patterns_that_say_too_little_are_refused() {
        for pattern in ["%d/%m/%y", "%d/%m", "%Y-%m-%d %M", "%Y-%m-%d %I:%M", "%q", "%Y-%m-%d%", "%Y-%m-%d %H %z", ""] {
            assert!(Pattern::parse(pattern, false).is_err(), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn what_a_pattern_writes_it_reads(days in -700_000..2_900_000_i32, which in 0..4_usize) {
            let day = Date::from_days(days).unwrap();
            let (year, month, of_month) = (day.year(), day.month(), day.day());
            let name = MONTHS[month as usize - 1];
            let (pattern, text) = [
                ("%d/%m/%Y", format!("{of_month}/{month}/{year:04}")),
                ("%m-%d-%Y", format!("{month:02}-{of_month:02}-{year:04}")),
                ("%d %b %Y", format!("{of_month} {} {year:04}", &name[..3])),
                ("%B %d, %Y", format!("{name} {of_month}, {year:04}")),
            ][which].clone();
            prop_assert_eq!(Pattern::parse(pattern, false).unwrap().date(&text), Ok(day));
        }
    }
}
