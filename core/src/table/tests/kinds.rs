//! Every kind of column from every column that can stand for it.

use super::*;

#[test]
fn ids_are_text_and_whole_numbers() {
    assert_eq!(shown("id", literals(r#""a"; 17; null; """#)), missing_required(r#"["a","17",null,null]"#, &[2, 3]));
    assert_eq!(shown("id", texts("a;-;b")), missing_required(r#"["a",null,"b"]"#, &[1]));
    let (id, bad) = taken("text", Column::Integer(Cells::from_options([Some(i64::MIN), None, Some(7)])));
    assert_eq!(id, texts("-9223372036854775808;-;7"));
    assert!(bad.is_empty());
    let hash = DecimalColumn { cells: Cells::full(vec![184_467_440_737_095_516_150, 5]), scale: 1 };
    assert_eq!(
        shown("text", Column::Decimal(hash)),
        (r#"["18446744073709551615",null]"#.into(), vec![(1, "table.wrong_type")])
    );
    assert_eq!(
        shown("text", literals("1.0; true; -3")),
        (r#"[null,null,"-3"]"#.into(), vec![(0, "table.wrong_type"), (1, "table.wrong_type")])
    );
}

fn missing_required(cells: &str, rows: &[usize]) -> (String, Vec<(usize, &'static str)>) {
    (cells.to_owned(), rows.iter().map(|row| (*row, "table.missing_value")).collect())
}
