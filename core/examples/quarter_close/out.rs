//! The close as files: every result table as CSV and JSON, one statement as Markdown, and a record of what it
//! was made from.

use std::collections::BTreeMap;
use std::path::Path;

use quarterdeck::api;
use quarterdeck::problem::json::canonical;
use quarterdeck::table::{Column, Table, TextColumn};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::close::Close;
use crate::report::statement::{self, HEADER, Statement};
use crate::trouble::Trouble;

/// One file's worth of rows: parts with the same columns, each with the name of what it comes from.
struct Result<'c> {
    name: &'static str,
    /// The column that names the part, where there is one.
    part: Option<&'static str>,
    tables: Vec<(&'c str, &'c Table)>,
}

pub(crate) fn write(close: &Close, arguments: &Arguments, folder: &str) -> std::result::Result<String, Trouble> {
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder).map_err(|why| unwritable(folder, &why))?;
    let aside = close.records.set_aside().to_table();
    let mut written = BTreeMap::new();
    let mut digests = BTreeMap::new();
    for result in results(close, &aside) {
        let (csv, rows, count) = result.joined()?;
        digests.insert(result.name, json!({"digest": api_digest(&rows)?, "rows": count}));
        written.insert(format!("{}.csv", result.name), csv);
        written.insert(format!("{}.json", result.name), rows);
    }
    if let Some(statement) = statement::of(close, arguments.explain.as_deref())? {
        written.insert("statement.md".to_owned(), markdown(close, &statement).into_bytes());
    }
    written.insert("close.json".to_owned(), record(close, arguments, &digests));
    for (name, bytes) in &written {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|why| unwritable(&path, &why))?;
    }
    Ok(format!("\n{} files written to {}\n", written.len(), folder.display()))
}

fn unwritable(path: &Path, why: &std::io::Error) -> Trouble {
    let message = format!("`{}` cannot be written: {why}", path.display());
    Trouble::usage("close.unwritable_file", message, "check the folder")
}

/// Every result table that this close has, by the name of its files.
fn results<'c>(close: &'c Close, aside: &'c Table) -> Vec<Result<'c>> {
    let mut all = vec![Result { name: "data_set_aside", part: None, tables: vec![("", aside)] }];
    all.push(Result { name: "data_excluded", part: Some("calculation"), tables: close.excluded().collect() });
    if !close.pipelines.is_empty() {
        let tables = close.pipelines.iter().map(|check| (check.id.as_str(), &check.problems)).collect();
        all.push(Result { name: "pipeline_problems", part: Some("pipeline_id"), tables });
    }
    if let Some(forecast) = &close.forecast {
        for (name, table) in [
            ("pipeline_stages", &forecast.pipeline),
            ("forecast_nodes", &forecast.nodes),
            ("forecast_adjusted", &forecast.adjusted),
            ("forecast_stages", &forecast.stages),
            ("forecast_contributions", &forecast.contributions),
        ] {
            all.push(Result { name, part: None, tables: vec![("", table)] });
        }
    }
    if let Some(attainment) = &close.attainment {
        all.push(Result {
            name: "attainment",
            part: None,
            tables: attainment.tables.get("attainment").map(|table| ("", table)).into_iter().collect(),
        });
        all.push(Result {
            name: "attainment_teams",
            part: None,
            tables: attainment.tables.get("teams").map(|table| ("", table)).into_iter().collect(),
        });
        all.push(Result {
            name: "attainment_periods",
            part: None,
            tables: attainment.tables.get("periods").map(|table| ("", table)).into_iter().collect(),
        });
    }
    for (name, table) in [
        ("commission_register", "lines"),
        ("commission_statements", "statements"),
        ("commission_credits", "credits"),
        ("commission_set_aside", "set_aside"),
    ] {
        let of = |paid: &'c crate::close::Commission| Some((paid.plan.as_str(), paid.tables.get(table)?));
        let tables: Vec<_> = close.commissions.iter().filter_map(of).collect();
        if !tables.is_empty() {
            all.push(Result { name, part: Some("plan_id"), tables });
        }
    }
    if let Some(export) = &close.export {
        all.push(Result { name: "export_report", part: None, tables: vec![("", &export.report)] });
        all.push(Result { name: "export_set_aside", part: None, tables: vec![("", &export.set_aside)] });
    }
    all
}

