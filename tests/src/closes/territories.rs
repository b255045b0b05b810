//! Orders shared with who holds their territory on the day, paid by month on quotas of a quarter, with refunds.

use std::collections::BTreeMap;
use std::path::Path;

use quarterdeck::number::Decimal;
use quarterdeck::table::Tables;
use quarterdeck::time::Date;
use serde_json::{Value, json};

use super::adventureworks::with_ends;
use super::{Close, Row, csv, decimal, document, expected, mapped, sum};
use crate::real_data;

const RATES: [&str; 3] = ["0.00", "0.01", "0.02"];
const MONTHS: [&str; 8] =
    ["2011-05-01", "2011-06-01", "2011-07-01", "2011-08-01", "2011-09-01", "2011-10-01", "2011-11-01", "2011-12-01"];

/// What somebody earned, and what was taken back.
type Moved = BTreeMap<(String, String), [Decimal; 2]>;

/// Who holds a territory on a day. Orders end in 2011, so the swap of November 2012 is moved into a span of quotas.
fn holders<'h>(history: &'h [Row], order: &Row) -> Vec<&'h str> {
    let moved = |day: &str| match day {
        "2012-11-30" => "2011-10-15".to_owned(),
        "2012-11-29" => "2011-10-14".to_owned(),
        other => other.to_owned(),
    };
    let holds = |row: &&Row| {
        let (first, last) = (moved(&row["start_date"]), moved(&row["end_date"]));
        row["territory_id"] == order["territory_id"]
            && first <= order["order_date"]
            && (last.is_empty() || order["order_date"] <= last)
    };
    history.iter().filter(holds).map(|row| row["salesperson_id"].as_str()).collect()
}

/// Seven tenths to the sales person, three to the holders of the territory.
fn splits(orders: &[Row], history: &[Row]) -> Vec<Value> {
    let split = |order: &Row, payee: &str, weight: usize| json!({"transaction_id": order["order_id"], "payee_id": payee, "role": "direct", "weight": weight});
    let of_order = |order: &Row| {
        let holders = holders(history, order);
        let mut rows = vec![split(order, &order["salesperson_id"], 7 * holders.len().max(1))];
        rows.extend(holders.iter().map(|holder| split(order, holder, 3)));
        rows
    };
    orders.iter().flat_map(of_order).collect()
}

/// What the generator of refunds draws, with the seed 2011.
fn refunds(orders: &[Row]) -> Vec<Value> {
    let drawn = |order: &Row| (order["order_id"].parse::<i64>().unwrap() * 48_271 + 2011) % 2_147_483_647;
    let refund = |order: &Row| {
        let drawn = drawn(order);
        let share = [decimal("-0.25"), decimal("-0.5"), decimal("-1")][usize::try_from(drawn % 3).unwrap()];
        let amount = decimal(&order["subtotal"]).checked_mul(share).unwrap();
        let day = Date::parse(&order["order_date"]).unwrap().add_days(i32::try_from(drawn % 60 + 1).unwrap()).unwrap();
        json!({
            "transaction_id": format!("refund-{}", order["order_id"]), "amount": amount.to_string(),
            "booked_on": day.to_string(), "reverses_id": order["order_id"],
        })
    };
    orders.iter().filter(|order| drawn(order) % 7 == 0).map(refund).collect()
}

fn table(rows: &[Value]) -> quarterdeck::table::Table {
    quarterdeck::table::Table::from_rows(&serde_json::to_vec(rows).unwrap()).unwrap()
}

fn records(folder: &Path) -> Tables {
    let mut orders = csv(&folder.join("orders.csv"));
    orders.retain(|order| !order["salesperson_id"].is_empty() && order["order_date"].as_str() < "2011-12-01");
    let quotas = with_ends(csv(&folder.join("quota_history.csv")));
    let first_quota = |person: &Row| {
        let own = quotas.iter().filter(|quota| quota["salesperson_id"] == person["salesperson_id"]);
        own.map(|quota| quota["quota_date"].clone()).min().unwrap()
    };
    let mut people = csv(&folder.join("sales_person.csv"));
    people.iter_mut().for_each(|person| drop(person.insert("first_quota".to_owned(), first_quota(person))));
    let sale = |order: &Row| json!({"transaction_id": order["order_id"], "amount": order["subtotal"], "booked_on": order["order_date"]});
    let sales: Vec<Value> = orders.iter().map(sale).chain(refunds(&orders)).collect();
    let mut tables = Tables::new();
    tables.insert("transactions", table(&sales));
    tables.insert("splits", table(&splits(&orders, &csv(&folder.join("territory_history.csv")))));
    let quota = [("payee_id", "salesperson_id"), ("from", "quota_date"), ("to", "next"), ("amount", "sales_quota")];
    tables.insert("quotas", mapped(&quotas, &quota));
    let assigned = [("payee_id", "salesperson_id"), ("plan_id", "commission_pct"), ("from", "first_quota")];
    tables.insert("assignments", mapped(&people, &assigned));
    tables
}

