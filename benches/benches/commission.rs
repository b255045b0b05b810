//! A million transactions of ten thousand payees through one component of three marginal tiers, lines and
//! statements out.

use std::hint::black_box;

use benches::company::{Company, PARAMS, PLAN, rows_asked};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use quarterdeck::api::{self, Answer};

fn sound(answer: Answer) -> Answer {
    assert!(answer.json.starts_with(b"{\"ok\":true"), "{}", String::from_utf8_lossy(&answer.json));
    answer
}

fn commission(criterion: &mut Criterion) {
    let company = Company::new(rows_asked());
    let (plan, _) = api::load("commission_plan", PLAN).expect("the plan is sound");
    let mut group = criterion.benchmark_group("commission");
    group.sample_size(10).throughput(Throughput::Elements(company.rows.len() as u64));

    let (batch, others) = (company.batch(), company.others());
    group.bench_function("whole call", |bench| {
        bench.iter(|| {
            let tables = Company::tables(black_box(&batch), &others);
            sound(api::call("commission.calculate", Some(&plan), PARAMS, tables))
        });
    });

    let mut tables = others.clone();
    tables.insert("transactions", company.sorted().coded());
    group.bench_function("coded and in order", |bench| {
        bench.iter_batched(
            || tables.clone(),
            |tables| sound(api::call("commission.calculate", Some(&plan), PARAMS, tables)),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, commission);
criterion_main!(benches);
