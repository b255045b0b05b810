//! A population through the engine, on one thread or several, with the same result.

use std::num::NonZeroU32;
use std::panic::resume_unwind;

use crate::commission::clawback::Originals;
use crate::commission::output::results::Results;
use crate::commission::sharing::run_together;
use crate::commission::workings::Workings;
use crate::problem::{Problems, Report};
use crate::trace::Off;

/// The least lines that are worth a block of their own.
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

    fn room(&self, workings: &Workings) -> Results {
        let mut results = Results::with_room(workings, self.lines, self.slices);
        results.used = vec![false; workings.transactions.rows()];
        results
    }

    fn run(&self, workings: &Workings, originals: &Originals) -> Result<Results, Problems> {
        let mut results = self.room(workings);
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

/// Runs every slice, payee by payee, and takes back what refunds take back. Blocks are cut by what there is to do, not
/// by the number of threads; where payees hand earnings on to each other, and in the browser, there is one thread.
pub(crate) fn run(workings: &Workings, originals: &Originals, threads: NonZeroU32) -> Result<Results, Problems> {
    if workings.plan.is_shared() {
        return run_together(workings, originals);
    }
    let mut all = Block::default();
    originals.payees(workings).into_iter().for_each(|payee| all.add(workings, payee));
    let threads = if cfg!(target_family = "wasm") { 1 } else { threads.get() as usize };
    if threads == 1 || all.lines < 2 * BLOCK {
        return all.run(workings, originals);
    }
    let blocks = cut(workings, &all.payees);
    let mut done = side_by_side(&blocks, threads.min(blocks.len()), |block| block.run(workings, originals));
    let mut results = all.room(workings);
    let mut report = Report::new();
    for (block, _) in blocks.iter().enumerate() {
        let thread = block % done.len();
        match done.get_mut(thread).and_then(Iterator::next) {
            Some(Ok(block)) => results.append(block),
            Some(Err(problems)) => report.absorb(problems),
            None => {}
        }
    }
    report.finish()?;
    Ok(results)
}

fn cut(workings: &Workings, payees: &[u32]) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for &payee in payees {
        if blocks.last().is_none_or(|block| block.lines >= BLOCK) {
            blocks.push(Block::default());
        }
        if let Some(block) = blocks.last_mut() {
            block.add(workings, payee);
        }
    }
    blocks
}

/// What a thread makes of every block that is its: of so many, one after the other in turn.
fn side_by_side<T: Send>(
    blocks: &[Block],
    threads: usize,
    run: impl Fn(&Block) -> T + Sync,
) -> Vec<std::vec::IntoIter<T>> {
    let run = &run;
    std::thread::scope(|scope| {
        let start = |thread| {
            scope.spawn(move || blocks.iter().skip(thread).step_by(threads).map(run).collect::<Vec<_>>().into_iter())
        };
        let started: Vec<_> = (0..threads).map(start).collect();
        started.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
