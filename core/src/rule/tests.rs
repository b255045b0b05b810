//! The laws of rules, and what each operator says about each kind of column.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{BoundRule, Rule, Truth};
use crate::problem::{Problems, Report, shape};
use crate::table::{Cells, Column, ColumnKind, DecimalColumn, RatioColumn, Table, TextColumn, Validity};
use crate::time::{Date, Instant, Zone};

fn check(rule: &Value, declared: &dyn Fn(&str) -> Option<ColumnKind>) -> Result<Rule, Problems> {
    let document = shape::read(rule.to_string().as_bytes())?;
    let mut report = Report::new();
    let rule = Rule::check(&document, "", declared, &mut report);
    report.finish()?;
    Ok(rule.unwrap())
}

fn load(rule: &Value) -> Rule {
    check(rule, &|_| None).unwrap()
}

/// One row of every kind of column, then one empty row.
fn table() -> Table {
    let date = |text: &str| Some(Date::parse(text).unwrap().days());
    let instant = |text: &str| Some(Instant::parse(text).unwrap().micros());
    let ratio = RatioColumn { numerators: Cells::from_options([Some(1), None]), denominators: vec![3, 1] };
    let decimal = DecimalColumn { cells: Cells::from_options([Some(100_050), None]), scale: 2 };
    Table::new([
        ("text", Column::Text(TextColumn::from_options([Some("Émile"), None]))),
        ("blank", Column::Text(TextColumn::from_options([Some(""), None]))),
        ("digits", Column::Text(TextColumn::from_options([Some("12.50"), None]))),
        ("day_text", Column::Text(TextColumn::from_options([Some("2026-03-31"), None]))),
        ("amount", Column::Decimal(decimal)),
        ("share", Column::Ratio(ratio)),
        ("seats", Column::Integer(Cells::from_options([Some(7), None]))),
        ("close_date", Column::Date(Cells::from_options([date("2026-03-31"), None]))),
        ("created_at", Column::Instant(Cells::from_options([instant("2026-03-31T02:00:00Z"), None]))),
        ("paid", Column::Boolean(Cells::from_options([Some(true), None]))),
        ("float", Column::Float(Cells::from_options([Some(1.0), None]))),
    ])
    .unwrap()
}

fn truths(rule: &Value) -> [Truth; 2] {
    truths_in(Zone::UTC, rule)
}

fn truths_in(zone: Zone, rule: &Value) -> [Truth; 2] {
    let (rule, table) = (load(rule), table());
    let as_of = Some(Date::parse("2026-04-30").unwrap());
    let bound = rule.bind(&table, "deals", zone, as_of).unwrap();
    [bound.matches(0), bound.matches(1)]
}

#[test]
fn every_operator_on_every_kind_of_column() {
    let yes = [
        json!({"column": "text", "op": "eq", "value": "Émile"}),
        json!({"column": "text", "op": "eq", "value": "ÉMILE", "fold": true}),
        json!({"column": "text", "op": "ne", "value": "ÉMILE"}),
        json!({"column": "text", "op": "gt", "value": "Zoe"}),
        json!({"column": "text", "op": "starts_with", "value": "Ém"}),
        json!({"column": "text", "op": "starts_with", "value": "éM", "fold": true}),
        json!({"column": "text", "op": "contains", "value": "mil"}),
        json!({"column": "text", "op": "contains", "value": "MIL", "fold": true}),
        json!({"column": "text", "op": "in", "value": ["Zoe", "Émile"]}),
        json!({"column": "text", "op": "not_in", "value": ["Zoe"]}),
        json!({"column": "text", "op": "between", "from": "Zoe", "to": "É~"}),
        json!({"column": "digits", "op": "eq", "value": 12.5}),
        json!({"column": "digits", "op": "eq", "value": "12.50"}),
        json!({"column": "digits", "op": "lt", "value": 100}),
        json!({"column": "day_text", "op": "eq", "value": {"as_of": "-30d"}}),
        json!({"column": "amount", "op": "eq", "value": "1000.5"}),
        json!({"column": "amount", "op": "lt", "value": "1000.500000001"}),
        json!({"column": "amount", "op": "ge", "value": 1000.5}),
        json!({"column": "amount", "op": "gt", "value": "3001/3"}),
        json!({"column": "amount", "op": "in", "value": [1, "1000.50"]}),
        json!({"column": "amount", "op": "between", "from": "1000.5", "to": "1000.51"}),
        json!({"column": "amount", "op": "lt", "value": "99999999999999999999999999"}),
        json!({"column": "amount", "op": "gt", "value": "-99999999999999999999999999"}),
        json!({"column": "share", "op": "eq", "value": "1/3"}),
        json!({"column": "share", "op": "gt", "value": "0.333333333333"}),
        json!({"column": "seats", "op": "le", "value": 7}),
        json!({"column": "seats", "op": "gt", "value": 6.5}),
        json!({"column": "close_date", "op": "eq", "value": "2026-03-31"}),
        json!({"column": "close_date", "op": "between", "from": {"as_of": "-1m"}, "to": {"as_of": "0d"}}),
        json!({"column": "close_date", "op": "ge", "value": {"as_of": "-1y"}}),
        json!({"column": "close_date", "op": "lt", "value": {"as_of": "-4w"}}),
        json!({"column": "created_at", "op": "eq", "value": "2026-03-31T04:00:00+02:00"}),
        json!({"column": "created_at", "op": "eq", "value": "2026-03-31"}),
        json!({"column": "paid", "op": "eq", "value": true}),
        json!({"column": "paid", "op": "ne", "value": false}),
    ];
    for rule in yes {
        assert_eq!(truths(&rule), [Truth::True, Truth::Unknown], "{rule}");
        assert_eq!(truths(&json!({"not": rule})), [Truth::False, Truth::Unknown], "not {rule}");
    }
}

