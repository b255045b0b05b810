//! The laws of the room, on small exports.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::problem::Problems;
use crate::table::{BadRecordPolicy, Intake, Table};

fn read(document: &str, csv: &str, assume: bool, policy: BadRecordPolicy) -> Result<Export, Problems> {
    let (mapping, _) = Mapping::load(document.as_bytes())?;
    let sources = [("deals".to_owned(), Arc::new(Table::from_csv(csv.as_bytes())?))].into();
    Reading::new(Arc::new(mapping), sources, ReadParams { assume }, Intake::default())?.read(policy)
}

#[test]
fn every_template_is_a_mapping_that_says_what_it_does() {
    for (id, document) in TEMPLATES {
        let loaded = Mapping::load(document.as_bytes());
        let (mapping, warnings) = loaded.map_err(|why| format!("{id}: {why}")).unwrap();
        assert_eq!(mapping.id(), *id);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(mapping.describe().len() > 5);
    }
}

const MAPPING: &str = r#"{
    "schema": "quarterdeck/crm-mapping@1", "id": "m", "currency": "USD",
    "formats": {"date": ["iso", "%d/%m/%Y"], "decimal": {"group": ","}, "empty": ["-"]},
    "sources": {"deals": {}},
    "outputs": [
        {"table": "deals", "from": "deals", "where": {"column": "stage", "op": "ne", "value": "Junk"}, "columns": {
            "deal_id": "id", "pipeline_id": {"value": "p"},
            "stage_id": {"column": "stage", "map": {"Won": "won", "Lost": "lost", "Open": null}},
            "owner_id": {"column": "owner", "default": {"value": "nobody"}},
            "amount": {"column": "amount", "assume": {"value": "7"}},
            "close_date": {"column": "close", "on_empty": "drop_row"}
        }},
        {"table": "people", "from": "deals", "distinct": true, "columns": {"person_id": "owner"}},
        {"table": "people", "from": "deals", "distinct": true, "columns": {"person_id": "stage"}}
    ]
}"#;

fn cell(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_record_is_mapped_dropped_or_set_aside(
        rows in prop::collection::vec((
            cell(&["1", "2", "3", "4", "5", "-", ""]),
            cell(&["Won", "Lost", "Open", "Junk", "Odd", ""]),
            cell(&["ana", "ben", "-", "Won"]),
            cell(&["10", "1,250.5", "1,2", "", "x"]),
            cell(&["2026-03-31", "31/03/2026", "31.03.2026", "", "-"]),
        ), 0..12),
        assume: bool,
    ) {
        let line = |(id, stage, owner, amount, close): &(&str, &str, &str, &str, &str)| {
            format!("{id},{stage},{owner},\"{amount}\",{close}\n")
        };
        let csv = format!("id,stage,owner,amount,close\n{}", rows.iter().map(line).collect::<String>());
        let export = read(MAPPING, &csv, assume, BadRecordPolicy::SetAside).unwrap();
        let summary = &export.summary;
        prop_assert_eq!(summary.rows, rows.len() * 3);
        prop_assert_eq!(summary.rows, summary.mapped + summary.dropped + summary.set_aside);
        for output in &summary.outputs {
            prop_assert_eq!(output.rows, output.mapped + output.dropped + output.set_aside);
            prop_assert_eq!(output.mapped, output.rows_out);
        }
        let out = |table: &str| export.tables.get(table).unwrap().rows();
        prop_assert_eq!(out("deals") + out("people"), summary.mapped);
        prop_assert_eq!(out("set_aside") > 0, summary.set_aside > 0);
        prop_assert!(assume || summary.assumed == 0);
        let refused = read(MAPPING, &csv, assume, BadRecordPolicy::Refuse);
        prop_assert_eq!(refused.is_err(), summary.set_aside > 0);
    }
}
