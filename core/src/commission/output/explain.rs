//! Why a line, a statement or a credit is what it is: the same run again, with recording on.

use std::ops::Range;

use super::outcome::Explanations;
use super::results::Results;
use crate::commission::document::Accumulate;
use crate::commission::engine::kernel::Working;
use crate::commission::engine::proof::Wide;
use crate::commission::engine::rounder::exact;
use crate::commission::engine::run::Members;
use crate::commission::periods::slices::Slice;
use crate::commission::rates::ladder::Shape;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem};
use crate::time::Date;
use crate::trace::{Explain, Node, Recording, not_computed, unknown_row};

impl Explain for Explanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let (found, rows) = match table {
            "lines" => (self.line(row)?, self.lines()),
            "statements" => (self.statement(row)?, self.statement_slices.len()),
            "credits" => (self.workings.explain_credit(row), self.workings.credits.len()),
            _ => return Err(not_computed(table)),
        };
        found.ok_or_else(|| unknown_row(table, rows, row))
    }
}

/// One payee's slices run again.
struct Replay {
    /// The first slice, and its first row of `lines`.
    first: usize,
    first_row: usize,
    runs: Vec<Run>,
    results: Results,
}

/// One slice run again.
struct Run {
    /// The rows of `lines` that were recorded, and the first one's line among the members.
    rows: Range<usize>,
    position: usize,
    members: Members,
    steps: Vec<Node>,
}

impl Explanations {
    fn slice(&self, number: usize) -> Option<(&Slice, Range<usize>)> {
        Some((self.workings.slices.get(number)?, self.ranges.get(number)?.clone()))
    }

    /// The slices of the payee whose slice this is, and the position of the first.
    fn of_payee(&self, number: usize) -> (usize, &[Slice]) {
        self.workings.slices.get(number).map_or((number, &[]), |slice| self.workings.slices_of(slice.payee))
    }

    /// How many lines there are.
    fn lines(&self) -> usize {
        let earned = self.ranges.last().map_or(0, |range| range.end);
        let earned = earned.max(self.handed.end());
        self.clawbacks.lines.last().map_or(earned, |clawed| earned.max(clawed.line + 1))
    }

    fn line(&self, row: usize) -> Result<Option<Node>, Problem> {
        if let Some(clawed) = self.clawbacks.line(row) {
            return Ok(Some(self.workings.explain_clawback(clawed)));
        }
        if let Some(handed) = self.handed.explain_line(&self.workings, row) {
            return Ok(Some(handed));
        }
        let number = self.ranges.partition_point(|rows| rows.end <= row);
        if !self.ranges.get(number).is_some_and(|rows| rows.contains(&row)) {
            return Ok(None);
        }
        let mut replay = self.replay(number, |own, _| if own == number { row..row + 1 } else { 0..0 })?;
        if self.rates_end(number) <= row {
            return Ok(self.of_stages(&replay, row..row + 1).pop());
        }
        Ok(self.steps(number, &mut replay).pop())
    }

    fn statement(&self, row: usize) -> Result<Option<Node>, Problem> {
        let Some(number) = self.statement_slices.get(row).copied() else { return Ok(None) };
        if let Some(beyond) = self.beyond(row) {
            return Ok(Some(beyond));
        }
        if let Some(number) = number {
            let mut replay = self.replay(number, |own, rows| if own == number { rows } else { 0..0 })?;
            return self.component(number, &mut replay).map(Some);
        }
        // A payee's total follows the payee's slices and what is beyond them.
        let mut first = row;
        let mut beyond = Vec::new();
        while let Some(node) = first.checked_sub(1).and_then(|above| self.beyond(above)) {
            beyond.push(node);
            first -= 1;
        }
        beyond.reverse();
        let last = first.checked_sub(1).and_then(|above| self.statement_slices.get(above).copied().flatten());
        let mut parts = Vec::new();
        if let Some(last) = last {
            let mut replay = self.replay(last, |_, rows| rows)?;
            let (first, of_payee) = self.of_payee(last);
            for number in first..first + of_payee.len() {
                parts.push(self.component(number, &mut replay)?);
            }
        }
        parts.append(&mut beyond);
        let total =
            parts.iter().filter_map(|part| part.rounded).fold(Exact::from(0), |sum, part| sum.add(&part.into()));
        let payee = self.statement_payees.get(row).map_or("", |payee| self.workings.roster.payees.word(*payee));
        let node = Node::new("earned", format!("everything that {payee} earned in the period"), "");
        Ok(Some(node.value(total.clone()).parts(parts).rounded_if(total.to_decimal())))
    }

    /// A row of `statements` beyond slices.
    fn beyond(&self, row: usize) -> Option<Node> {
        let clawed = self.clawbacks.statement(row).map(|clawed| self.workings.explain_clawbacks(clawed));
        clawed.or_else(|| self.handed.explain_statement(&self.workings, row))
    }

