//! What cannot be read at all, and tables that do not fit their shape.

use super::*;

fn from_rows(json: &[u8]) -> (&'static str, String) {
    let problem = Table::from_rows(json).unwrap_err();
    (problem.code.as_str(), problem.pointer)
}

fn from_csv(text: &[u8]) -> (&'static str, String) {
    let problem = Table::from_csv(text).unwrap_err();
    (problem.code.as_str(), problem.pointer)
}

#[test]
fn rows_that_are_no_rows() {
    for (json, pointer) in [
        (&b""[..], ""),
        (b"{}", ""),
        (b"[1]", "/0"),
        (b"[{},[]]", "/1"),
        (b"[{\"a\":[1]}]", "/0/a"),
        (b"[{},{\"a/b\":{}}]", "/1/a~1b"),
        (b"[{\"a\":01}]", ""),
        (b"[{\"a\":1}", ""),
        (b"[{\"a\":1}] x", ""),
        (b"[{\"a\":\"\\ud800\"}]", ""),
    ] {
        assert_eq!(from_rows(json), ("table.not_rows", pointer.to_owned()), "{}", String::from_utf8_lossy(json));
    }
    assert_eq!(from_rows(b"[{\"a\":\"\xff\"}]").0, "table.not_utf8");
    let rows = b"[{\"amount\":1},{\"amount\":1,\"b\":2,\"amount\":3}]";
    assert_eq!(from_rows(rows), ("document.duplicate_key", "/1/amount".into()));
    let rows = b"[{\"a\":1,\"\\u0061\":2}]";
    assert_eq!(from_rows(rows), ("document.duplicate_key", "/0/a".into()));
    let problem = Table::from_rows(b"[\n{\"a\": tru}]").unwrap_err();
    assert_eq!((&problem.params["line"], &problem.params["column"]), (&2.into(), &10.into()));
}

#[test]
fn rows_with_ever_new_keys_do_not_fill_the_memory() {
    let rows: Vec<String> = (0..5_000).map(|row| format!("{{\"k{row}\":1}}")).collect();
    assert_eq!(from_rows(format!("[{}]", rows.join(",")).as_bytes()), ("table.not_rows", "/4096".into()));
}

#[test]
fn csv_that_is_no_csv() {
    assert_eq!(from_csv(b""), ("table.not_csv", String::new()));
    assert_eq!(from_csv(b"a,b\n1,2\n3\n"), ("table.not_csv", "/1".into()));
    assert_eq!(from_csv(b"a,b\n1,2,3\n"), ("table.not_csv", "/0".into()));
    assert_eq!(from_csv(b"a,a\n1,2\n"), ("table.duplicate_column", "/a".into()));
    assert_eq!(from_csv(b"a,b\n1,2\n3,\xff\n"), ("table.not_utf8", "/1/b".into()));
    assert_eq!(from_csv(b"a,\xff\n1,2\n").0, "table.not_utf8");
    assert_eq!(from_csv(b"a,b\n1,2\n3,\"x\n5,6\n").0, "table.not_csv", "a quote that is never closed");
    let problem = Table::from_csv(b"a,b\n1,\"x\ny\"\n3,\"x\n5,6\n").unwrap_err();
    assert_eq!(problem.params["line"], 4);
    assert!(Table::from_csv(b"a\n5\" pipe\n\"x\"\"\"\n").is_ok(), "a quote inside a field is text");
    assert!(Table::from_csv(b"a,b\n1,\"\"\"\"\n").is_ok());
}

#[test]
fn csv_with_every_line_ending_and_a_byte_order_mark() {
    let expected = br#"[{"a":"1","b":"x, y"},{"a":null,"b":"q\"\nr"}]"#;
    for text in [
        "\u{feff}a,b\n1,\"x, y\"\n,\"q\"\"\nr\"\n",
        "a,b\r\n1,\"x, y\"\r\n\"\",\"q\"\"\nr\"",
        "a,b\n\n1,\"x, y\"\n\n,\"q\"\"\nr\"\n",
    ] {
        assert_eq!(Table::from_csv(text.as_bytes()).unwrap().to_rows(), expected);
    }
}