#[cfg(feature = "tz")]
#[test]
fn dates_of_instants_are_those_of_the_zone() {
    let zone = Zone::parse("America/New_York").unwrap();
    let yes = [
        // 02:00 in UTC is still the evening before in New York.
        json!({"column": "created_at", "op": "eq", "value": "2026-03-30"}),
        json!({"column": "created_at", "op": "lt", "value": "2026-03-31"}),
        json!({"column": "created_at", "op": "between", "from": "2026-03-30", "to": "2026-03-31"}),
        json!({"column": "created_at", "op": "lt", "value": {"as_of": "-30d"}}),
    ];
    for rule in yes {
        assert_eq!(truths_in(zone, &rule), [Truth::True, Truth::Unknown], "{rule}");
    }
}

#[test]
fn only_emptiness_is_known_of_an_empty_cell() {
    for column in ["text", "digits", "amount", "share", "seats", "close_date", "created_at", "paid"] {
        assert_eq!(truths(&json!({"column": column, "op": "is_empty"})), [Truth::False, Truth::True]);
        assert_eq!(truths(&json!({"column": column, "op": "is_not_empty"})), [Truth::True, Truth::False]);
    }
    assert_eq!(truths(&json!({"column": "blank", "op": "is_empty"})), [Truth::True, Truth::True]);
    assert_eq!(truths(&json!({"column": "blank", "op": "ne", "value": "x"})), [Truth::Unknown, Truth::Unknown]);
}

fn refused(rule: &Value) -> Vec<(String, String)> {
    let declared = |name: &str| match name {
        "amount" => Some(ColumnKind::Decimal),
        "category" => Some(ColumnKind::Code(&["commit", "closed"])),
        "currency" => Some(ColumnKind::Currency),
        "close_date" => Some(ColumnKind::Date),
        "created_at" => Some(ColumnKind::Instant),
        "paid" => Some(ColumnKind::Boolean),
        _ => None,
    };
    check(rule, &declared).map_or_else(
        |problems| problems.iter().map(|problem| (problem.code.as_str().to_owned(), problem.pointer.clone())).collect(),
        |_| Vec::new(),
    )
}

