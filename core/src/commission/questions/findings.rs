//! What a plan's payout does that nobody may have meant.

use super::across_findings::across_findings;
use super::check::Curve;
use super::cuts::Stretch;
use super::stage_findings::Staged;
use crate::commission::document::{Boundary, PlanDocument};
use crate::commission::model::{Component, Payout, Plan};
use crate::commission::rates::index::Index;
use crate::number::{Exact, Rounding, pow10};
use crate::problem::{Code, Problem, pointer};

/// Figures leave rounded half-even to 12 places, like every ratio.
///
/// # Errors
/// `number.out_of_range`.
pub(super) fn shown(value: &Exact) -> Result<Exact, Problem> {
    let rounded = value.round_to(12, Rounding::HalfEven).map(Exact::from);
    rounded.map_err(|error| Problem::new(Code::NumberOutOfRange, "", error.to_string()))
}

pub(super) fn said(value: &Exact) -> String {
    shown(value).map_or_else(|_| value.to_string(), |shown| shown.to_string())
}

/// All of them, component by component; `target` is nothing where pay is counted in target variables.
pub(super) fn findings(
    plan: &Plan,
    document: &PlanDocument,
    curves: &[Curve],
    quota: &Exact,
    target: Option<&Exact>,
) -> Vec<Problem> {
    let mut found = Vec::new();
    for component in plan.components.iter().filter(|one| one.bonus.is_none()) {
        let curves: Vec<&Curve> = curves.iter().filter(|curve| curve.pointer == component.pointer).collect();
        for curve in &curves {
            shape_of(component, curve, &mut found);
        }
        below_target(component, &curves, target.unwrap_or(&Exact::ONE), &mut found);
        unreachable_tiers(component, &mut found);
        across_findings(plan, component, &mut found);
        Staged { plan, component, curves: &curves, quota, target }.findings(&mut found);
    }
    idle_weights(plan, document, &mut found);
    found
}

/// Jumps, and places where more credit pays less.
fn shape_of(component: &Component, curve: &Curve, found: &mut Vec<Problem>) {
    for stretch in &curve.stretches {
        let at = place(component, curve, stretch);
        let of_column = curve.column.as_ref().map_or_else(String::new, |(_, words)| format!(", for {words}"));
        if !stretch.from.is_zero() && !stretch.jump.is_zero() {
            let verb = if stretch.jump.is_negative() { "falls" } else { "jumps" };
            let message =
                format!("at a credit of {} the payout {verb} by {}", said(&stretch.from), said(&stretch.jump.abs()));
            let message = format!("{message}{of_column}");
            let code = if stretch.jump.is_negative() { Code::CommissionPayoutFalls } else { Code::CommissionCliff };
            found.push(
                Problem::new(code, at.clone(), message)
                    .with("component_id", component.id.clone())
                    .with("credit", said(&stretch.from))
                    .with("jump", said(&stretch.jump)),
            );
        }
        if stretch.end < stretch.start {
            let until = stretch.to.as_ref().map_or_else(String::new, |to| format!(" to {}", said(to)));
            let message = format!("more credit pays less from {}{until}{of_column}", said(&stretch.from));
            found.push(
                Problem::new(Code::CommissionPayoutFalls, at, message)
                    .with("component_id", component.id.clone())
                    .with("credit", said(&stretch.from))
                    .with("rate", said(&stretch.rate)),
            );
        }
    }
}

/// The part of the payout rule that a stretch comes from.
fn place(component: &Component, curve: &Curve, stretch: &Stretch) -> String {
    let (list, last) = match &component.payout {
        Payout::Flat(_) | Payout::Rules(_) => return component.pointer.clone(),
        Payout::Table(table, _) => ("rate_table/tiers", table.bounds.len()),
        Payout::Curve(curve, _) => ("curve/points", curve.points.len()),
    };
    let part = stretch.tier.unwrap_or(0).min(last.saturating_sub(1));
    let at = pointer::at(&format!("{}/{list}", component.pointer), part);
    curve.column.as_ref().map_or(at.clone(), |(column, _)| pointer::at(&pointer::join(&at, "values"), *column))
}

