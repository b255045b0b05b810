//! Reading text into the tree that every document passes through.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quarterdeck::problem::Tree;

/// A plan of this many rate tiers, as a user would write it.
fn document(tiers: usize) -> String {
    let tiers: Vec<_> = (0..tiers)
        .map(|tier| {
            format!(r#"{{"from":"{}","to":"{}","value":"0.0{}"}}"#, tier * 1000, (tier + 1) * 1000, tier % 9 + 1)
        })
        .collect();
    format!(
        r#"{{"schema":"quarterdeck/commission-plan@1","components":[{{"rate_table":{{"tiers":[{}]}}}}]}}"#,
        tiers.join(",")
    )
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("documents");
    for tiers in [10, 1000] {
        let text = document(tiers);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("tree of {tiers} tiers"), |bench| bench.iter(|| Tree::parse(text.as_bytes())));
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
