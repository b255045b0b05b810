//! The same input gives the same bytes: twice in one process, and once more in another.

use std::collections::BTreeMap;
use std::process::Command;

use conformance::vectors::{read_all, run};
use serde_json::Value;

#[test]
fn bytes_do_not_depend_on_the_process() {
    let vectors = read_all().expect("the vectors can be read");
    let here: BTreeMap<String, String> =
        vectors.iter().map(|vector| (vector.name.clone(), run(vector).digest)).collect();
    for vector in &vectors {
        assert_eq!(here[&vector.name], run(vector).digest, "{} answers differently the second time", vector.name);
    }

    let output = Command::new(env!("CARGO_BIN_EXE_vectors")).output().expect("the runner starts");
    let lines = String::from_utf8(output.stdout).expect("it writes UTF-8");
    let there: BTreeMap<String, String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("it writes JSON"))
        .filter_map(|line| Some((line["name"].as_str()?.to_owned(), line["digest"].as_str()?.to_owned())))
        .collect();
    assert_eq!(here, there);
}
