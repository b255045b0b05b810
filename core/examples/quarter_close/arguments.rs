//! The words on the command line.

use crate::trouble::Trouble;

pub(crate) const HELP: &str = "\
Closes a quarter: attainment, commissions, and the reason for every cent.

  quarter_close                                    a generated sample company
  quarter_close --transactions FILE.csv --plan FILE.json --period 2026-Q1 [OPTION]...

Files (CSV with a header line; the plan is JSON)
  --transactions FILE        deals, orders or invoices
  --plan FILE                a commission plan; may stand several times, each assignment names its plan
  --quotas FILE              quotas by person; without a column `to` each runs to the person's next one
  --quotas-end DATE          where the last of those quotas ends
  --assignments FILE         who is on which plan; without it everybody in the quotas is (else in the
                             transactions), which a single plan allows
  --splits FILE              shared credit
  --fx-rates FILE            exchange rates

Columns, where a file has names of its own: NAME=COLUMN renames, NAME:=TEXT fills every row
  --columns LIST             of the transactions: transaction_id=Order,amount=Subtotal,currency:=USD
  --quota-columns LIST       --assignment-columns LIST   --split-columns LIST   --fx-rate-columns LIST
  --where COLUMN=VALUE       takes only these transactions; may stand several times
  --dates iso|mdy|dmy        how dates are written: 2026-03-31 (default), 3/31/2026 or 31.3.2026

What is asked
  --period P                 2026-Q1, 2026-M03, 2026, or FROM..TO with the first day after it
  --known-at INSTANT         closes as of what was known then, such as 2026-04-05T00:00:00Z
  --explain PAYEE            whose statement is explained; else that of whoever earned most
  --strict                   stops at records that cannot be used instead of setting them aside
  --help                     this text

Results go to the standard output. An error is written with its code, and the exit code is 2.
";

/// What the words ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Close(Box<Arguments>),
}

/// One input table: the option of its file, the option of its columns, and its name.
pub(crate) const FILES: [(&str, &str, &str); 5] = [
    ("--transactions", "--columns", "transactions"),
    ("--quotas", "--quota-columns", "quotas"),
    ("--assignments", "--assignment-columns", "assignments"),
    ("--splits", "--split-columns", "splits"),
    ("--fx-rates", "--fx-rate-columns", "fx_rates"),
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
    pub(crate) plans: Vec<String>,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) dates: DateOrder,
    pub(crate) quotas_end: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) known_at: Option<String>,
    pub(crate) explain: Option<String>,
    pub(crate) strict: bool,
    empty: bool,
}

impl Arguments {
    pub(crate) fn read(words: &[String]) -> Result<Asked, Trouble> {
        let mut read = Self { empty: words.is_empty(), ..Self::default() };
        let mut words = words.iter();
        while let Some(option) = words.next() {
            match option.as_str() {
                "--help" | "-h" => return Ok(Asked::Help),
                "--strict" => read.strict = true,
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

    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    fn take(&mut self, option: &str, value: &str) -> Result<(), Trouble> {
        for (file, columns, table) in FILES {
            if option == file {
                self.files.push((table, value.to_owned()));
            } else if option == columns {
                self.columns.push((table, value.to_owned()));
            }
        }
        match option {
            "--plan" => self.plans.push(value.to_owned()),
            "--where" => self.filters.push(pair(option, value)?),
            "--dates" => self.dates = date_order(value)?,
            "--quotas-end" => self.quotas_end = Some(value.to_owned()),
            "--period" => self.period = Some(value.to_owned()),
            "--known-at" => self.known_at = Some(value.to_owned()),
            "--explain" => self.explain = Some(value.to_owned()),
            _ => {}
        }
        Ok(())
    }
}

fn known(option: &str) -> bool {
    let own = ["--plan", "--where", "--dates", "--quotas-end", "--period", "--known-at", "--explain"];
    own.contains(&option) || FILES.iter().any(|(file, columns, _)| [*file, *columns].contains(&option))
}

fn pair(option: &str, value: &str) -> Result<(String, String), Trouble> {
    let (column, wanted) = value.split_once('=').ok_or_else(|| {
        Trouble::usage("close.bad_value", format!("`{option} {value}` has no `=`"), "write --where stage=Won")
    })?;
    Ok((column.to_owned(), wanted.to_owned()))
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
