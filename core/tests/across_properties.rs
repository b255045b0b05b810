//! The laws of rate tables of several dimensions, on random tables and sales.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::api::call_json;
use quarterdeck::number::Exact;
use serde_json::{Value, json};

const MODES: [&str; 4] = ["marginal", "whole", "whole_overage", "per_segment"];
const REGIONS: [&str; 3] = ["emea", "amer", "apac"];

/// A sale: its day in the quarter, cents, region, and whether it is of the component or of the one beside it.
#[derive(Debug, Clone)]
struct Sale {
    day: u32,
    cents: i64,
    region: usize,
    own: bool,
}

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let sale = (0..90_u32, -60_000..90_000_i64, 0..3_usize, any::<bool>());
    let sale = sale.prop_map(|(day, cents, region, own)| Sale { day, cents, region, own });
    prop::collection::vec(sale, 1..12)
}

/// What each of three tiers pays in each of six columns, in thousandths.
fn values() -> impl Strategy<Value = Vec<Vec<i64>>> {
    prop::collection::vec(prop::collection::vec(-50..400_i64, 6), 3)
}

fn text(units: i64, places: usize) -> String {
    let digits = format!("{:0width$}", units.abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{}{whole}.{part}", if units < 0 { "-" } else { "" })
}

/// Tiers up to 300, up to 900 and above, with values as a table of one dimension or of three has them.
fn table(mode: &str, values: &[Vec<i64>], across: bool) -> Value {
    let starts = ["0", "300", "900"];
    let tier = |(at, values): (usize, &Vec<i64>)| {
        let mut tier = json!({"from": starts[at], "to": starts.get(at + 1)});
        if across {
            tier["values"] = json!(values.iter().map(|value| text(*value, 3)).collect::<Vec<_>>());
        } else {
            tier["value"] = json!(text(values[0], 3));
        }
        if mode == "per_segment" && at > 0 {
            tier["back_to"] = json!(if at == 1 { "first_dollar" } else { "segment_start" });
        }
        tier
    };
    let tiers: Vec<Value> = values.iter().enumerate().map(tier).collect();
    let mut table =
        json!({"index": "amount", "mode": mode, "value": "rate", "boundary": "upper_inclusive", "tiers": tiers});
    if mode == "whole_overage" {
        table["overage_starts_at"] = json!("300");
    }
    if across {
        table["across"] = json!([
            {"column": "region", "values": ["emea", "amer"], "otherwise": "zero"},
            {"index": {"measure": "beside"}, "from": ["0", "200", "700"]},
        ]);
    }
    table
}

fn plan(table: &Value) -> Value {
    let own = |own: bool| json!({"column": "own", "op": "eq", "value": if own { "yes" } else { "no" }});
    let measure = json!({"date": "booked_on", "period": "quarter"});
    json!({
        "schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {"from": "2026-01-01"},
        "components": [
            {"id": "deals", "measure": measure, "eligible": own(true), "rate_table": table},
            {"id": "beside", "measure": measure, "eligible": own(false), "rate": "0"},
        ],
    })
}

fn rows(sales: &[Sale]) -> Vec<Value> {
    let row = |(at, sale): (usize, &Sale)| {
        let (month, day) = (sale.day / 30 + 1, sale.day % 28 + 1);
        json!({
            "transaction_id": format!("t{at:02}"), "payee_id": "ann", "amount": text(sale.cents, 2),
            "booked_on": format!("2026-{month:02}-{day:02}"), "region": REGIONS[sale.region],
            "own": if sale.own { "yes" } else { "no" },
        })
    };
    sales.iter().enumerate().map(row).collect()
}

fn calculate(plan: &Value, transactions: &[Value], period: &str) -> Value {
    let request = json!({
        "op": "commission.calculate", "kind": "commission_plan", "definition": plan, "params": {"period": period},
        "tables": {
            "transactions": transactions, "assignments": [{"payee_id": "ann", "plan_id": "plan", "from": "2026-01-01"}],
        },
    });
    let answer: Value = serde_json::from_slice(&call_json(&serde_json::to_vec(&request).unwrap())).unwrap();
    assert_eq!(answer["ok"], true, "{answer}\n{request}");
    answer
}

fn exact(cell: &Value) -> Exact {
    Exact::parse(cell.as_str().unwrap()).unwrap()
}

fn earned(answer: &Value) -> Exact {
    exact(&answer["summary"]["earned"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn columns_that_are_all_equal_pay_as_one_dimension(mode in prop::sample::select(&MODES[..]), values in values(), sales in sales()) {
        let values: Vec<Vec<i64>> = values.iter().map(|row| vec![row[0]; row.len()]).collect();
        let sales: Vec<Sale> = sales.into_iter().map(|sale| Sale { region: sale.region % 2, ..sale }).collect();
        let transactions = rows(&sales);
        let one = calculate(&plan(&table(mode, &values, false)), &transactions, "2026-Q1");
        let many = calculate(&plan(&table(mode, &values, true)), &transactions, "2026-Q1");
        prop_assert_eq!(&one["tables"]["statements"], &many["tables"]["statements"]);
        let amounts = |answer: &Value| {
            let lines = answer["tables"]["lines"].as_array().unwrap();
            lines.iter().map(|line| [line["amount"].clone(), line["tier"].clone()]).collect::<Vec<_>>()
        };
        prop_assert_eq!(amounts(&one), amounts(&many));
    }

    #[test]
    fn a_credit_in_two_parts_of_one_column_earns_as_much_in_marginal_mode(values in values(), sales in sales(), part in 1..100_i64) {
        let plan = plan(&table("marginal", &values, true));
        let whole = rows(&sales);
        let halves: Vec<Sale> = sales.iter().flat_map(|sale| {
            let first = sale.cents * part / 100;
            [first, sale.cents - first].map(|cents| Sale { cents, ..sale.clone() })
        }).collect();
        let (whole, parts) = (calculate(&plan, &whole, "2026-Q1"), calculate(&plan, &rows(&halves), "2026-Q1"));
        prop_assert_eq!(earned(&whole), earned(&parts));
    }

    #[test]
    fn the_order_of_sales_never_matters_where_the_tier_reached_pays_on_all(values in values(), sales in sales(), turned in 0..12_usize) {
        let plan = plan(&table("whole", &values, true));
        let mut other = sales.clone();
        let days: Vec<u32> = sales.iter().map(|sale| sale.day).collect();
        other.iter_mut().enumerate().for_each(|(at, sale)| sale.day = days[(at + turned) % days.len()]);
        let total = |sales: &[Sale]| earned(&calculate(&plan, &rows(sales), "2026-Q1"));
        prop_assert_eq!(total(&sales), total(&other));
    }

    #[test]
    fn months_add_up_to_their_quarter(mode in prop::sample::select(&MODES[..]), values in values(), sales in sales()) {
        let plan = plan(&table(mode, &values, true));
        let transactions = rows(&sales);
        let months = ["2026-01", "2026-02", "2026-03"].map(|month| earned(&calculate(&plan, &transactions, month)));
        let sum = months.iter().fold(Exact::ZERO, |sum, month| sum.add(month));
        prop_assert_eq!(sum, earned(&calculate(&plan, &transactions, "2026-Q1")));
    }

    #[test]
    fn a_sale_and_its_full_refund_come_to_nothing_in_every_column(mode in prop::sample::select(&MODES[..]), values in values(), sales in sales()) {
        let plan = plan(&table(mode, &values, true));
        let mut sales = sales;
        sales.iter_mut().filter(|sale| sale.cents == 0).for_each(|sale| sale.cents = 1);
        let mut transactions = rows(&sales);
        let refunds: Vec<Value> = transactions.iter().zip(&sales).map(|(sale, of)| {
            let mut refund = sale.clone();
            refund["reverses_id"] = sale["transaction_id"].clone();
            refund["transaction_id"] = json!(format!("r{}", sale["transaction_id"].as_str().unwrap()));
            refund["amount"] = json!(text(-of.cents, 2));
            refund["booked_on"] = json!("2026-03-31");
            refund
        }).collect();
        transactions.extend(refunds);
        prop_assert_eq!(earned(&calculate(&plan, &transactions, "2026-Q1")), Exact::ZERO);
    }
}
