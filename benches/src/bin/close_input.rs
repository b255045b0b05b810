//! Writes the tables and documents of a generated company of any size, for `quarter_close` to be timed on.
//!
//! `close_input FOLDER [DEALS]`: a CSV file a table and a JSON file a document; a million deals unless said
//! otherwise, without their history. The same seed as the sample of the example.
#![forbid(unsafe_code)]

use std::path::Path;

use quarterdeck::sample::{CompanyParams, PIPELINES, PLANS, company};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("close_input FOLDER [DEALS]")?;
    let size = words.next().map_or(Ok(1_000_000), |deals| deals.parse())?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let made = company(&CompanyParams { size, history: false, ..CompanyParams::of(2026) })?;
    for (name, table) in made.tables.iter() {
        std::fs::write(folder.join(format!("{name}.csv")), table.to_csv())?;
        println!("{name}: {} rows", table.rows());
    }
    for document in PIPELINES.iter().chain(&PLANS) {
        let id = serde_json::from_str::<serde_json::Value>(document)?["id"].as_str().unwrap_or("document").to_owned();
        std::fs::write(folder.join(format!("{id}.json")), document)?;
    }
    Ok(())
}