impl Result<'_> {
    /// The parts as one CSV text, as one array of rows, and how many rows there are.
    fn joined(&self) -> std::result::Result<(Vec<u8>, Vec<u8>, usize), Trouble> {
        let (mut csv, mut rows, mut count) = (Vec::new(), Vec::new(), 0);
        for (name, table) in &self.tables {
            let mut columns: Vec<(&str, Column)> = Vec::new();
            if let Some(part) = self.part {
                columns.push((part, Column::Text(TextColumn::constant(name, table.rows()))));
            }
            columns.extend(table.columns().map(|(name, column)| (name, column.clone())));
            let table = Table::new(columns).map_err(Trouble::one(self.name))?;
            let text = table.to_csv();
            let header =
                if csv.is_empty() { 0 } else { text.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1) };
            csv.extend_from_slice(text.get(header..).unwrap_or_default());
            let array = table.to_rows();
            let inside = array.get(1..array.len().saturating_sub(1)).unwrap_or_default();
            if !inside.is_empty() {
                rows.push(if rows.is_empty() { b'[' } else { b',' });
                rows.extend_from_slice(inside);
            }
            count += table.rows();
        }
        if rows.is_empty() {
            rows.push(b'[');
        }
        rows.push(b']');
        Ok((csv, rows, count))
    }
}

/// The digest that a table of these rows has in a result's provenance.
fn api_digest(rows: &[u8]) -> std::result::Result<String, Trouble> {
    Ok(Table::from_rows(rows).map_err(Trouble::one("results"))?.digest())
}

/// What the close was made from and what came out, each by its digest.
fn record(close: &Close, arguments: &Arguments, results: &BTreeMap<&str, Value>) -> Vec<u8> {
    let definitions = &close.definitions;
    let pipelines = definitions.pipelines.iter().map(|loaded| (loaded.id.as_str(), loaded.digest.as_str()));
    let plans = definitions.plans.iter().map(|plan| (plan.id.as_str(), plan.handle.digest()));
    let models = definitions.forecast.iter().map(|loaded| (loaded.id.as_str(), loaded.digest.as_str()));
    let named = |of: &mut dyn Iterator<Item = (&'_ str, &'_ str)>| -> Value {
        Value::Object(of.map(|(id, digest)| (id.to_owned(), digest.into())).collect())
    };
    let inputs: BTreeMap<&str, Value> = close
        .records
        .iter()
        .map(|(name, records)| (name, json!({"digest": records.table().digest(), "rows": records.rows()})))
        .collect();
    let warnings = close.warnings();
    let mut record = canonical(&json!({
        "record": "quarterdeck/close@1",
        "period": {"from": close.period.from().to_string(), "to": close.period.to().to_string(), "label": close.period_label},
        "as_of": close.as_of.to_string(),
        "known_at": arguments.known_at,
        "definitions": {
            "pipelines": named(&mut pipelines.into_iter()),
            "forecast_models": named(&mut models.into_iter()),
            "commission_plans": named(&mut plans.into_iter()),
        },
        "inputs": inputs,
        "results": results,
        "summaries": summaries(close),
        "versions": api::versions(),
        "warnings": warnings,
    }));
    record.push(b'\n');
    record
}

/// The totals of every calculation.
fn summaries(close: &Close) -> Value {
    let value = |summary: serde_json::Result<Value>| summary.unwrap_or_default();
    let checks =
        close.pipelines.iter().map(|check| (check.id.clone(), json!({"deals": check.used, "flagged": check.flagged})));
    let paid = close.commissions.iter().map(|paid| (paid.plan.clone(), paid.summary.clone()));
    json!({
        "pipelines": Value::Object(checks.collect()),
        "forecast": close.forecast.as_ref().map(|forecast| value(serde_json::to_value(&forecast.rolled))),
        "stage_weighted": close.forecast.as_ref().map(|forecast| value(serde_json::to_value(&forecast.weighted))),
        "attainment": close.attainment.as_ref().map(|attainment| attainment.summary.clone()),
        "commission": Value::Object(paid.collect()),
    })
}

fn markdown(close: &Close, statement: &Statement<'_>) -> String {
    let mut out = format!(
        "# Statement of {}\n\n{}, {} to the day before {}\n",
        statement.payee,
        close.period_label,
        close.period.from(),
        close.period.to()
    );
    for part in &statement.parts {
        out.push_str(&format!("\n## {}\n\n", part.head));
        out.push_str(&format!("| {} |\n", HEADER.map(|(name, _)| name).join(" | ")));
        let sides = HEADER.map(|(_, side)| if side == crate::grid::Side::Right { "--:" } else { "---" });
        out.push_str(&format!("| {} |\n", sides.join(" | ")));
        for line in &part.lines {
            out.push_str(&format!("| {} |\n", line.cells().join(" | ")));
        }
    }
    out.push_str(&format!("\n**Total: {}**\n", statement.earned));
    out
}
