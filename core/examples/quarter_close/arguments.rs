//! The words on the command line.

use crate::trouble::Trouble;

pub(crate) const HELP: &str = include_str!("help.txt");

/// What the words ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Close(Box<Arguments>),
}

/// One input table: the option of its file, the option of its columns, and its name.
pub(crate) const FILES: [(&str, &str, &str); 10] = [
    ("--deals", "--deal-columns", "deals"),
    ("--people", "--people-columns", "people"),
    ("--reporting", "--reporting-columns", "reporting"),
    ("--transactions", "--columns", "transactions"),
    ("--quotas", "--quota-columns", "quotas"),
    ("--targets", "--target-columns", "targets"),
    ("--adjustments", "--adjustment-columns", "adjustments"),
    ("--assignments", "--assignment-columns", "assignments"),
    ("--splits", "--split-columns", "splits"),
    ("--fx-rates", "--fx-rate-columns", "fx_rates"),
];

/// Options with one value, beside those of tables.
const OTHERS: [&str; 16] = [
    "--opportunities",
    "--source",
    "--mapping",
    "--pipeline",
    "--forecast",
    "--plan",
    "--where",
    "--dates",
    "--quotas-end",
    "--period",
    "--as-of",
    "--forecast-period",
    "--known-at",
    "--explain",
    "--out",
    "--lines",
];

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateOrder {
    #[default]
    Iso,
    MonthDayYear,
    DayMonthYear,
}

#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// Table, path.
    pub(crate) files: Vec<(&'static str, String)>,
    /// Table, list.
    pub(crate) columns: Vec<(&'static str, String)>,
    /// Name in the mapping, path.
    pub(crate) sources: Vec<(String, String)>,
    pub(crate) mapping: Option<String>,
    pub(crate) pipelines: Vec<String>,
    pub(crate) forecast: Option<String>,
    pub(crate) plans: Vec<String>,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) dates: DateOrder,
    pub(crate) quotas_end: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) forecast_period: Option<String>,
    pub(crate) known_at: Option<String>,
    pub(crate) explain: Option<String>,
    pub(crate) out: Option<String>,
    /// How many lines of the register are printed.
    pub(crate) lines: Option<usize>,
    pub(crate) assume: bool,
    pub(crate) strict: bool,
}

impl Arguments {
    pub(crate) fn read(words: &[String]) -> Result<Asked, Trouble> {
        let mut read = Self::default();
        let mut words = words.iter();
        while let Some(option) = words.next() {
            match option.as_str() {
                "--help" | "-h" => return Ok(Asked::Help),
                "--strict" => read.strict = true,
                "--assume" => read.assume = true,
                option if !known(option) => {
                    let message = format!("`{option}` is not an option");
                    return Err(Trouble::usage("close.unknown_option", message, "see --help"));
                }
                option => {
                    let value = words.next().filter(|value| !value.starts_with("--")).ok_or_else(|| {
                        Trouble::usage("close.missing_value", format!("`{option}` needs a value"), "see --help")
                    })?;
                    read.take(option, value)?;
                }
            }
        }
        Ok(Asked::Close(Box::new(read)))
    }

    /// Whether the sample is meant.
    pub(crate) fn names_no_file(&self) -> bool {
        let lists = self.files.is_empty() && self.sources.is_empty() && self.columns.is_empty();
        lists && self.plans.is_empty() && self.pipelines.is_empty() && self.mapping.is_none() && self.forecast.is_none()
    }

    /// Every file that is named, in the order of their options.
    pub(crate) fn paths(&self) -> Vec<&str> {
        let sources = self.sources.iter().map(|(_, path)| path);
        let documents = self.mapping.iter().chain(&self.pipelines).chain(&self.forecast).chain(&self.plans);
        sources.chain(self.files.iter().map(|(_, path)| path)).chain(documents).map(String::as_str).collect()
    }

    fn take(&mut self, option: &str, value: &str) -> Result<(), Trouble> {
        for (file, columns, table) in FILES {
            if option == file {
                self.files.push((table, value.to_owned()));
            } else if option == columns {
                self.columns.push((table, value.to_owned()));
            }
        }
        let text = || Some(value.to_owned());
        match option {
            "--opportunities" => self.sources.push(("opportunities".to_owned(), value.to_owned())),
            "--source" => self.sources.push(pair(option, value, "--source teams=FILE.csv")?),
            "--mapping" => self.mapping = text(),
            "--pipeline" => self.pipelines.push(value.to_owned()),
            "--forecast" => self.forecast = text(),
            "--plan" => self.plans.push(value.to_owned()),
            "--where" => self.filters.push(pair(option, value, "--where stage=Won")?),
            "--dates" => self.dates = date_order(value)?,
            "--quotas-end" => self.quotas_end = text(),
            "--period" => self.period = text(),
            "--as-of" => self.as_of = text(),
            "--forecast-period" => self.forecast_period = text(),
            "--known-at" => self.known_at = text(),
            "--explain" => self.explain = text(),
            "--out" => self.out = text(),
            "--lines" => self.lines = Some(whole(option, value)?),
            _ => {}
        }
        Ok(())
    }
}

fn known(option: &str) -> bool {
    OTHERS.contains(&option) || FILES.iter().any(|(file, columns, _)| [*file, *columns].contains(&option))
}

fn pair(option: &str, value: &str, such_as: &str) -> Result<(String, String), Trouble> {
    let (name, wanted) = value.split_once('=').ok_or_else(|| {
        Trouble::usage("close.bad_value", format!("`{option} {value}` has no `=`"), format!("write {such_as}"))
    })?;
    Ok((name.to_owned(), wanted.to_owned()))
}

fn whole(option: &str, value: &str) -> Result<usize, Trouble> {
    let message = format!("`{option} {value}` is not a whole number");
    value.parse().map_err(|_| Trouble::usage("close.bad_value", message, format!("write {option} 50")))
}

fn date_order(value: &str) -> Result<DateOrder, Trouble> {
    match value {
        "iso" => Ok(DateOrder::Iso),
        "mdy" => Ok(DateOrder::MonthDayYear),
        "dmy" => Ok(DateOrder::DayMonthYear),
        _ => Err(Trouble::usage(
            "close.bad_value",
            format!("`{value}` is not an order of dates"),
            "write --dates iso, mdy or dmy",
        )),
    }
}
