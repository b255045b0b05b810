//! A population through the engine, on one thread or several, with the same result.

use std::num::NonZeroU32;
use std::panic::resume_unwind;
use std::slice;
use std::thread;

use crate::commission::clawback::Originals;
use crate::commission::output::results::Results;
use crate::commission::sharing::run_together;
use crate::commission::workings::Workings;
use crate::problem::{Problems, Report};
use crate::trace::Off;

/// The least lines that are worth a thread of their own.
const BLOCK: usize = 32_768;

/// Payees that run one after the other, and the room that their lines and statements need.
#[derive(Debug, Default)]
struct Block {
    payees: Vec<u32>,
    lines: usize,
    slices: usize,
}

impl Block {
    fn add(&mut self, workings: &Workings, payee: u32) {
        let (_, slices) = workings.slices_of(payee);
        self.payees.push(payee);
        self.slices += slices.len();
        self.lines += slices.iter().map(|slice| workings.most_lines(slice)).sum::<usize>();
    }

    /// Runs its payees, with room for what these blocks bring: its own, or all of them.
    fn run(&self, workings: &Workings, originals: &Originals, room: &[Self]) -> Result<Results, Problems> {
        let lines = room.iter().map(|block| block.lines).sum();
        let mut results = Results::with_room(workings, lines, room.iter().map(|block| block.slices).sum());
        results.used = vec![false; workings.transactions.rows()];
        let mut report = Report::new();
        for &payee in &self.payees {
            let (number, slices) = workings.slices_of(payee);
            let recorders = &mut vec![Off; slices.len()];
            if let Err(problem) = results.payee(workings, payee, slices, number, recorders, Some(originals)) {
                report.push(problem);
            }
        }
        report.finish()?;
        Ok(results)
    }
}

/// Runs every slice, payee by payee, and takes back what refunds take back. Each thread has payees that follow one
/// another, with about as many lines as the next; where payees hand earnings on to each other, and in the browser,
/// there is one.
pub(crate) fn run(workings: &Workings, originals: &Originals, threads: NonZeroU32) -> Result<Results, Problems> {
    if workings.plan.is_shared() {
        return run_together(workings, originals);
    }
    let mut all = Block::default();
    originals.payees(workings).into_iter().for_each(|payee| all.add(workings, payee));
    let threads = if cfg!(target_family = "wasm") { 1 } else { threads.get() as usize };
    let threads = threads.min(all.lines / BLOCK);
    if threads < 2 {
        return all.run(workings, originals, slice::from_ref(&all));
    }
    let blocks = cut(workings, &all, threads);
    let mut results: Option<Results> = None;
    let mut report = Report::new();
    for block in side_by_side(&blocks, |block, room| block.run(workings, originals, room)) {
        match (block, &mut results) {
            (Ok(block), Some(before)) => before.append(block),
            (Ok(block), None) => results = Some(block),
            (Err(problems), _) => report.absorb(problems),
        }
    }
    report.finish()?;
    Ok(results.unwrap_or_else(|| Results::new(workings, &[])))
}

/// The payees of all lines in so many blocks.
fn cut(workings: &Workings, all: &Block, blocks: usize) -> Vec<Block> {
    let most = all.lines.div_ceil(blocks);
    let mut cut = vec![Block::default()];
    for &payee in &all.payees {
        if cut.last().is_none_or(|block| block.lines >= most) {
            cut.push(Block::default());
        }
        if let Some(block) = cut.last_mut() {
            block.add(workings, payee);
        }
    }
    cut
}

/// What a thread makes of each block. The first has room for what all of them bring, which is put behind its own.
fn side_by_side<T: Send>(blocks: &[Block], run: impl Fn(&Block, &[Block]) -> T + Sync) -> Vec<T> {
    let run = &run;
    thread::scope(|scope| {
        let start = |(number, block)| {
            let room = if number == 0 { blocks } else { slice::from_ref(block) };
            scope.spawn(move || run(block, room))
        };
        let started: Vec<_> = blocks.iter().enumerate().map(start).collect();
        started.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
