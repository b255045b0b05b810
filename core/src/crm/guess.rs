//! Dates whose format nobody named: the one way of writing that reads every cell of the column.

use super::pattern::Pattern;
use crate::problem::{Code, Problem};
use crate::time::Date;

/// Ways of writing dates that are met in exports.
const KNOWN: [&str; 12] = [
    "iso",
    "%Y/%m/%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
];

/// The pattern that reads all of the cells, which come with their rows. Two patterns that read every
/// cell as the same day are one; two that differ in a day are never chosen between.
///
/// # Errors
/// `crm.no_date_format`, `crm.ambiguous_date`; `at` makes the pointer of a row, or of the column.
pub(super) fn pattern<'t>(
    cells: impl Iterator<Item = (usize, &'t str)> + Clone,
    at: impl Fn(Option<usize>) -> String,
) -> Result<Pattern, Problem> {
    let known = KNOWN.iter().filter_map(|text| Pattern::parse(text, false).ok());
    let reads_all = |pattern: &Pattern| cells.clone().all(|(_, cell)| pattern.date(cell).is_ok());
    let mut fitting = known.filter(|pattern| reads_all(pattern));
    let Some(first) = fitting.next() else {
        let message = format!("no known format reads every date of the column: {}", KNOWN.join(", "));
        return Err(Problem::new(Code::CrmNoDateFormat, at(None), message).with("formats", KNOWN.to_vec()));
    };
    for other in fitting {
        let day = |pattern: &Pattern, cell: &str| pattern.date(cell).ok();
        if let Some((row, cell)) = cells.clone().find(|(_, cell)| day(&first, cell) != day(&other, cell)) {
            return Err(ambiguous(cell, &first, &other, day(&first, cell).zip(day(&other, cell)), at(Some(row))));
        }
    }
    Ok(first)
}

fn ambiguous(cell: &str, first: &Pattern, other: &Pattern, days: Option<(Date, Date)>, at: String) -> Problem {
    let days = days.map(|(one, two)| format!(": {one} or {two}")).unwrap_or_default();
    let message = format!("`{cell}` can be read as `{first}` and as `{other}`{days}, and no other cell decides");
    Problem::new(Code::CrmAmbiguousDate, at, message).with("formats", vec![first.to_string(), other.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(cells: &[&str]) -> Result<String, &'static str> {
        let at = |row: Option<usize>| row.map_or(String::new(), |row| format!("/{row}"));
        let found = pattern(cells.iter().copied().enumerate(), at);
        found.map(|pattern| pattern.to_string()).map_err(|problem| problem.code.as_str())
    }

    #[test]
    fn a_format_is_guessed_only_where_one_alone_fits() {
        assert_eq!(guess(&["2026-03-31", "2026-01-02"]), Ok("iso".into()));
        assert_eq!(guess(&["03/04/2026", "31/03/2026"]), Ok("%d/%m/%Y".into()));
        assert_eq!(guess(&["03/04/2026", "03/31/2026"]), Ok("%m/%d/%Y".into()));
        assert_eq!(guess(&["03/04/2026", "05/06/2026"]), Err("crm.ambiguous_date"));
        assert_eq!(guess(&["04/04/2026", "05/05/2026"]), Ok("%d/%m/%Y".into()));
        assert_eq!(guess(&["13/04/2026", "04/13/2026"]), Err("crm.no_date_format"));
        assert_eq!(guess(&["3 Mar 2026"]), Ok("%d %b %Y".into()));
        assert_eq!(guess(&[]), Ok("iso".into()));
    }
}
