//! The company that the quarter close has embedded: the first that the generator was asked for, without the
//! history of its deals, which a close does not read.

use quarterdeck::sample::{CompanyParams, PIPELINES, PLANS, company};

use super::File;

const FOLDER: &str = "core/examples/quarter_close/sample";
const SEED: u64 = 2026;

pub fn files() -> Vec<File> {
    let params = CompanyParams { history: false, ..CompanyParams::of(SEED) };
    let tables = company(&params).map(|company| company.tables).unwrap_or_default();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    let tables = tables.iter().map(|(name, table)| (format!("{FOLDER}/{name}.csv"), text(table.to_csv())));
    let documents = PIPELINES.iter().chain(&PLANS).map(|document| {
        let value: serde_json::Value = serde_json::from_str(document).unwrap_or_default();
        (format!("{FOLDER}/{}.json", value["id"].as_str().unwrap_or_default()), (*document).to_owned())
    });
    tables.chain(documents).collect()
}
