//! The laws of recurring streams: shares and amounts foot, parts of a period are the period, and what becomes known
//! later is restated to the cent.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::api::call_json;
use quarterdeck::number::{Exact, Rounding};
use quarterdeck::time::Date;
use serde_json::{Value, json};

/// A stream: cents a month, the day since 2024 that it starts, after how many days its term and an event end it, the
/// days after its start on which it changes hands, and whether the end and the last owner become known only later.
#[derive(Debug, Clone)]
struct Stream {
    cents: i64,
    start: i32,
    term: Option<i32>,
    ended: Option<i32>,
    hands: Vec<i32>,
    late: bool,
}

fn streams() -> impl Strategy<Value = Vec<Stream>> {
    let hands = prop::collection::btree_set(1..700_i32, 0..3);
    let ends = (prop::option::of(1..900_i32), prop::option::of(1..900_i32));
    let stream = (-9_000..90_000_i64, 0..730_i32, ends, hands, any::<bool>());
    let made = stream.prop_map(|(cents, start, (term, ended), hands, late)| {
        let hands = hands.into_iter().collect();
        Stream { cents, start, term, ended, hands, late }
    });
    prop::collection::vec(made, 1..4)
}

/// Keys of the parameters.
fn keys() -> impl Strategy<Value = Value> {
    let months = prop::sample::select(vec!["calendar", "anniversary"]);
    let billed = prop::sample::select(vec!["in_advance", "in_arrears"]);
    let part = || prop::sample::select(vec!["prorated", "full", "none"]);
    (months, billed, part(), part()).prop_map(|(months, billed, first, last)| {
        json!({"billing_months": months, "billed": billed, "first_part_month": first, "last_part_month": last})
    })
}

const PEOPLE: [&str; 3] = ["ann", "bo", "cy"];
const EARLY: &str = "2025-06-01T00:00:00Z";
const LATE: &str = "2026-01-15T00:00:00Z";

fn day(number: i32) -> Date {
    Date::new(2024, 1, 1).unwrap().add_days(number).unwrap()
}

fn money(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn tables(streams: &[Stream]) -> Value {
    let (mut rows, mut owners) = (Vec::new(), Vec::new());
    for (number, stream) in streams.iter().enumerate() {
        let after = |days: i32| day(stream.start + days).to_string();
        let id = format!("S{number}");
        let row = json!({"stream_id": id, "amount": money(stream.cents), "from": after(0),
                         "to": stream.term.map(after), "payee_id": "ann"});
        let mut last = row.clone();
        last["ended_on"] = json!(stream.ended.map(after));
        if stream.late {
            last["known_at"] = json!(LATE);
            rows.push(row);
        }
        rows.push(last);
        for (place, hand) in stream.hands.iter().enumerate() {
            let known = (stream.late && place + 1 == stream.hands.len()).then_some(LATE);
            let until = stream.hands.get(place + 1).filter(|_| !stream.late).map(|&next| after(next));
            let mut owner = json!({"stream_id": id, "from": after(*hand), "to": until, "known_at": known});
            if stream.late && known.is_none() {
                // Without an end it is replaced by the one that became known after it.
                owner["known_at"] = json!(format!("2025-0{}-01T00:00:00Z", place + 1));
            }
            let payee = PEOPLE[(place + 1) % 3];
            if place == 1 {
                for (payee, share) in [(payee, "1/3"), ("dee", "2/3")] {
                    let mut part = owner.clone();
                    part["payee_id"] = json!(payee);
                    part["share"] = json!(share);
                    owners.push(part);
                }
            } else {
                owner["payee_id"] = json!(payee);
                owners.push(owner);
            }
        }
    }
    json!({"streams": rows, "stream_owners": owners})
}

fn answer(request: &Value) -> Value {
    let answer: Value = serde_json::from_slice(&call_json(request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["ok"], true, "{answer}\n{request}");
    answer
}

fn expand(streams: &[Stream], keys: &Value, period: &Value, known_at: Option<&str>) -> Value {
    let mut params = keys.clone();
    params["period"] = period.clone();
    params["known_at"] = json!(known_at);
    params["currency"] = json!("USD");
    let request = json!({"op": "commission.expand_streams", "params": params, "tables": tables(streams)});
    answer(&request)["tables"].take()
}

fn span(from: i32, to: i32) -> Value {
    json!({"from": day(from).to_string(), "to": day(to).to_string()})
}

fn exact(cell: &Value) -> Exact {
    Exact::parse(cell.as_str().unwrap()).unwrap()
}

fn sum<'r>(rows: impl IntoIterator<Item = &'r Value>, column: &str) -> Exact {
    rows.into_iter().fold(Exact::ZERO, |sum, row| sum.add(&exact(&row[column])))
}

fn rows<'t>(tables: &'t Value, name: &str) -> &'t Vec<Value> {
    tables[name].as_array().unwrap()
}

