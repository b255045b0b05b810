//! What goes in one door comes out of another unchanged, for tables by chance.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::problem::json::canonical;

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z\"\\\\/\n,é]{0,6}".prop_map(Value::from),
    ]
}

fn rows(width: usize) -> impl Strategy<Value = Vec<Vec<Value>>> {
    prop::collection::vec(prop::collection::vec(cell(), width), 0..20)
}

fn to_json(rows: &[Vec<Value>]) -> Vec<u8> {
    let object = |row: &Vec<Value>| {
        let named = row.iter().enumerate().map(|(position, cell)| (format!("k\"{position}"), cell.clone()));
        Value::Object(named.collect::<Map<_, _>>())
    };
    canonical(&Value::Array(rows.iter().map(object).collect()))
}

/// Text for a column of each kind, right or wrong.
fn text_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "-?[0-9]{1,12}(\\.[0-9]{1,6})?",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        "20[0-9]{2}-0[1-9]-1[0-9]T1[0-9]:00:00(Z|\\+02:00)",
        "[1-9]/[1-9]",
        "(one|two|USD|true|false)",
        "[a-z, \"\n]{0,8}",
    ]
}

fn take(table: Table) -> (Records, Table) {
    let mut bad = BadRecords::new(BadRecordPolicy::SetAside);
    let records = conform(table, &EVERY, &Intake::default(), &mut bad).unwrap();
    (records, bad.to_table())
}

/// The same table after it went out and came in again, once by every door.
fn through_every_door(table: &Table) -> Vec<Table> {
    let mut tables =
        vec![table.clone(), Table::from_rows(&table.to_rows()).unwrap(), Table::from_csv(&table.to_csv()).unwrap()];
    #[cfg(feature = "arrow")]
    {
        let batch = super::super::arrow::to_batch(table).unwrap();
        tables.push(super::super::arrow::from_batches(&batch.schema(), &[batch]).unwrap());
    }
    // A table without rows or columns says nothing about its columns in rows.
    tables.retain(|again| again.rows() == table.rows());
    tables
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rows_are_written_as_they_were_read(rows in rows(4)) {
        let json = to_json(&rows);
        prop_assert_eq!(Table::from_rows(&json).unwrap().to_rows(), json);
    }

    #[test]
    fn every_door_gives_the_same_records(
        cells in prop::collection::vec(prop::collection::vec(text_cell(), EVERY.columns.len()), 1..20),
        unique in any::<bool>(),
    ) {
        let objects = cells.iter().enumerate().map(|(row, cells)| {
            let named = EVERY.columns.iter().zip(cells).map(|(column, cell)| {
                let cell = if column.name == "id" && unique { format!("id{row}") } else { cell.clone() };
                let cell = if cell.is_empty() { Value::Null } else { Value::from(cell) };
                (column.name.to_owned(), cell)
            });
            Value::Object(named.collect())
        });
        let given = Table::from_rows(&canonical(&Value::Array(objects.collect()))).unwrap();
        let (records, aside) = take(given.clone());
        for table in through_every_door(&given) {
            let (again, aside_again) = take(table);
            prop_assert_eq!(&aside, &aside_again);
            prop_assert_eq!(&records, &again);
        }
        // What was taken is taken again, whatever its columns are by now; a bad cell is empty then,
        // which only an id may not be.
        for table in through_every_door(records.table()) {
            let (again, aside) = take(table);
            prop_assert!(aside.text("column").unwrap().iter().all(|name| name == Some("id")));
            prop_assert_eq!(again.table().to_rows(), records.table().to_rows());
        }
    }
}