#[test]
fn what_cannot_be_is_found_at_load() {
    let cases = [
        (json!({"column": "amount"}), "document.missing_key", ""),
        (json!({"column": "amount", "op": "eq"}), "document.missing_key", ""),
        (json!({"column": "amount", "op": "between", "from": 1}), "document.missing_key", ""),
        (json!({"column": "amount", "op": "approximately", "value": 1}), "document.unknown_value", "/op"),
        (json!({"column": "x", "op": "eq", "value": null}), "document.wrong_type", "/value"),
        (json!({"column": "x", "op": "in", "value": []}), "document.out_of_range", "/value"),
        (json!({"all": []}), "document.out_of_range", "/all"),
        (json!({"column": "x", "op": "eq", "value": 0.12345678901234567}), "number.not_exact", "/value"),
        (json!({"not": {"column": "amount", "op": "eq", "value": "much"}}), "rule.type_mismatch", "/not/value"),
        (json!({"any": [{"column": "close_date", "op": "lt", "value": 3}]}), "rule.type_mismatch", "/any/0/value"),
        (json!({"column": "close_date", "op": "lt", "value": "2026-03-31T00:00:00Z"}), "rule.type_mismatch", "/value"),
        (json!({"column": "amount", "op": "lt", "value": {"as_of": "-1d"}}), "rule.type_mismatch", "/value"),
        (json!({"column": "amount", "op": "in", "value": [1, "two"]}), "rule.type_mismatch", "/value/1"),
        (json!({"column": "category", "op": "eq", "value": "committed"}), "document.unknown_value", "/value"),
        (json!({"column": "currency", "op": "eq", "value": "EURO"}), "number.unknown_currency", "/value"),
        (json!({"column": "amount", "op": "contains", "value": "1"}), "rule.bad_operator", "/op"),
        (json!({"column": "x", "op": "contains", "value": 1}), "rule.bad_operator", "/value"),
        (json!({"column": "paid", "op": "lt", "value": true}), "rule.bad_operator", "/op"),
        (json!({"column": "x", "op": "eq", "value": ["a"]}), "rule.bad_operator", "/value"),
        (json!({"column": "x", "op": "in", "value": "a"}), "rule.bad_operator", "/value"),
        (json!({"column": "x", "op": "is_empty", "value": "a"}), "rule.bad_operator", "/value"),
        (json!({"column": "x", "op": "eq", "value": "a", "from": "b"}), "rule.bad_operator", "/from"),
        (json!({"column": "x", "op": "eq", "value": 1, "fold": true}), "rule.bad_operator", "/fold"),
        (json!({"column": "amount", "op": "is_empty", "fold": true}), "rule.bad_operator", "/fold"),
        (json!({"column": "x", "op": "eq", "value": {"as_of": "-30"}}), "rule.bad_offset", "/value/as_of"),
        (json!({"column": "x", "op": "eq", "value": {"as_of": "+1d"}}), "rule.bad_offset", "/value/as_of"),
        (json!({"column": "x", "op": "between", "from": 2, "to": 2}), "rule.empty_range", ""),
        (json!({"column": "x", "op": "between", "from": "9", "to": "10"}), "", ""),
        (json!({"column": "x", "op": "between", "from": "10", "to": "9"}), "rule.empty_range", ""),
        (json!({"column": "x", "op": "eq", "value": ""}), "rule.empty_value", "/value"),
    ];
    for (rule, code, at) in cases {
        let wanted: Vec<_> = if code.is_empty() { Vec::new() } else { vec![(code.to_owned(), at.to_owned())] };
        assert_eq!(refused(&rule), wanted, "{rule}");
    }
}

fn unbound(rule: &Value) -> (&'static str, String) {
    let (rule, table) = (load(rule), table());
    let problems = rule.bind(&table, "deals", Zone::UTC, None).unwrap_err();
    let first = problems.iter().next().unwrap();
    (first.code.as_str(), first.pointer.clone())
}

#[test]
fn attributes_are_checked_when_they_are_known() {
    let eq = |column: &str, value: Value| unbound(&json!({"column": column, "op": "eq", "value": value}));
    assert_eq!(eq("nowhere", json!("x")), ("rule.unknown_column", "/column".to_owned()));
    assert_eq!(eq("paid", json!("yes")), ("rule.type_mismatch", "/value".to_owned()));
    assert_eq!(eq("float", json!(1)), ("rule.type_mismatch", "/column".to_owned()));
    assert_eq!(eq("text", json!(5)), ("rule.type_mismatch", "/tables/deals/0/text".to_owned()));
    assert_eq!(eq("close_date", json!({"as_of": "0d"})), ("rule.as_of_missing", "/value".to_owned()));
    assert_eq!(unbound(&json!({"column": "seats", "op": "contains", "value": "7"})).0, "rule.bad_operator");
}

#[test]
fn a_verdict_names_what_failed_and_what_is_empty() {
    let rule = load(&json!({"all": [
        {"any": [{"column": "amount", "op": "gt", "value": 2000}, {"column": "paid", "op": "eq", "value": false}]},
        {"not": {"column": "text", "op": "starts_with", "value": "Ém"}},
        {"column": "blank", "op": "is_not_empty"},
        {"column": "seats", "op": "ge", "value": 7}
    ]}));
    let table = table();
    let bound: BoundRule<'_> = rule.bind(&table, "deals", Zone::UTC, None).unwrap();
    let verdict = bound.explain(0);
    assert_eq!(verdict.truth, Truth::False);
    assert_eq!(
        verdict.words(),
        "`amount` is 1000.5 and must be more than 2000; `paid` is true and must be false; \
         `text` is `Émile` and must not be text that starts with `Ém`; `blank` is empty and must be filled"
    );
    let pointers: Vec<_> = verdict.findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert_eq!(pointers, ["/all/0/any/0", "/all/0/any/1", "/all/1/not", "/all/2"]);
    assert_eq!(verdict.empty_cells().collect::<Vec<_>>(), ["blank"]);
    assert_eq!(
        rule.describe(),
        "(`amount` is more than 2000 or `paid` is false) and not (`text` is text that starts with `Ém`) \
         and `blank` is filled and `seats` is at least 7"
    );
}