/// A plan by the number of the month, and everybody on it.
fn plan() -> Value {
    let when = |from: i32, to: i32| json!({"column": "month_index", "op": "between", "from": from, "to": to});
    json!({"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {"from": "2020-01-01"},
        "components": [{"id": "residuals", "measure": {"date": "booked_on", "period": "month"},
            "rates": {"precedence": "priority", "rules": [
                {"id": "first", "priority": 1, "rate": "0.1", "when": when(1, 4)},
                {"id": "then", "priority": 2, "rate": "1/30", "when": when(4, 13)},
                {"id": "later", "priority": 3, "rate": "0.0123"}]}}]})
}

/// A request on the plan: what streams came to, and other tables.
fn on_plan(op: &str, params: &Value, expanded: &Value, more: &Value) -> Value {
    let people: Vec<Value> = ["ann", "bo", "cy", "dee"]
        .map(|payee| json!({"payee_id": payee, "plan_id": "plan", "from": "2020-01-01"}))
        .to_vec();
    let mut tables =
        json!({"transactions": expanded["transactions"], "splits": expanded["splits"], "assignments": people});
    for (name, rows) in more.as_object().unwrap() {
        tables[name] = rows.clone();
    }
    json!({"op": op, "kind": "commission_plan", "definition": plan(), "params": params, "tables": tables})
}

/// By transaction and payee, sorted: what lines or bookings come to.
fn paid(rows: &[Value]) -> Vec<(String, Exact)> {
    let mut sums = std::collections::BTreeMap::new();
    for row in rows {
        let sum = sums.entry(format!("{} {}", row["transaction_id"], row["payee_id"])).or_insert(Exact::ZERO);
        *sum = sum.add(&exact(&row["amount"]));
    }
    sums.into_iter().filter(|(_, sum)| !sum.is_zero()).collect()
}