#[test]
fn a_table_that_does_not_fit_is_refused_as_a_whole_with_every_reason() {
    static SHAPE: TableShape = TableShape {
        name: "t",
        about: "two columns",
        key: None,
        columns: &[
            ColumnShape::required("from", ColumnKind::Date, "a day"),
            ColumnShape::required("amount", ColumnKind::Decimal, "an amount"),
            ColumnShape::optional("ok", ColumnKind::Boolean, "a flag"),
        ],
    };
    let conformed = |table| conform(table, &SHAPE, &Intake::default(), &mut BadRecords::default());
    let found = |table| {
        let problems = conformed(table).unwrap_err();
        problems.iter().map(|problem| format!("{} {}", problem.code, problem.pointer)).collect::<Vec<_>>()
    };
    let other = Table::from_csv(b"x\n1\n").unwrap();
    assert_eq!(found(other), ["table.missing_column /tables/t/amount", "table.missing_column /tables/t/from"]);
    assert_eq!(found(Table::from_csv(b"from\n").unwrap()), ["table.missing_column /tables/t/amount"]);
    assert_eq!(found(Table::from_rows(b"[{}]").unwrap()).len(), 2);
    let wrong = Table::new([
        ("from", Column::Integer(Cells::full(vec![1]))),
        ("amount", Column::Boolean(Cells::full(vec![true]))),
        ("ok", Column::Date(Cells::full(vec![1]))),
    ]);
    assert_eq!(
        found(wrong.unwrap()),
        [
            "table.unsupported_type /tables/t/amount",
            "table.unsupported_type /tables/t/from",
            "table.unsupported_type /tables/t/ok"
        ]
    );
    let empty = conformed(Table::from_rows(b"[]").unwrap()).unwrap();
    assert_eq!(empty.rows(), 0);
    assert!(empty.table().date("from").is_some() && empty.table().decimal("amount").is_some());
    assert_eq!(conformed(Table::from_csv(b"from,amount\n").unwrap()).unwrap().rows(), 0);
}

#[test]
fn a_huge_cell_is_named_and_not_carried_around() {
    let huge = "x".repeat(200 << 20);
    let ends = vec![1, huge.len()];
    let text = TextColumn::Plain { texts: Texts::new(huge, ends), valid: Validity::ALL };
    assert_eq!(taken("text", Column::Text(text)).1, [(1, Code::TableCellTooLarge)]);

    let large = "x".repeat((1 << 20) + 1);
    for name in ["id", "text", "word", "decimal", "date", "currency", "attribute"] {
        let cells = [Some("1"), Some(large.as_str())];
        let (column, bad) = taken(name, Column::Text(TextColumn::from_options(cells)));
        assert!(bad.contains(&(1, Code::TableCellTooLarge)), "{name}");
        assert!(column.is_missing(1), "{name}");
    }
    let rows = format!("[{{\"id\":\"{large}\"}}]").into_bytes();
    let mut bad = BadRecords::default();
    conform(Table::from_rows(&rows).unwrap(), &EVERY, &Intake::default(), &mut bad).unwrap();
    let bad = &bad.records()[0];
    assert_eq!((bad.code, bad.record_id.as_deref()), (Code::TableCellTooLarge, None));
    assert!(bad.value.len() < 300);
    let limit = Intake { max_cell_bytes: 3, ..Intake::default() };
    assert_eq!(taken_with("text", texts("abc;abcd"), &limit).1, [(1, Code::TableCellTooLarge)]);
}

#[test]
fn a_code_beyond_its_words_is_a_bad_cell() {
    let column = || Column::Text(TextColumn::coded(vec![0, 7, 0], vec!["USD".into()]));
    for name in ["id", "text", "code", "word", "currency", "decimal", "date", "boolean", "attribute"] {
        let (_, bad) = taken(name, column());
        assert!(bad.contains(&(1, Code::TableUnknownValue)), "{name}: {bad:?}");
    }
}

#[test]
fn a_refused_call_holds_the_first_hundred_reasons_and_counts_the_rest() {
    let rows: Vec<usize> = (0..1_000).map(|row| row * 7 % 1_000).collect();
    let record = |row| BadRecord {
        table: "made",
        row,
        record_id: None,
        column: "c".to_owned(),
        code: Code::TableMissingValue,
        value: String::new(),
        message: "`c` is empty".to_owned(),
    };
    let mut bad = BadRecords::new(BadRecordPolicy::Refuse);
    rows.iter().for_each(|&row| bad.push(record(row)));
    let problems = bad.settle().unwrap_err();
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    let first: Vec<String> = (0..100).map(|row| format!("/tables/made/{row}/c")).collect();
    assert_eq!((pointers, problems.total()), (first.iter().map(String::as_str).collect(), 1_000));
    assert_eq!((bad.records().len(), bad.count("made"), bad.count("other")), (100, 1_000, 0));

    let mut aside = BadRecords::new(BadRecordPolicy::SetAside);
    rows.iter().for_each(|&row| aside.push(record(row)));
    assert_eq!(aside.records().len(), 1_000, "what is set aside is listed whole");
}
