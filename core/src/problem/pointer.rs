//! RFC 6901 pointers.

use std::cmp::Ordering;

/// `base` with one more step, escaped.
///
/// ```
/// assert_eq!(quarterdeck::problem::pointer::join("/a", "b/c~d"), "/a/b~1c~0d");
/// ```
#[must_use]
pub fn join(base: &str, step: &str) -> String {
    let mut pointer = String::with_capacity(base.len() + step.len() + 1);
    pointer.push_str(base);
    pointer.push('/');
    for character in step.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    pointer
}

/// `base` with one more array position.
#[must_use]
pub fn at(base: &str, position: usize) -> String {
    format!("{base}/{position}")
}

/// The pointer of a cell: `/tables/<table>/<row>/<column>`.
#[must_use]
pub fn cell(table: &str, row: usize, column: &str) -> String {
    join(&at(&join("/tables", table), row), column)
}

/// The pointer of a record: `/tables/<table>/<row>`.
#[must_use]
pub fn record(table: &str, row: usize) -> String {
    at(&join("/tables", table), row)
}

/// The pointer of a table or of a whole column: `/tables/<table>` or `/tables/<table>/<column>`.
#[must_use]
pub fn table(table: &str, column: Option<&str>) -> String {
    let base = join("/tables", table);
    column.map_or(base.clone(), |column| join(&base, column))
}

/// The order in which problems are listed: step by step, positions as numbers, so that row 2 comes
/// before row 10.
///
/// ```
/// use quarterdeck::problem::pointer::order;
/// assert!(order("/tables/deals/2/amount", "/tables/deals/10/amount").is_lt());
/// ```
#[must_use]
pub fn order(a: &str, b: &str) -> Ordering {
    let by_step = |(a, b): (&str, &str)| match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    };
    let steps = a.split('/').zip(b.split('/')).map(by_step);
    steps.fold(Ordering::Equal, Ordering::then).then_with(|| a.len().cmp(&b.len())).then_with(|| a.cmp(b))
}
