//! The generated company: `sample.company` with the seed 2026, as it came out.

use quarterdeck::table::{Table, Tables};

use crate::arguments::Arguments;
use crate::definitions::{Document, Documents};
use crate::files::Input;
use crate::trouble::Trouble;

macro_rules! embedded {
    ($($file:literal),*) => { [$(($file, include_bytes!(concat!("sample/", $file)).as_slice())),*] };
}

const TABLES: [(&str, &[u8]); 10] = embedded!(
    "adjustments.csv",
    "assignments.csv",
    "deals.csv",
    "fx_rates.csv",
    "people.csv",
    "quotas.csv",
    "reporting.csv",
    "splits.csv",
    "targets.csv",
    "transactions.csv"
);
const PIPELINES: [(&str, &[u8]); 2] = embedded!("new-business.json", "renewals.json");
const PLANS: [(&str, &[u8]); 2] = embedded!("ae-2026.json", "lead-2026.json");

pub(crate) fn input(arguments: &Arguments) -> Result<Input, Trouble> {
    let mut tables = Tables::new();
    for (file, csv) in TABLES {
        let table = Table::from_csv(csv).map_err(|problem| Trouble::of(file)(problem.into()))?;
        tables.insert(file.trim_end_matches(".csv"), table);
    }
    let document = |(file, text): (&str, &[u8])| Document { source: file.to_owned(), text: text.to_vec() };
    Ok(Input {
        title: "a generated company (--help says how to close your own quarter)".to_owned(),
        documents: Documents {
            pipelines: PIPELINES.map(document).to_vec(),
            forecast: None,
            plans: PLANS.map(document).to_vec(),
        },
        tables,
        export: None,
        period: arguments.period.clone().unwrap_or_else(|| "2026-Q1".to_owned()),
        filtered: 0,
    })
}
