//! What of the company's targets a plan pays for, and what it pays for besides.

use std::collections::BTreeMap;

use super::findings::shown;
use super::ran::Ran;
use super::ratios_shapes::COVERAGE;
use crate::commission::output::cells;
use crate::commission::output::tabulate::Sheet;
use crate::number::Exact;
use crate::problem::Problem;
use crate::table::{Records, Table};

/// A measure of the plan, for all payees.
#[derive(Debug, Default)]
struct Measure {
    components: Vec<String>,
    quota: Vec<Exact>,
    measured: Vec<Exact>,
    earned: Vec<Exact>,
}

/// A row of the table.
struct Row<'r> {
    target: Option<&'r str>,
    measure: Option<&'r str>,
    amount: Option<Exact>,
    components: usize,
    quota: Exact,
    measured: Exact,
    earned: Exact,
    standing: &'static str,
}

fn sum<'e>(parts: impl IntoIterator<Item = &'e Exact>) -> Exact {
    parts.into_iter().fold(Exact::ZERO, |sum, part| sum.add(part))
}

/// By measure; of components that share one, its quota and credit are those of the first.
fn measures(ran: &Ran) -> BTreeMap<&str, Measure> {
    let workings = &ran.explanations.workings;
    let mut found: BTreeMap<&str, Measure> = BTreeMap::new();
    for component in workings.plan.components.iter().filter(|one| one.bonus.is_none()) {
        let measure = found.entry(component.measure_id.as_str()).or_default();
        if !measure.components.contains(&component.id) {
            measure.components.push(component.id.clone());
        }
    }
    for (row, one) in ran.statements.iter().enumerate() {
        let Some(slice) = ran.slice(row) else { continue };
        let component = workings.component(slice);
        let Some(measure) = found.get_mut(component.measure_id.as_str()) else { continue };
        measure.earned.push(one.earned.clone());
        if measure.components.first() == Some(&component.id) {
            measure.quota.extend(one.quota.clone());
            measure.measured.extend(one.measure.clone());
        }
    }
    found
}

/// The table `coverage`.
///
/// # Errors
/// `number.out_of_range`.
pub(super) fn coverage(ran: &Ran, targets: Option<&Records>) -> Result<Table, Problem> {
    let measures = measures(ran);
    let earned = sum(measures.values().flat_map(|measure| &measure.earned));
    let mut rows = Vec::new();
    let mut served = Vec::new();
    for row in targets.into_iter().flat_map(|targets| cells::good(targets, "company_targets", "target_id")) {
        let Some(amount) = row.exact("amount") else { continue };
        let id = row.text("measure_id");
        served.extend(id);
        let measure = id.and_then(|id| measures.get(id));
        let quota = sum(measure.into_iter().flat_map(|measure| &measure.quota));
        let standing = match measure {
            None => "not_paid",
            Some(_) if quota < amount => "quota_short",
            Some(_) => "covered",
        };
        rows.push(Row::new((Some(row.id()), id), Some(amount), measure, standing));
    }
    for (id, measure) in measures.iter().filter(|(id, _)| !served.contains(*id)) {
        rows.push(Row::new((None, Some(*id)), None, Some(measure), "no_target"));
    }
    type Figure<'f> = &'f dyn Fn(&Row<'_>) -> Exact;
    let ratio = |of: Figure<'_>, over: &dyn Fn(&Row<'_>) -> Option<Exact>| {
        let one = |row: &Row<'_>| over(row).and_then(|over| of(row).checked_div(&over).ok());
        rows.iter().map(|row| one(row).as_ref().map(shown).transpose()).collect::<Result<Vec<_>, _>>()
    };
    let ratios = [
        ("quota_coverage", ratio(&|row| row.quota.clone(), &|row| row.amount.clone())?),
        ("attainment", ratio(&|row| row.measured.clone(), &|row| row.amount.clone())?),
        ("pay_share", ratio(&|row| row.earned.clone(), &|_| Some(earned.clone()))?),
    ];
    let figure = |of: Figure<'_>| rows.iter().map(|row| shown(&of(row))).collect::<Result<Vec<_>, _>>();
    let (quota, measured) = (figure(&|row| row.quota.clone())?, figure(&|row| row.measured.clone())?);
    let mut sheet = Sheet::new(rows.len());
    sheet.text("target_id", &mut rows.iter().map(|row| row.target));
    sheet.text("measure_id", &mut rows.iter().map(|row| row.measure));
    sheet.exacts("amount", &mut rows.iter().map(|row| row.amount.as_ref()));
    sheet.integers("components", &mut rows.iter().map(|row| row.components));
    sheet.exacts("quota", &mut quota.iter().map(Some));
    sheet.exacts("measured", &mut measured.iter().map(Some));
    sheet.exacts("earned", &mut rows.iter().map(|row| Some(&row.earned)));
    for (name, cells) in &ratios {
        sheet.exacts(name, &mut cells.iter().map(Option::as_ref));
    }
    sheet.text("standing", &mut rows.iter().map(|row| Some(row.standing)));
    sheet.in_order(&COVERAGE)
}

impl<'r> Row<'r> {
    fn new(
        (target, measure): (Option<&'r str>, Option<&'r str>),
        amount: Option<Exact>,
        found: Option<&Measure>,
        standing: &'static str,
    ) -> Self {
        let of = |figure: fn(&Measure) -> &Vec<Exact>| sum(found.into_iter().flat_map(figure));
        Self {
            target,
            measure,
            amount,
            components: found.map_or(0, |found| found.components.len()),
            quota: of(|found| &found.quota),
            measured: of(|found| &found.measured),
            earned: of(|found| &found.earned),
            standing,
        }
    }
}