proptest! {
    /// Every month has owners, whose shares sum to exactly 1.
    #[test]
    fn the_shares_of_a_month_sum_to_one(streams in streams(), keys in keys(), known in any::<bool>()) {
        let tables = expand(&streams, &keys, &span(0, 2500), known.then_some(EARLY));
        let splits = rows(&tables, "splits");
        for month in rows(&tables, "transactions") {
            let own = splits.iter().filter(|split| split["transaction_id"] == month["transaction_id"]);
            prop_assert_eq!(sum(own, "share"), Exact::ONE);
        }
    }

    /// What is billed for a stream that has ended is the rounded sum of what each of its days is worth.
    #[test]
    fn the_months_of_a_stream_foot(streams in streams()) {
        let ended: Vec<Stream> = streams.into_iter().filter(|stream| stream.ended.or(stream.term).is_some()).collect();
        let tables = expand(&ended, &json!({}), &span(0, 2500), None);
        for (number, stream) in ended.iter().enumerate() {
            let last = [stream.term, stream.ended].into_iter().flatten().min().unwrap();
            let worth = (stream.start..stream.start + last).fold(Exact::ZERO, |sum, on| {
                let first = Date::new(day(on).year(), day(on).month(), 1).unwrap();
                let days = first.add_months(1).unwrap().days() - first.days();
                sum.add(&Exact::new(stream.cents.into(), 100 * i128::from(days)).unwrap())
            });
            let id = json!(format!("S{number}"));
            let billed = sum(rows(&tables, "transactions").iter().filter(|row| row["stream_id"] == id), "amount");
            prop_assert_eq!(billed, Exact::from(worth.round_to(2, Rounding::HalfUp).unwrap()));
        }
    }

    /// The calls of any parts of a period give together what one call gives.
    #[test]
    fn the_parts_of_a_period_are_the_period(
        streams in streams(), keys in keys(), cuts in prop::collection::btree_set(1..1200_i32, 0..5),
    ) {
        let ends: Vec<i32> = [0].into_iter().chain(cuts).chain([1200]).collect();
        for name in ["transactions", "splits"] {
            let sorted = |mut rows: Vec<String>| { rows.sort(); rows };
            let told = |period: Value| -> Vec<String> {
                rows(&expand(&streams, &keys, &period, None), name).iter().map(Value::to_string).collect()
            };
            let parts = ends.windows(2).flat_map(|ends| told(span(ends[0], ends[1]))).collect();
            prop_assert_eq!(sorted(parts), sorted(told(span(0, 1200))));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Months that are expanded and paid one by one pay what their year does.
    #[test]
    fn the_months_pay_what_their_year_pays(streams in streams(), keys in keys()) {
        let lines = |period: Value| -> Vec<Value> {
            let expanded = expand(&streams, &keys, &period, None);
            answer(&on_plan("commission.calculate", &json!({"period": period}), &expanded, &json!({})))["tables"]["lines"]
                .as_array().unwrap().clone()
        };
        let months: Vec<Value> = (1..=12).flat_map(|month| lines(json!(format!("2025-M{month:02}")))).collect();
        prop_assert_eq!(paid(&months), paid(&lines(json!("2025"))));
    }

    /// A year that was closed before ends and owners were known, and restated since, has been booked what it comes to
    /// now; so has a book that is given what changed.
    #[test]
    fn what_becomes_known_later_is_restated(streams in streams(), keys in keys()) {
        let (year, none) = (json!("2025"), json!({}));
        let before = expand(&streams, &keys, &year, Some(EARLY));
        let now = expand(&streams, &keys, &year, None);
        let restate = |expanded: &Value, bookings: &Value| {
            let params = json!({"period": "2025", "booked_on": "2026-02-01"});
            answer(&on_plan("commission.restate", &params, expanded, bookings))["tables"]["bookings"].take()
        };
        let closed = restate(&before, &none);
        let mut booked = closed.as_array().unwrap().clone();
        booked.extend(restate(&now, &json!({"bookings": closed})).as_array().unwrap().iter().cloned());
        let params = json!({"period": "2025"});
        let due = answer(&on_plan("commission.calculate", &params, &now, &none))["tables"]["lines"].take();
        prop_assert_eq!(paid(&booked), paid(due.as_array().unwrap()));

        let gone: Vec<Value> = rows(&before, "transactions").iter().map(|row| row["transaction_id"].clone())
            .filter(|id| !rows(&now, "transactions").iter().any(|row| row["transaction_id"] == *id))
            .map(|id| json!({"transaction_id": id})).collect();
        let opened = on_plan("commission.calculate", &params, &before, &none);
        let book = json!({"schema": "quarterdeck/commission-book@1", "plan": plan(), "params": params,
                          "tables": opened["tables"]});
        let changes = json!({"transactions": now["transactions"], "splits": now["splits"], "withdrawn": gone});
        let applied = answer(&json!({"op": "book.apply", "kind": "book", "definition": book, "params": {}, "tables": changes}));
        let mut kept = answer(&opened)["tables"]["lines"].as_array().unwrap().clone();
        kept.extend(applied["tables"]["bookings"].as_array().unwrap().iter().cloned());
        prop_assert_eq!(paid(&kept), paid(due.as_array().unwrap()));
    }
}