/// A payout that has a top, and the top lies below the target.
fn below_target(component: &Component, curves: &[&Curve], target: &Exact, found: &mut Vec<Problem>) {
    let is_flat = |curve: &&Curve| curve.stretches.last().is_some_and(|last| last.end <= last.start);
    if !component.needs_target() || curves.is_empty() || !curves.iter().all(is_flat) {
        return;
    }
    let ends = curves
        .iter()
        .flat_map(|curve| &curve.stretches)
        .flat_map(|stretch| [&stretch.start, &stretch.end, &stretch.payout]);
    let most = ends.max().cloned().unwrap_or(Exact::ZERO);
    let share = target.mul(&component.weight);
    if most < share {
        let message = format!("no credit pays more than {}, and the target is {}", said(&most), said(&share));
        found.push(
            Problem::new(Code::CommissionCapBelowTarget, component.pointer.clone(), message)
                .with("component_id", component.id.clone())
                .with("most", said(&most))
                .with("target", said(&share)),
        );
    }
}

/// Tiers that no sale, no profit and no rounded attainment leads to.
fn unreachable_tiers(component: &Component, found: &mut Vec<Problem>) {
    let Payout::Table(table, _) = &component.payout else { return };
    let last = table.bounds.len().saturating_sub(1);
    for (tier, from) in table.bounds.iter().enumerate() {
        let to = table.bounds.get(tier + 1).or(table.end.as_ref());
        let why = if table.index.is_own_sum() && tier < last && to.is_some_and(|to| *to <= Exact::ZERO) {
            "it ends where credit starts: only refunds lead there"
        } else if table.index == Index::Margin && beyond_one(from, table.boundary) {
            "no margin is above 1: profit is never more than the price"
        } else if skipped_by_rounding(component, from, to, table.boundary) {
            "it is narrower than the places that attainment is rounded to, and no rounded attainment lies in it"
        } else {
            continue;
        };
        let at = pointer::at(&format!("{}/rate_table/tiers", component.pointer), tier);
        let message = format!("tier {} is never reached: {why}", tier + 1);
        found.push(
            Problem::new(Code::CommissionTierUnreachable, at, message)
                .with("component_id", component.id.clone())
                .with("tier", tier + 1),
        );
    }
}

pub(super) fn beyond_one(from: &Exact, boundary: Boundary) -> bool {
    match boundary {
        Boundary::LowerInclusive => *from > Exact::ONE,
        Boundary::UpperInclusive => *from >= Exact::ONE,
    }
}

/// Whether no attainment of so many places lies between two bounds.
fn skipped_by_rounding(component: &Component, from: &Exact, to: Option<&Exact>, boundary: Boundary) -> bool {
    let (Some(rounding), Some(to)) = (component.attainment_rounding, to) else { return false };
    let places = Exact::from(pow10(rounding.scale));
    let up = |bound: &Exact| bound.mul(&places).round_to_integer(Rounding::Ceiling);
    let down = |bound: &Exact| bound.mul(&places).round_to_integer(Rounding::Floor);
    match boundary {
        // The least rounded value in [from, to), or in (from, to].
        Boundary::LowerInclusive => up(from) >= up(to),
        Boundary::UpperInclusive => down(from) >= down(to),
    }
}

/// Weights of components that the target variable does not pay, and targets without a weight.
fn idle_weights(plan: &Plan, document: &PlanDocument, found: &mut Vec<Problem>) {
    for component in &plan.components {
        let versions = document.earlier_versions.iter().map(|version| &version.components);
        let lists = [("/components".to_owned(), &document.components)]
            .into_iter()
            .chain(versions.enumerate().map(|(number, list)| (format!("/earlier_versions/{number}/components"), list)));
        let given = lists
            .flat_map(|(base, list)| list.iter().enumerate().map(move |(at, one)| (pointer::at(&base, at), one)))
            .find(|(at, _)| *at == component.pointer)
            .and_then(|(_, one)| one.weight.as_ref());
        let Some(weight) = given.map(|weight| weight.exact().clone()) else { continue };
        let why = if component.needs_target() && weight.is_zero() {
            "the component is paid from the target variable, and its weight leaves it nothing"
        } else if !component.needs_target() && !weight.is_zero() {
            "the component is not paid from the target variable, so its weight takes from the others and does nothing"
        } else {
            continue;
        };
        let at = pointer::join(&component.pointer, "weight");
        found.push(
            Problem::new(Code::CommissionWeightIdle, at, why)
                .with("component_id", component.id.clone())
                .with("weight", weight.to_string()),
        );
    }
}