    /// Runs the payee of a slice again, once. `wanted` says which rows of `lines` are to be recorded, of all
    /// rows of each of the payee's slices.
    fn replay(&self, number: usize, wanted: impl Fn(usize, Range<usize>) -> Range<usize>) -> Result<Replay, Problem> {
        let (first, of_payee) = self.of_payee(number);
        let first_row = self.ranges.get(first).map_or(0, |rows| rows.start);
        let (mut runs, mut recordings) = (Vec::new(), Vec::new());
        for (number, slice) in (first..).zip(of_payee) {
            let rows = self.ranges.get(number).cloned().unwrap_or_default();
            let members = self.workings.members(slice);
            let (wanted, end) = (wanted(number, rows.clone()), self.rates_end(number));
            let wanted = wanted.start..wanted.end.min(end).max(wanted.start);
            // Lines that were asked for come last: earlier ones only move the running sums.
            let position = (members.len() + wanted.start).saturating_sub(end);
            recordings.push(Recording::of(position..position + wanted.len()));
            runs.push(Run { rows: wanted, position, members, steps: Vec::new() });
        }
        let mut results = Results::new(&self.workings, of_payee);
        results.notes.noting = true;
        let payee = of_payee.first().map_or(0, |slice| slice.payee);
        results.notes.beside = self.handed.overrides(payee).map(|exact| (usize::MAX, exact.clone())).collect();
        results.payee(&self.workings, payee, of_payee, 0, &mut recordings, None)?;
        for (run, recording) in runs.iter_mut().zip(recordings) {
            run.steps = recording.steps;
        }
        Ok(Replay { first, first_row, runs, results })
    }

    /// The steps of a slice's lines that were recorded.
    fn steps(&self, number: usize, replay: &mut Replay) -> Vec<Node> {
        let run = number.checked_sub(replay.first).and_then(|run| replay.runs.get_mut(run));
        let Some((run, slice)) = run.zip(self.workings.slices.get(number)) else { return Vec::new() };
        let Some(own) = run.rows.start.checked_sub(replay.first_row) else { return Vec::new() };
        let steps = std::mem::take(&mut run.steps).into_iter().zip(replay.results.lines.amounts().iter().skip(own));
        let notes = &replay.results.notes;
        let terms = self.workings.explain_terms(slice);
        let explained = |(line, (step, units)): (usize, (Node, &i128))| {
            let explained = self.workings.explained(slice, run.members.position(line), step, *units)?;
            let explained = explained.parts(terms.iter().cloned());
            Some(notes.staged(own + line - run.position, explained))
        };
        (run.position..).zip(steps).filter_map(explained).collect()
    }

    /// The first row of a slice that stages brought about, after those of the rates.
    fn rates_end(&self, number: usize) -> usize {
        let end = self.ranges.get(number).map_or(0, |rows| rows.end);
        end - self.stage_lines.get(number).copied().unwrap_or(0)
    }

    /// The steps of lines that stages brought about.
    fn of_stages(&self, replay: &Replay, rows: Range<usize>) -> Vec<Node> {
        let scale = self.workings.plan.rounding.scale;
        let explained = |row: usize| {
            let own = row.checked_sub(replay.first_row)?;
            let amount = replay.results.lines.amounts().get(own)?;
            let transactions = self.workings.transactions.table();
            replay.results.notes.of_stage(own, transactions, Decimal::from_mantissa(*amount, scale).ok())
        };
        rows.filter_map(explained).collect()
    }

    /// A component's statement, line by line.
    fn component(&self, number: usize, replay: &mut Replay) -> Result<Node, Problem> {
        let missing = || Problem::new(Code::TraceUnknownRow, "/row", "the statement has no such component");
        let (slice, range) = self.slice(number).ok_or_else(missing)?;
        let workings = &self.workings;
        let component = workings.component(slice);
        let lines = self.steps(number, replay);
        let own = range.start - replay.first_row..range.end - replay.first_row;
        let units: i128 = replay.results.lines.amounts().get(own).unwrap_or_default().iter().sum();
        let payee = workings.roster.payees.word(slice.payee);
        let mut node = Node::new(
            "earned",
            format!("what {payee} earned by `{}`, line by line", component.id),
            component.pointer.clone(),
        );
        if let Some(quota) = &slice.quota {
            node = node.input("quota", quota);
        }
        if let Some(target) = &slice.target {
            node = node.input("target_variable", target);
        }
        let scale = workings.plan.rounding.scale;
        Ok(node
            .input("lines", range.len())
            .rounded_if(Decimal::from_mantissa(units, scale).ok())
            .parts(lines)
            .parts(self.of_stages(replay, self.rates_end(number)..range.end))
            .parts(workings.explain_terms(slice)))
    }
}

