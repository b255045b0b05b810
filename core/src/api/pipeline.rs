//! The operations of the pipeline room.

use std::sync::Arc;

use super::handle::Model;
use super::operation::{Outcome, Request, TableUse};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::pipeline::{
    DealsParams, DealsSummary, MOVES, MovesParams, MovesSummary, PROBLEMS, Pipeline, REASONS, RequirementsSummary,
    TransitionParams, TransitionSummary,
};
use crate::problem::{Code, Problem, Problems};
use crate::table::{Tables, declared};

/// What a criterion can answer where it cannot be asked.
const CRITERIA: &[Code] = &[Code::RuleTypeMismatch, Code::RuleBadOperator];

pub(super) const CHECK_TRANSITION: Operation = Operation {
    name: "pipeline.check_transition",
    kind: Some(Kind::Pipeline),
    about: "whether a deal may move to a stage, with every reason why not",
    params: schema::<TransitionParams>,
    tables_in: &[],
    open: false,
    summary: schema::<TransitionSummary>,
    tables_out: &[&REASONS],
    codes: CRITERIA,
    since: "0.1.0",
    long: false,
    run: check_transition,
};

pub(super) const DESCRIBE: Operation = Operation {
    name: "pipeline.describe",
    about: "a pipeline in words",
    params: schema::<NoParams>,
    summary: schema::<DescribeSummary>,
    tables_out: &[],
    codes: &[],
    run: describe,
    ..CHECK_TRANSITION
};

pub(super) const AVAILABLE_MOVES: Operation = Operation {
    name: "pipeline.available_moves",
    about: "the stages to which a deal may move now",
    params: schema::<MovesParams>,
    summary: schema::<MovesSummary>,
    tables_out: &[&MOVES],
    run: available_moves,
    ..CHECK_TRANSITION
};

pub(super) const REQUIREMENTS: Operation = Operation {
    name: "pipeline.requirements",
    about: "what a deal still needs to enter a stage",
    summary: schema::<RequirementsSummary>,
    run: requirements,
    ..CHECK_TRANSITION
};

pub(super) const CHECK_DEALS: Operation = Operation {
    name: "pipeline.check_deals",
    about: "what is wrong with deals where they stand",
    params: schema::<DealsParams>,
    tables_in: &[TableUse::required(&declared::DEALS)],
    summary: schema::<DealsSummary>,
    tables_out: &[&PROBLEMS, &declared::EXCLUDED, &declared::SET_ASIDE],
    codes: &[
        Code::RuleUnknownColumn,
        Code::RuleTypeMismatch,
        Code::RuleBadOperator,
        Code::RuleAsOfMissing,
        Code::TransitionPipelineMismatch,
    ],
    run: check_deals,
    ..CHECK_TRANSITION
};

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: pipeline(&request)?.describe() }, Vec::new(), Tables::new()))
}

/// The pipeline that the call is made on.
fn pipeline<'r>(request: &Request<'r>) -> Result<&'r Pipeline, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::Pipeline(pipeline)) => Ok(pipeline),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a pipeline").into()),
    }
}

fn check_transition(request: Request<'_>) -> Result<Outcome, Problems> {
    let (pipeline, params) = (pipeline(&request)?, request.params::<TransitionParams>()?);
    let (deal, at) = pipeline.read_move(&params.deal, &params.at)?;
    let transition = pipeline.check_transition(&deal, &params.to, at, params.actor.as_ref())?;
    let mut tables = Tables::new();
    tables.insert("reasons", transition.to_table()?);
    let summary = TransitionSummary::from(&transition);
    Ok(Outcome::of(&summary, Vec::new(), tables).explained_by(Arc::new(transition)))
}

fn available_moves(request: Request<'_>) -> Result<Outcome, Problems> {
    let (pipeline, params) = (pipeline(&request)?, request.params::<MovesParams>()?);
    let (deal, at) = pipeline.read_move(&params.deal, &params.at)?;
    let moves = pipeline.available_moves(&deal, at, params.actor.as_ref())?;
    let mut tables = Tables::new();
    tables.insert("moves", moves.to_table()?);
    Ok(Outcome::of(&MovesSummary::from(&moves), Vec::new(), tables).explained_by(Arc::new(moves)))
}

fn requirements(request: Request<'_>) -> Result<Outcome, Problems> {
    let (pipeline, params) = (pipeline(&request)?, request.params::<TransitionParams>()?);
    let (deal, at) = pipeline.read_move(&params.deal, &params.at)?;
    let requirements = pipeline.requirements(&deal, &params.to, at, params.actor.as_ref())?;
    let mut tables = Tables::new();
    tables.insert("reasons", requirements.transition.to_table()?);
    let summary = RequirementsSummary::from(&requirements);
    Ok(Outcome::of(&summary, Vec::new(), tables).explained_by(Arc::new(requirements.transition)))
}

fn check_deals(mut request: Request<'_>) -> Result<Outcome, Problems> {
    request.bad.settle()?;
    let deals = request.required("deals")?;
    let (pipeline, params) = (pipeline(&request)?, request.params::<DealsParams>()?);
    let as_of = params.as_of.map(|text| pipeline.read_moment(&text, "/params/as_of")).transpose()?;
    let check = pipeline.check_deals(&deals, as_of)?;
    let mut tables = Tables::new();
    tables.insert("problems", check.to_table()?);
    tables.insert("excluded", check.excluded()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&check.summary, Vec::new(), tables).explained_by(Arc::new(check)))
}