fn any_truth() -> impl Strategy<Value = Truth> {
    prop_oneof![Just(Truth::False), Just(Truth::Unknown), Just(Truth::True)]
}

/// A comparison that is true, false or unknown of row 0.
fn leaf(truth: Truth) -> Value {
    match truth {
        Truth::True => json!({"column": "seats", "op": "eq", "value": 7}),
        Truth::False => json!({"column": "seats", "op": "eq", "value": 8}),
        Truth::Unknown => json!({"column": "blank", "op": "eq", "value": "x"}),
    }
}

fn at_row_0(rule: &Value) -> Truth {
    truths(rule)[0]
}

proptest! {
    #[test]
    fn kleene(a in any_truth(), b in any_truth(), c in any_truth()) {
        prop_assert_eq!(a.and(b), b.and(a));
        prop_assert_eq!(a.or(b), b.or(a));
        prop_assert_eq!(a.and(b).and(c), a.and(b.and(c)));
        prop_assert_eq!(a.and(b.or(c)), a.and(b).or(a.and(c)));
        prop_assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
        prop_assert_eq!(a.negated().negated(), a);
        prop_assert_eq!(a.and(Truth::True), a);
        prop_assert_eq!(a.or(Truth::False), a);
        prop_assert_eq!(a.and(Truth::False), Truth::False);
        prop_assert_eq!(a.or(Truth::True), Truth::True);
    }

    #[test]
    fn trees_follow_kleene(parts in prop::collection::vec(any_truth(), 1..5)) {
        let leaves: Vec<Value> = parts.iter().copied().map(leaf).collect();
        let all = parts.iter().copied().fold(Truth::True, Truth::and);
        let any = parts.iter().copied().fold(Truth::False, Truth::or);
        prop_assert_eq!(at_row_0(&json!({"all": leaves})), all);
        prop_assert_eq!(at_row_0(&json!({"any": leaves})), any);
        prop_assert_eq!(at_row_0(&json!({"not": {"all": leaves}})), all.negated());
    }

    #[test]
    fn coded_text_says_what_plain_text_says(
        cells in prop::collection::vec(prop_oneof![Just(None), (0usize..4).prop_map(Some)], 1..20),
        op in prop_oneof![Just("eq"), Just("ne"), Just("lt"), Just("contains"), Just("starts_with"), Just("is_empty")],
        fold in any::<bool>(),
    ) {
        let words = ["", "ab", "AB", "b"];
        let text = |cell: &Option<usize>| cell.map(|word| words[word]);
        let plain = TextColumn::from_options(cells.iter().map(text));
        let coded = TextColumn::Coded {
            codes: cells.iter().map(|cell| cell.unwrap_or_default() as u32).collect(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            valid: Validity::from_flags(cells.iter().map(Option::is_some).collect()),
        };
        let rule = match op {
            "is_empty" => json!({"column": "x", "op": op}),
            _ => json!({"column": "x", "op": op, "value": "b", "fold": fold}),
        };
        let rule = load(&rule);
        let (plain, coded) = (Table::new([("x", Column::Text(plain))]).unwrap(), Table::new([("x", Column::Text(coded))]).unwrap());
        let plain = rule.bind(&plain, "deals", Zone::UTC, None).unwrap();
        let coded = rule.bind(&coded, "deals", Zone::UTC, None).unwrap();
        for row in 0..=cells.len() {
            prop_assert_eq!(plain.matches(row), coded.matches(row));
            prop_assert_eq!(plain.explain(row), coded.explain(row));
        }
    }

    #[test]
    fn decimals_compare_as_fractions_do(cell in -10_000i64..10_000, other in -10_000i64..10_000, denominator in 1i64..50) {
        let column = DecimalColumn { cells: Cells::full(vec![i128::from(cell)]), scale: 3 };
        let table = Table::new([("x", Column::Decimal(column))]).unwrap();
        let says = |op: &str| {
            let rule = load(&json!({"column": "x", "op": op, "value": format!("{other}/{denominator}")}));
            rule.bind(&table, "deals", Zone::UTC, None).unwrap().matches(0).is_true()
        };
        let (left, right) = (cell * denominator, other * 1_000);
        prop_assert_eq!(says("lt"), left < right);
        prop_assert_eq!(says("le"), left <= right);
        prop_assert_eq!(says("eq"), left == right);
        prop_assert_eq!(says("ne"), left != right);
        prop_assert_eq!(says("ge"), left >= right);
        prop_assert_eq!(says("gt"), left > right);
    }
}
