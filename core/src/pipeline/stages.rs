//! The checks of stages: their ids, kinds, probabilities, categories and days.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeMap;

use super::category::Category;
use super::check::duplicate_id;
use super::document::{StageDocument, StageKind};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report};
use crate::sorted;

/// Checks the stages of the version at the pointer `at`.
pub(super) fn check(stages: &[StageDocument], at: &str, report: &mut Report) {
    unique(stages, at, report);
    kinds(stages, at, report);
    for (position, stage) in stages.iter().enumerate() {
        let at = format!("{at}/stages/{position}");
        probability(stage, &at, report);
        days(stage, &at, report);
        if Category::parse(&stage.category).is_none() {
            let message = format!("`{}` is not a forecast category", stage.category);
            report.push(
                Problem::new(Code::PipelineUnknownCategory, format!("{at}/category"), message)
                    .with("category", stage.category.clone())
                    .with("known", Category::NAMES.to_vec()),
            );
        }
    }
    monotone(stages, at, report);
}

fn unique(stages: &[StageDocument], at: &str, report: &mut Report) {
    let (mut ids, mut orders) = (BTreeMap::new(), BTreeMap::new());
    for (position, stage) in stages.iter().enumerate() {
        let here = format!("{at}/stages/{position}");
        let first = *ids.entry(stage.id.as_str()).or_insert(position);
        if first != position {
            let message = format!("two stages have the id `{}`", stage.id);
            report.push(
                duplicate_id(&format!("{here}/id"), &format!("{at}/stages/{first}/id"), message)
                    .with("id", stage.id.clone()),
            );
        }
        let first = *orders.entry(stage.order).or_insert(position);
        if first != position {
            let message = format!("two stages have the order {}", stage.order);
            report.push(
                Problem::new(Code::PipelineDuplicateOrder, format!("{here}/order"), message)
                    .related(format!("{at}/stages/{first}/order"))
                    .with("order", stage.order),
            );
        }
    }
}

fn kinds(stages: &[StageDocument], at: &str, report: &mut Report) {
    let count = |kind: StageKind| stages.iter().filter(|stage| stage.kind == kind).count();
    let at = format!("{at}/stages");
    for (kind, code) in [
        (StageKind::Open, Code::PipelineNoOpenStage),
        (StageKind::Won, Code::PipelineNoWonStage),
        (StageKind::Lost, Code::PipelineNoLostStage),
    ] {
        if count(kind) == 0 {
            report.push(Problem::new(code, at.clone(), format!("no stage is of the kind {}", kind.as_str())));
        }
    }
    if count(StageKind::Open) == 1 {
        report.push(Problem::new(Code::PipelineSingleOpenStage, at, "only one stage is open"));
    }
}

fn probability(stage: &StageDocument, at: &str, report: &mut Report) {
    let value = stage.probability.exact();
    let (code, wanted) = if value.is_negative() || *value > Exact::ONE {
        (Code::PipelineProbabilityOutOfRange, "from 0 to 1")
    } else if stage.kind == StageKind::Won && *value != Exact::ONE {
        (Code::PipelineWonProbabilityNotOne, "1, as a won deal needs")
    } else if stage.kind == StageKind::Lost && !value.is_zero() {
        (Code::PipelineLostProbabilityNotZero, "0, as a lost deal needs")
    } else {
        return;
    };
    report.push(
        Problem::new(code, format!("{at}/probability"), format!("{value} is not {wanted}"))
            .with("stage", stage.id.clone())
            .with("probability", value.to_string()),
    );
}

fn days(stage: &StageDocument, at: &str, report: &mut Report) {
    let Some(most) = stage.max_days else { return };
    if most <= 0 {
        let message = format!("a deal cannot be in a stage for at most {most} days");
        report.push(
            Problem::new(Code::PipelineNonpositiveMaxDays, format!("{at}/max_days"), message).with("max_days", most),
        );
    } else if let Some(least) = stage.min_days
        && i64::from(least) > i64::from(most)
    {
        let message = format!("at least {least} days are more than the {most} allowed");
        report.push(
            Problem::new(Code::PipelineMinOverMaxDays, format!("{at}/min_days"), message)
                .related(format!("{at}/max_days"))
                .with("min_days", least)
                .with("max_days", most),
        );
    }
}

/// Warns where an open stage promises less than the open stage before it.
fn monotone(stages: &[StageDocument], at: &str, report: &mut Report) {
    let mut open: Vec<(usize, &StageDocument)> =
        stages.iter().enumerate().filter(|(_, stage)| stage.kind == StageKind::Open).collect();
    sorted::sort_by_key(&mut open, |(position, stage)| (stage.order, *position));
    for ((before, earlier), (position, stage)) in open.iter().zip(open.iter().skip(1)) {
        let here = |key: &str| format!("{at}/stages/{position}/{key}");
        let there = |key: &str| format!("{at}/stages/{before}/{key}");
        if stage.probability < earlier.probability {
            let message = format!(
                "`{}` has the probability {}, less than the {} of `{}` before it",
                stage.id, stage.probability, earlier.probability, earlier.id
            );
            report.push(
                Problem::new(Code::PipelineProbabilityNotMonotone, here("probability"), message)
                    .related(there("probability"))
                    .with("stage", stage.id.clone()),
            );
        }
        if let (Some(category), Some(previous)) = (Category::parse(&stage.category), Category::parse(&earlier.category))
            && category < previous
        {
            let message = format!(
                "`{}` is {}, less certain than {} of `{}` before it",
                stage.id, stage.category, earlier.category, earlier.id
            );
            report.push(
                Problem::new(Code::PipelineCategoryNotMonotone, here("category"), message)
                    .related(there("category"))
                    .with("stage", stage.id.clone()),
            );
        }
    }
}