/// A period's close of everybody: one plan a rate.
fn closes(tables: &Tables, from: &str, to: &str) -> Vec<Close> {
    let plan = document("adventureworks/plan-shared.json");
    let period = || json!({"from": from, "to": to});
    RATES.iter().map(|rate| Close::of(&plan.replace("0.01", rate), period(), tables.clone())).collect()
}

/// Lines by payee and month, earned and taken back; rates of nothing have lines of nothing.
fn moved(closes: &[Close]) -> Moved {
    let mut all = Moved::new();
    for line in closes.iter().flat_map(|close| close.rows("lines")) {
        let month = format!("{}-01", &line["effective_on"][..7]);
        let sums = all.entry((line["payee_id"].clone(), month)).or_insert([Decimal::ZERO; 2]);
        let sum = &mut sums[usize::from(line["kind"] == "clawback")];
        *sum = sum.checked_add(decimal(&line["amount"])).unwrap();
    }
    all
}

fn wanted() -> Moved {
    let sums = |row: &Row| ["earned", "taken_back"].map(|name| decimal(&row[name]));
    expected("adventureworks_monthly")
        .iter()
        .map(|row| ((row["salesperson_id"].clone(), row["month"].clone()), sums(row)))
        .collect()
}

#[test]
fn months_on_quotas_of_a_quarter_are_paid_as_the_sql_says() {
    let Some(folder) = real_data("territories::months", "adventureworks") else { return };
    let tables = records(&folder);
    let mut found = Moved::new();
    let mut earned = Decimal::ZERO;
    for month in MONTHS.windows(2) {
        let closes = closes(&tables, month[0], month[1]);
        let of_month = moved(&closes);
        assert!(of_month.keys().all(|(_, day)| day == month[0]), "{month:?}");
        found.extend(of_month);
        for close in closes {
            earned = earned.checked_add(decimal(close.summary["earned"].as_str().unwrap())).unwrap();
        }
    }
    assert_eq!(found, wanted());
    // And the quarters at once come to the same, line by line and in all.
    let whole = closes(&tables, MONTHS[0], MONTHS[7]);
    assert_eq!(moved(&whole), found);
    let all = whole.iter().map(|close| decimal(close.summary["earned"].as_str().unwrap()));
    assert_eq!(all.fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap()), earned);
}

#[test]
fn a_territory_that_changes_hands_in_mid_quarter_credits_both() {
    let Some(folder) = real_data("territories::changes_hands", "adventureworks") else { return };
    let credited = |payee: &str, territory: &str, orders: &[Row], lines: &[Row]| {
        let own = lines.iter().filter(|line| line["payee_id"] == payee && line["kind"] == "earning");
        let of = |line: &&Row| {
            let order = orders.iter().find(|order| order["order_id"] == line["transaction_id"]).unwrap();
            order["territory_id"] == territory && order["salesperson_id"] != payee
        };
        sum(own.filter(of), "quota_credit") > Decimal::ZERO
    };
    let orders = csv(&folder.join("orders.csv"));
    let tables = records(&folder);
    let lines = |from, to| closes(&tables, from, to).iter().flat_map(|close| close.rows("lines")).collect::<Vec<Row>>();
    let (before, after) = (lines("2011-08-31", "2011-10-15"), lines("2011-10-15", "2011-12-01"));
    assert!(credited("277", "3", &orders, &before) && !credited("277", "2", &orders, &before));
    assert!(credited("277", "2", &orders, &after) && !credited("277", "3", &orders, &after));
}
