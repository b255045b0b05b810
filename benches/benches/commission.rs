//! A million transactions of ten thousand payees through one component of three marginal tiers, lines and
//! statements out; then one line of them explained, and one payee with fifty thousand lines.

use std::hint::black_box;

use benches::company::{Company, PARAMS, PLAN, rows_asked};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quarterdeck::api::{self, Answer};
use quarterdeck::commission::{CalculateParams, Inputs, Plan, Prepared};
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

fn sound(answer: Answer) -> Answer {
    assert!(answer.json.starts_with(b"{\"ok\":true"), "{}", String::from_utf8_lossy(&answer.json));
    answer
}

/// Sorted by payee, payees coded, read and checked: what is left is the kernel.
fn prepared(company: &Company) -> Prepared {
    let mut bad = BadRecords::default();
    let others = company.others();
    let mut read = |table: Option<&Table>, shape: &'static TableShape| -> Records {
        conform(table.cloned().unwrap_or_default(), shape, &Intake::default(), &mut bad).expect("sound records")
    };
    let inputs = Inputs {
        transactions: read(Some(&company.sorted().coded()), &declared::TRANSACTIONS),
        assignments: read(others.get("assignments"), &declared::ASSIGNMENTS),
        quotas: Some(read(others.get("quotas"), &declared::QUOTAS)),
        splits: None,
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let (plan, _) = Plan::load(PLAN).expect("the plan is sound");
    let params: CalculateParams = serde_json::from_slice(PARAMS).expect("the parameters are sound");
    plan.prepared(&params, &inputs, bad).expect("sound inputs")
}

fn commission(criterion: &mut Criterion) {
    let company = Company::new(rows_asked());
    let mut group = criterion.benchmark_group("commission");
    group.sample_size(10).throughput(Throughput::Elements(company.rows.len() as u64));

    let prepared = prepared(&company);
    group.bench_function("kernel", |bench| bench.iter(|| black_box(&prepared).run()));

    let (plan, _) = api::load("commission_plan", PLAN).expect("the plan is sound");
    let (batch, others) = (company.batch(), company.others());
    group.bench_function("whole call", |bench| {
        bench.iter_with_large_drop(|| {
            let tables = Company::tables(black_box(&batch), &others);
            sound(api::call("commission.calculate", Some(&plan), PARAMS, tables))
        });
    });
    group.finish();
}

/// A call's lines and statements.
fn called(company: &Company) -> Answer {
    let (plan, _) = api::load("commission_plan", PLAN).expect("the plan is sound");
    let tables = Company::tables(&company.batch(), &company.others());
    sound(api::call("commission.calculate", Some(&plan), PARAMS, tables))
}

/// Explains a row of a table by the run that made it.
fn explained(answer: &Answer, table: &str, row: usize) -> Vec<u8> {
    let run = answer.run.as_ref().expect("a calculation explains itself");
    let told = api::explain(run, format!(r#"{{"table":"{table}","row":{row}}}"#).as_bytes());
    assert!(told.starts_with(b"{\"ok\":true"), "{}", String::from_utf8_lossy(&told));
    told
}

fn explanations(criterion: &mut Criterion) {
    let company = Company::new(rows_asked());
    let answer = called(&company);
    let mut group = criterion.benchmark_group("explanation");
    let line = company.rows.len() / 2;
    group.bench_function("one line", |bench| bench.iter(|| explained(&answer, "lines", black_box(line))));
    drop(answer);

    let one = Company::of(50_000, 1);
    group.bench_function("one payee with 50,000 lines, calculated", |bench| {
        bench.iter_with_large_drop(|| called(black_box(&one)));
    });
    let answer = called(&one);
    group.bench_function("last line of 50,000", |bench| bench.iter(|| explained(&answer, "lines", black_box(49_999))));
    group.bench_function("statement of 50,000 lines", |bench| {
        bench.iter(|| explained(&answer, "statements", black_box(0)));
    });
    group.finish();
}

criterion_group!(benches, commission, explanations);
criterion_main!(benches);
