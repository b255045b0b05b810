//! Who reports to whom on a day: the people of a company as a tree.
//!
//! A [`Hierarchy`] is read from the rows of [`REPORTING`](crate::table::declared::REPORTING) that hold
//! on one day. People are numbered so that everyone stands behind their manager and everyone below a
//! person follows right behind that person: whatever is added up from the bottom to the top is one
//! walk backwards, and whether someone is above someone else is one comparison.
//!
//! ```
//! use quarterdeck::reporting::Hierarchy;
//! use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
//! use quarterdeck::time::Date;
//!
//! let rows = b"person_id,manager_id,from,to\nvera,,,\nana,vera,,\nbo,vera,,2026-04-01\nbo,ana,2026-04-01,\n";
//! let mut bad = BadRecords::default();
//! let records = conform(Table::from_csv(rows)?, &declared::REPORTING, &Intake::default(), &mut bad)?;
//! let people = Hierarchy::on(&records, Date::parse("2026-05-01")?, &mut bad)?;
//! let find = |id: &str| people.find(id).unwrap();
//! assert_eq!(people.ids().collect::<Vec<_>>(), ["vera", "ana", "bo"]);
//! assert_eq!(people.manager(find("bo")), Some(find("ana")));
//! assert!(people.is_above(find("vera"), find("bo")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod hierarchy;
mod read;

#[cfg(test)]
mod tests;

pub use hierarchy::Hierarchy;
