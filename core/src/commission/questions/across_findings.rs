//! What the other dimensions of a rate table do that nobody may have meant.

use super::findings::beyond_one;
use crate::commission::model::{Component, Payout, Plan};
use crate::commission::rates::across::{Across, Along, Bands, By, Dimension};
use crate::commission::rates::tiers::RateTable;
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};

/// Columns that nothing leads to, and starts of columns at which pay jumps.
pub(super) fn across_findings(plan: &Plan, component: &Component, found: &mut Vec<Problem>) {
    let Payout::Table(table, _) = &component.payout else { return };
    let RateTable { across: Some(across), columns, .. } = &**table else { return };
    for (number, dimension) in across.dimensions.iter().enumerate() {
        let By::Index(along, bands) = &dimension.by else { continue };
        for (place, start) in bands.starts.iter().enumerate() {
            let at = pointer::at(&pointer::join(&dimension.pointer, "from"), place);
            if let Some(why) = unreachable(*along, bands, place) {
                let message = format!("{} leads to no column: {why}", dimension.words(plan, place));
                let problem = Problem::new(Code::CommissionColumnUnreachable, at, message);
                found.push(problem.with("component_id", component.id.clone()).with("place", place + 1));
                continue;
            }
            let rises = place > 0 && *start > Exact::ZERO && differ(across, columns, number, place);
            if let Some(what) = jumps(*along).filter(|_| rises) {
                let message =
                    format!("{what} where it reaches {} of {}", words_of(dimension, plan), along.words(start));
                let problem = Problem::new(Code::CommissionCliff, at, message);
                found.push(problem.with("component_id", component.id.clone()).with("from", start.to_string()));
            }
        }
    }
}

fn words_of(dimension: &Dimension, plan: &Plan) -> String {
    dimension.along().map_or_else(String::new, |along| along.words_of(plan))
}

/// Why no sale and no profit leads to a place.
fn unreachable(along: Along, bands: &Bands, place: usize) -> Option<&'static str> {
    let start = bands.starts.get(place)?;
    if along == Along::Margin && beyond_one(start, bands.boundary) {
        return Some("no margin is above 1: profit is never more than the price");
    }
    let sums = !along.is_ratio_of_profit();
    let ends = bands.starts.get(place + 1).is_some_and(|end| *end <= Exact::ZERO);
    (sums && ends).then_some("it ends where credit starts: only refunds lead there")
}

/// What is paid anew at the start of a place. One more unit of profit is none of credit.
fn jumps(along: Along) -> Option<&'static str> {
    match along {
        Along::Amount | Along::Units => Some("a deal pays by another column on all of it"),
        Along::Measure(_) | Along::AttainmentOf(_) => Some("all credit so far is paid by another column"),
        Along::Margin | Along::Markup => None,
    }
}

/// Whether a place pays anything else than the one before it.
fn differ(across: &Across, columns: &[Vec<Exact>], dimension: usize, place: usize) -> bool {
    let stride = across.strides().get(dimension).copied().unwrap_or(1);
    (0..columns.len()).any(|column| {
        let here = across.places_of(column).get(dimension) == Some(&place);
        here && column.checked_sub(stride).is_some_and(|before| columns.get(before) != columns.get(column))
    })
}