impl Workings {
    /// The step of the line whose credit stands at this position of the order, without the terms of its slice.
    fn explained(&self, slice: &Slice, position: usize, step: Node, units: i128) -> Option<Node> {
        let order = self.order(self.component(slice).date);
        let row = order.row(position);
        let day = order.days.get(position).and_then(|&day| Date::from_days(day).ok())?;
        let id = crate::commission::credit::credits::id(self.transactions.table(), row);
        let amount = Decimal::from_mantissa(units, self.plan.rounding.scale).ok()?;
        let step = if order.is_lowering(position) { self.lowering_node(step, row) } else { step };
        let node = step.input("transaction", id).input("date", day).rounded_if(Some(amount));
        Some(node.part(self.shaping_node(slice, position, self.credit_node(position, slice))))
    }

    /// The step of a line that integers over one denominator made.
    pub(crate) fn explain_line<I: Wide>(&self, slice: &Slice, working: &Working<'_, I>) -> Node {
        let ladder = working.ladder;
        let zero = || Exact::from(0);
        let money = |numerator: &I| exact(numerator, ladder.denominator()).unwrap_or_else(zero);
        let measured = |numerator: &I| exact(numerator, ladder.measure_denominator()).unwrap_or_else(zero);
        let value = |numerator: &I| exact(numerator, ladder.value_denominator()).unwrap_or_else(zero);
        let part = money(&working.part);
        let parts: Vec<Node> = match ladder.shape() {
            Shape::Marginal if ladder.is_additive() => ladder
                .portions(&working.before, &working.after)
                .iter()
                .map(|(tier, width, rate)| {
                    let (width, rate) = (measured(width), value(rate));
                    let node = Node::new(
                        tier_name(ladder.number(*tier)),
                        "the credit inside the tier times its rate",
                        self.tier_rule(slice, ladder.number(*tier)),
                    );
                    node.input("credit", &width).input("rate", &rate).value(width.mul(&rate))
                })
                .collect(),
            Shape::Marginal | Shape::Whole | Shape::Step | Shape::Curve | Shape::CurveRate => {
                let before = working.total.minus(&working.part);
                let rule = self.tier_rule(slice, ladder.number(working.tier));
                let name = tier_name(ladder.number(working.tier));
                let mut after = Node::new(name, "what the period has earned with this line", rule);
                match ladder.shape() {
                    Shape::Step | Shape::CurveRate => {}
                    Shape::Curve => {
                        let at = self.looked_up(slice, &measured(&working.after));
                        after.op = self.curve_words(slice, working.tier, &at);
                    }
                    Shape::Whole => after = after.input("rate", value(&ladder.value(working.tier))),
                    Shape::Marginal => {
                        let rated = ladder.makeup(&working.after);
                        let rated = rated.iter().map(|(tier, credit, rate)| {
                            self.rated(slice, ladder.number(*tier), &measured(credit), &value(rate))
                        });
                        after = after.parts(rated);
                    }
                }
                vec![
                    after.value(money(&working.total)),
                    Node::new("earlier lines", "less what they have earned", "").value(money(&before).neg()),
                ]
            }
        };
        self.earning(slice, &part)
            .input("measure_before", measured(&working.before))
            .input("measure_after", measured(&working.after))
            .parts(parts)
    }

    pub(crate) fn earning(&self, slice: &Slice, part: &Exact) -> Node {
        let component = self.component(slice);
        let how = match component.accumulate {
            Accumulate::Period => "what the period has earned with this line, less what it had earned before",
            Accumulate::Transaction => "what this transaction earns for itself",
        };
        let mut node = Node::new("earning", how, component.pointer.clone()).value(part.clone());
        if let Some(quota) = &slice.quota {
            node = node.input("quota", quota);
        }
        if let Some(target) = &slice.target {
            node = node.input("target_variable", target);
        }
        node
    }

    /// Where the plan says what a tier pays; `number` counts from 1, and is none below the first.
    pub(crate) fn tier_rule(&self, slice: &Slice, number: Option<i64>) -> String {
        let component = self.component(slice);
        match (&component.payout, number) {
            (crate::commission::model::Payout::Table(..), Some(number)) => {
                format!("{}/rate_table/tiers/{}", component.pointer, number - 1)
            }
            (crate::commission::model::Payout::Table(..), None) => format!("{}/rate_table", component.pointer),
            (crate::commission::model::Payout::Curve(..), Some(number)) => {
                format!("{}/curve/points/{}", component.pointer, number - 1)
            }
            (crate::commission::model::Payout::Curve(..), None) => format!("{}/curve", component.pointer),
            (crate::commission::model::Payout::Flat(_) | crate::commission::model::Payout::Rules(_), _) => {
                component.pointer.clone()
            }
        }
    }
}

pub(crate) fn tier_name(number: Option<i64>) -> String {
    number.map_or_else(|| "rate".to_owned(), |number| format!("tier {number}"))
}
