//! Every kind of column from every column that can stand for it.

use super::*;

fn cells(expected: &str, bad: &[(usize, &'static str)]) -> (String, Vec<(usize, &'static str)>) {
    (expected.to_owned(), bad.to_vec())
}

#[test]
fn ids_are_text_and_whole_numbers() {
    let missing = |row| (row, "table.missing_value");
    assert_eq!(
        shown("id", literals(r#""a"; 17; null; """#)),
        cells(r#"["a","17",null,null]"#, &[missing(2), missing(3)])
    );
    assert_eq!(shown("id", texts("a;-;b")), cells(r#"["a",null,"b"]"#, &[missing(1)]));
    let (id, bad) = taken("text", Column::Integer(Cells::from_options([Some(i64::MIN), None, Some(7)])));
    assert_eq!(id, texts("-9223372036854775808;-;7"));
    assert!(bad.is_empty());
    let hashes = DecimalColumn { cells: Cells::full(vec![184_467_440_737_095_516_150, 5]), scale: 1 };
    assert_eq!(
        shown("text", Column::Decimal(hashes)),
        cells(r#"["18446744073709551615",null]"#, &[(1, "table.wrong_type")])
    );
    assert_eq!(
        shown("text", literals("1.0; true; -3")),
        cells(r#"[null,null,"-3"]"#, &[(0, "table.wrong_type"), (1, "table.wrong_type")])
    );
}

#[test]
fn an_id_twice_spoils_the_later_record_unless_the_first_is_bad_itself() {
    let rows = br#"[{"id":"a"},{"id":"b","date":"soon"},{"id":"a"},{"id":"b"},{"id":"b"},{"id":"a"}]"#;
    let mut bad = BadRecords::default();
    let records = conform(Table::from_rows(rows).unwrap(), &EVERY, &Intake::default(), &mut bad).unwrap();
    let found: Vec<_> = bad.records().iter().map(|bad| (bad.row, bad.code.as_str(), bad.message.as_str())).collect();
    assert_eq!(
        found,
        [
            (1, "time.bad_date", "`soon` is not a date: write it as 2026-03-31"),
            (2, "table.duplicate_id", "the id `a` is already that of row 0"),
            (4, "table.duplicate_id", "the id `b` is already that of row 3"),
            (5, "table.duplicate_id", "the id `a` is already that of row 0"),
        ]
    );
    assert_eq!((0..6).map(|row| records.is_good(row)).collect::<Vec<_>>(), [true, false, false, true, false, false]);
    assert_eq!(bad.records()[0].record_id.as_deref(), Some("b"));
    assert_eq!(bad.count("every"), 4);
}

#[test]
fn codes_and_currencies_are_known_words() {
    assert_eq!(
        shown("code", literals(r#""one"; "three"; null; """#)),
        cells(r#"["one",null,null,null]"#, &[(1, "table.unknown_value")])
    );
    assert_eq!(
        shown("word", texts("best_case;Best Case;x9")),
        cells(r#"["best_case",null,"x9"]"#, &[(1, "table.unknown_value")])
    );
    assert_eq!(
        shown("currency", literals(r#""USD"; "usd"; "EUR"; 5; "USD""#)),
        cells(r#"["USD",null,"EUR",null,"USD"]"#, &[(1, "number.unknown_currency"), (3, "table.wrong_type")])
    );
    let (column, _) = taken("currency", texts("EUR;USD;EUR"));
    assert_eq!(column, Column::Text(TextColumn::coded(vec![0, 1, 0], vec!["EUR".into(), "USD".into()])));
}

#[test]
fn decimals_of_a_column_share_the_smallest_scale_that_fits() {
    let (column, bad) = taken("decimal", literals(r#""1.50"; 2; "-0.00"; null; 0.125; "100.0""#));
    let expected = Cells::from_options([Some(1_500), Some(2_000), Some(0), None, Some(125), Some(100_000)]);
    assert_eq!(column, Column::Decimal(DecimalColumn { cells: expected, scale: 3 }));
    assert!(bad.is_empty());

    let (column, _) = taken("decimal", texts("1.10;2.20"));
    assert_eq!(column, Column::Decimal(DecimalColumn { cells: Cells::full(vec![11, 22]), scale: 1 }));
    let wide = Column::Decimal(DecimalColumn { cells: Cells::full(vec![11_000, 22_000]), scale: 4 });
    assert_eq!(taken("decimal", wide).0, column);
    let (column, _) = taken("decimal", Column::Integer(Cells::full(vec![i64::MIN, 3])));
    assert_eq!(column, Column::Decimal(DecimalColumn { cells: Cells::full(vec![i64::MIN.into(), 3]), scale: 0 }));
}

#[test]
fn a_decimal_that_does_not_fit_its_column_is_the_bad_one() {
    assert_eq!(
        shown("decimal", texts("9999999999999999999999999999;0.01;5")),
        cells(r#"[null,"0.01","5"]"#, &[(0, "number.out_of_range")])
    );
    let huge = Column::Decimal(DecimalColumn { cells: Cells::full(vec![i128::MAX, 10_i128.pow(28), 70]), scale: 0 });
    assert_eq!(
        shown("decimal", huge),
        cells(r#"[null,null,"70"]"#, &[(0, "number.out_of_range"), (1, "number.out_of_range")])
    );
    let fine = Column::Decimal(DecimalColumn { cells: Cells::full(vec![10_i128.pow(37), 1]), scale: 36 });
    assert_eq!(shown("decimal", fine), cells(r#"["10",null]"#, &[(1, "number.out_of_range")]));
}

#[test]
fn the_number_rule_holds_at_every_door() {
    let not_exact = |row| (row, "number.not_exact");
    assert_eq!(
        shown("decimal", literals(r#"0.1; 0.30000000000000004; "0.30000000000000004"; 1e2; 1e400; true"#)),
        cells(
            r#"["0.1",null,"0.30000000000000004",null,null,null]"#,
            &[not_exact(1), not_exact(3), not_exact(4), (5, "table.wrong_type")]
        )
    );
    let floats = Cells::full(vec![0.1, 0.1 + 0.2, f64::NAN, f64::INFINITY, -1250.5, 1e300]);
    assert_eq!(
        shown("decimal", Column::Float(floats)),
        cells(
            r#"["0.1",null,null,null,"-1250.5",null]"#,
            &[not_exact(1), (2, "number.nan"), (3, "number.infinite"), (5, "number.out_of_range")]
        )
    );
    assert_eq!(
        shown("decimal", literals("NaN; Infinity; -Infinity; 1")),
        cells(r#"[null,null,null,"1"]"#, &[(0, "number.nan"), (1, "number.infinite"), (2, "number.infinite")])
    );
    assert_eq!(
        shown("decimal", texts("1,5; 5;1e5;.5;12345678901234567890123456789")).1,
        [
            (0, "number.not_a_decimal"),
            (2, "number.not_a_decimal"),
            (3, "number.not_a_decimal"),
            (4, "number.out_of_range")
        ]
    );
}

#[test]
fn nan_is_empty_where_the_caller_says_so() {
    let intake = Intake { nan: Nan::Missing, ..Intake::default() };
    for column in [Column::Float(Cells::full(vec![f64::NAN, 2.0])), literals("NaN; 2")] {
        for name in ["decimal", "money", "ratio", "integer", "attribute"] {
            let (taken, bad) = taken_with(name, column.clone(), &intake);
            assert!(bad.is_empty() && taken.is_missing(0) && !taken.is_missing(1), "{name}");
        }
    }
}

#[test]
fn floats_are_rounded_to_money_where_the_caller_says_so() {
    let mut rows = String::from("[");
    for (currency, amount) in [
        ("USD", "0.30000000000000004"),
        ("USD", "1.005"),
        ("JPY", "-2.5"),
        ("KWD", "1.23456"),
        ("USD", "12.5"),
        ("USD", "7"),
        ("USD", "1e-7"),
        ("USD", "\"1.234\""),
    ] {
        rows.push_str(&format!(
            r#"{{"id":"{}","currency":"{currency}","money":{amount},"decimal":0.125}},"#,
            rows.len()
        ));
    }
    rows.pop();
    rows.push(']');
    let intake = Intake { floats: Floats::Round, ..Intake::default() };
    let mut bad = BadRecords::default();
    let records = conform(Table::from_rows(rows.as_bytes()).unwrap(), &EVERY, &intake, &mut bad).unwrap();
    assert_eq!(bad.records(), []);
    let money = Table::new([("m", records.table().column("money").unwrap().clone())]).unwrap();
    assert_eq!(
        String::from_utf8(money.to_rows()).unwrap().replace("{\"m\":", "").replace('}', ""),
        r#"["0.3","1.01","-3","1.235","12.5","7","0","1.234"]"#
    );
    assert_eq!(records.rounded_floats(), 5);

    let floats = Column::Float(Cells::full(vec![0.1 + 0.2, -0.005, 1e300, f64::NAN]));
    let (column, bad) = taken_with("money", floats.clone(), &intake);
    assert!(column.is_missing(0), "no currency is known, so the number rule holds");
    assert_eq!(bad.len(), 3);
    let intake = Intake { currency: Some(crate::number::Currency::parse("EUR").unwrap()), ..intake };
    let (column, bad) = taken_with("money", floats, &intake);
    let expected = DecimalColumn { cells: Cells::from_options([Some(30), Some(-1), None, None]), scale: 2 };
    assert_eq!(column, Column::Decimal(expected));
    assert_eq!(bad, [(2, Code::NumberOutOfRange), (3, Code::NumberNan)]);
}

#[test]
fn ratios_are_decimals_or_fractions_in_lowest_terms() {
    let (column, bad) = taken("ratio", literals(r#""2/6"; "0.250"; 0.5; -3; null"#));
    let expected = RatioColumn {
        numerators: Cells::from_options([Some(1), Some(1), Some(1), Some(-3), None]),
        denominators: vec![3, 4, 2, 1, 1],
    };
    assert_eq!(column, Column::Ratio(expected.clone()));
    assert!(bad.is_empty());
    assert_eq!(taken("ratio", Column::Ratio(expected.clone())).0, Column::Ratio(expected));
    assert_eq!(
        shown("ratio", literals(r#""1/0"; "1/-2"; "a"; "1/2/3"; 0.1e1"#)).1,
        [
            (0, "number.not_a_ratio"),
            (1, "number.not_a_ratio"),
            (2, "number.not_a_ratio"),
            (3, "number.not_a_ratio"),
            (4, "number.not_exact")
        ]
    );
    let floats = Column::Float(Cells::full(vec![0.25, 0.1]));
    assert_eq!(shown("ratio", floats), cells(r#"["0.25","0.1"]"#, &[]));
    let decimals = Column::Decimal(DecimalColumn { cells: Cells::full(vec![25, 0]), scale: 2 });
    assert_eq!(shown("ratio", decimals), cells(r#"["0.25","0"]"#, &[]));
    let broken = RatioColumn { numerators: Cells::full(vec![1, 2]), denominators: vec![0, -4] };
    assert_eq!(shown("ratio", Column::Ratio(broken)), cells(r#"[null,"-0.5"]"#, &[(0, "number.not_a_ratio")]));
}

#[test]
fn whole_numbers_and_truth_values() {
    assert_eq!(
        shown("integer", literals(r#"1; "2"; "3.0"; 4.5; "x"; 9223372036854775808; true"#)),
        cells(
            "[1,2,3,null,null,null,null]",
            &[
                (3, "table.wrong_type"),
                (4, "number.not_a_decimal"),
                (5, "number.out_of_range"),
                (6, "table.wrong_type")
            ]
        )
    );
    let decimals = Column::Decimal(DecimalColumn { cells: Cells::full(vec![500, 501]), scale: 2 });
    assert_eq!(shown("integer", decimals), cells("[5,null]", &[(1, "table.wrong_type")]));
    assert_eq!(
        shown("integer", Column::Float(Cells::full(vec![3.0, 2.5]))),
        cells("[3,null]", &[(1, "table.wrong_type")])
    );
    assert_eq!(
        shown("boolean", literals(r#"true; "false"; null; "yes"; 1"#)),
        cells("[true,false,null,null,null]", &[(3, "table.wrong_type"), (4, "table.wrong_type")])
    );
    assert_eq!(shown("boolean", Column::Boolean(Cells::full(vec![true]))), cells("[true]", &[]));
}

#[test]
fn attributes_take_the_type_of_their_cells() {
    let kind = |column| taken("attribute", column).0.kind();
    assert_eq!(kind(literals(r#"null; "a""#)), "text");
    assert_eq!(kind(literals("1; 2.5")), "decimals");
    assert_eq!(kind(literals("true; null; false")), "truth values");
    assert_eq!(kind(literals("null")), "text");
    assert_eq!(kind(Column::Float(Cells::full(vec![1.5]))), "decimals");
    for same in [
        Column::Integer(Cells::full(vec![1])),
        Column::Date(Cells::full(vec![1])),
        Column::Instant(Cells::full(vec![1])),
        Column::LocalTime(Cells::full(vec![1])),
        Column::Boolean(Cells::full(vec![true])),
    ] {
        assert_eq!(taken("attribute", same.clone()), (same, vec![]));
    }
    assert_eq!(
        shown("attribute", literals(r#""a"; 1; ""; true"#)),
        cells(r#"["a",null,"",null]"#, &[(1, "table.mixed_types"), (3, "table.mixed_types")])
    );
    assert_eq!(
        shown("attribute", literals(r#"1; 0.30000000000000004; "1""#)),
        cells(r#"["1",null,null]"#, &[(1, "number.not_exact"), (2, "table.mixed_types")])
    );
}
