//! One condition tree for stage criteria, eligibility, routing and approvals.
//!
//! A rule is `{"all": […]}`, `{"any": […]}`, `{"not": …}` or one comparison,
//! `{"column": "amount", "op": "ge", "value": 1000}`. It goes through three states:
//!
//! 1. [`RuleDocument`], as a user writes it;
//! 2. [`Rule`], checked: every operator fits its value, and the columns whose type is known at load
//!    fit theirs. All problems are collected with their pointers;
//! 3. [`BoundRule`], bound to the columns of one table and to one `as_of`, which is asked row by row.
//!
//! A comparison with an empty cell is [unknown](Truth::Unknown), and `all`, `any` and `not` keep it
//! so where it matters (Kleene's three-valued logic). A rule that ends unknown does not match, and
//! its [`Verdict`] names the empty cell. An empty text is an empty cell. Numbers are compared
//! exactly, text by its bytes or, with `"fold": true`, by its lower case.
//!
//! ```
//! use quarterdeck::problem::{Report, shape};
//! use quarterdeck::rule::{Rule, Truth};
//! use quarterdeck::table::{Cells, Column, DecimalColumn, Table, TextColumn};
//! use quarterdeck::time::Zone;
//!
//! let document = shape::read(br#"{"all": [
//!     {"column": "amount", "op": "ge", "value": 1000},
//!     {"column": "region", "op": "in", "value": ["EMEA", "APAC"]}
//! ]}"#)?;
//! let mut report = Report::new();
//! let rule = Rule::check(&document, "", &|_| None, &mut report);
//! report.finish()?;
//! let rule = rule.unwrap();
//! assert_eq!(rule.describe(), "`amount` is at least 1000 and `region` is one of `EMEA`, `APAC`");
//!
//! let amounts = DecimalColumn { cells: Cells::full(vec![100_000, 99_999]), scale: 2 };
//! let regions = TextColumn::from_options([Some("EMEA"), None]);
//! let table = Table::new([("amount", Column::Decimal(amounts)), ("region", Column::Text(regions))]).unwrap();
//! let bound = rule.bind(&table, "deals", Zone::UTC, None)?;
//! assert_eq!(bound.matches(0), Truth::True);
//! assert_eq!(bound.matches(1), Truth::False); // 999.99 decides; the empty region does not matter
//! assert_eq!(bound.explain(1).words(), "`amount` is 999.99 and must be at least 1000; \
//!     `region` is empty and must be one of `EMEA`, `APAC`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bind;
mod check;
mod column;
mod document;
mod model;
mod operand;
mod truth;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

pub use bind::BoundRule;
pub use document::{OperandDocument, Operator, RuleDocument};
pub use model::Rule;
pub use truth::Truth;
pub use verdict::{Finding, Verdict};
