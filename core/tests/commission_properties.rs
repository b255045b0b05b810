//! The laws of commissions, on random plans and populations.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{CalculateParams, Calculation, Inputs, Plan};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

/// One transaction of payee `p0` or `p1`: day of the year 2026, cents, which payee.
#[derive(Debug, Clone)]
struct Sale {
    day: u32,
    cents: i64,
    payee: usize,
}

fn sales(most: usize) -> impl Strategy<Value = Vec<Sale>> {
    let sale = (0..365_u32, -200_000..2_000_000_i64, 0..2_usize);
    prop::collection::vec(sale.prop_map(|(day, cents, payee)| Sale { day, cents, payee }), 1..most)
}

/// Ascending tier starts in whole percent, and a value in thousandths for each.
fn tiers() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::btree_map(1..250_u32, 0..300_u32, 0..4).prop_flat_map(|upper| {
        (0..300_u32).prop_map(move |first| {
            let mut tiers = vec![(0, first)];
            tiers.extend(upper.iter().map(|(from, value)| (*from, *value)));
            tiers
        })
    })
}

struct Rules<'r> {
    mode: &'r str,
    index: &'r str,
    value: &'r str,
    period: &'r str,
    tiers: &'r [(u32, u32)],
    at: &'r str,
}

const QUOTA: &str = "12345.67";
const TARGET: &str = "9876.54";

fn plan(rules: &Rules<'_>) -> Plan {
    let scale = |percent: u32| match rules.index {
        "attainment" => format!("{}.{:02}", percent / 100, percent % 100),
        _ => format!("{}", percent * 100),
    };
    let tiers: Vec<String> = rules
        .tiers
        .iter()
        .enumerate()
        .map(|(position, (from, value))| {
            let to = rules.tiers.get(position + 1).map_or("null".to_owned(), |(to, _)| format!("\"{}\"", scale(*to)));
            format!(r#"{{"from": "{}", "to": {to}, "value": "0.{value:03}"}}"#, scale(*from))
        })
        .collect();
    let base = if rules.value == "multiplier" { r#""base_rate": {"kind": "target_over_quota"},"# } else { "" };
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
            "effective": {{"from": "2026-01-01"}}, "rounding": {{"at": "{}"}},
            "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "{}"}}, "quota": {{"source": "table"}}, {base}
                "rate_table": {{"index": "{}", "mode": "{}", "value": "{}", "boundary": "lower_inclusive", "tiers": [{}]}}}}]}}"#,
        rules.at,
        rules.period,
        rules.index,
        rules.mode,
        rules.value,
        tiers.join(",")
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap()
}

fn date(day: u32) -> String {
    quarterdeck::time::Date::new(2026, 1, 1).unwrap().add_days(day as i32).unwrap().to_string()
}

fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn calculate(plan: &Plan, sales: &[Sale], period: &str, quota: &str) -> Calculation {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for (position, sale) in sales.iter().enumerate() {
        transactions.push_str(&format!("T{position:04},p{},{},{}\n", sale.payee, amount(sale.cents), date(sale.day)));
    }
    let mut quotas = String::from("payee_id,from,to,amount\n");
    let quarters = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"];
    for payee in 0..2 {
        if quota == "year" {
            quotas.push_str(&format!("p{payee},2026-01-01,2027-01-01,{QUOTA}\n"));
        } else {
            quarters
                .windows(2)
                .for_each(|ends| quotas.push_str(&format!("p{payee},{},{},{QUOTA}\n", ends[0], ends[1])));
        }
    }
    let assignments =
        format!("payee_id,plan_id,from,target_variable\np0,plan,2026-01-01,{TARGET}\np1,plan,2026-01-01,{TARGET}\n");
    let inputs = Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        assignments: records(&assignments, &declared::ASSIGNMENTS),
        quotas: Some(records(&quotas, &declared::QUOTAS)),
        splits: None,
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let params: CalculateParams = serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap();
    plan.calculate(&params, inputs, BadRecords::default()).unwrap()
}

fn column(calculation: &Calculation, table: &str, name: &str) -> Vec<Exact> {
    let table = calculation.tables().get(table).unwrap();
    let column = table.decimal(name).unwrap();
    (0..table.rows()).map(|row| column.exact(row).unwrap()).collect()
}

fn sum(values: &[Exact]) -> Exact {
    values.iter().fold(Exact::from(0), |sum, value| sum.add(value))
}

fn earned(calculation: &Calculation) -> Exact {
    Exact::from(calculation.summary().earned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn marginal_totals_do_not_depend_on_order_or_lumping(sales in sales(12), tiers in tiers(), cut in 1..9_i64) {
        let plan = plan(&Rules { mode: "marginal", index: "attainment", value: "rate", period: "year", tiers: &tiers, at: "component" });
        let total = earned(&calculate(&plan, &sales, "2026", "year"));
        let mut shuffled = sales.clone();
        shuffled.reverse();
        shuffled.iter_mut().for_each(|sale| sale.day = (sale.day * 7 + 3) % 365);
        prop_assert_eq!(&earned(&calculate(&plan, &shuffled, "2026", "year")), &total);
        let mut pieces = Vec::new();
        for sale in &sales {
            let part = sale.cents * cut / 10;
            pieces.push(Sale { cents: part, ..sale.clone() });
            pieces.push(Sale { cents: sale.cents - part, ..sale.clone() });
        }
        prop_assert_eq!(&earned(&calculate(&plan, &pieces, "2026", "year")), &total);
    }

    #[test]
    fn more_credit_never_pays_less(sales in sales(8), tiers in tiers(), more in 1..500_000_i64, index in prop::sample::select(vec!["amount", "attainment"])) {
        let plan = plan(&Rules { mode: "marginal", index, value: "rate", period: "year", tiers: &tiers, at: "component" });
        let less = earned(&calculate(&plan, &sales, "2026", "year"));
        let mut sales = sales;
        sales[0].cents += more;
        prop_assert!(earned(&calculate(&plan, &sales, "2026", "year")) >= less);
    }

    #[test]
    fn full_attainment_pays_the_target_to_the_cent(cuts in prop::collection::vec(0..1_234_567_i64, 0..9), above in 1..5_u32) {
        // 1 up to quota, something else above it.
        let tiers = [(0, 1000), (100, above * 100)];
        let text = format!(r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2026-01-01"}},
            "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "year"}}, "quota": {{"source": "table"}},
                "base_rate": {{"kind": "target_over_quota"}},
                "rate_table": {{"index": "attainment", "mode": "marginal", "value": "multiplier", "boundary": "lower_inclusive",
                    "tiers": [{{"from": "0", "to": "1", "value": "1"}}, {{"from": "1", "to": null, "value": "{above}.5"}}]}}}}]}}"#);
        prop_assert_eq!(tiers.len(), 2);
        let plan = Plan::load(text.as_bytes()).unwrap().0;
        let mut bounds = cuts;
        bounds.extend([0, 1_234_567]);
        bounds.sort_unstable();
        let sales: Vec<Sale> = bounds.windows(2).map(|ends| Sale { day: 5, cents: ends[1] - ends[0], payee: 0 }).collect();
        prop_assert_eq!(earned(&calculate(&plan, &sales, "2026", "year")), Exact::parse(TARGET).unwrap());
    }

    #[test]
    fn a_full_refund_takes_back_what_the_sale_earned(sales in sales(10), tiers in tiers(), mode in prop::sample::select(vec!["marginal", "whole"])) {
        let plan = plan(&Rules { mode, index: "attainment", value: "multiplier", period: "year", tiers: &tiers, at: "component" });
        let mut all = sales.clone();
        all.iter_mut().for_each(|sale| sale.day %= 180);
        let refunds: Vec<Sale> = all.iter().map(|sale| Sale { day: sale.day + 180, cents: -sale.cents, payee: sale.payee }).collect();
        all.extend(refunds);
        prop_assert_eq!(earned(&calculate(&plan, &all, "2026", "year")), Exact::from(0));
    }

    #[test]
    fn lines_add_up_and_each_is_within_a_cent(sales in sales(30), tiers in tiers(), mode in prop::sample::select(vec!["marginal", "whole"]), at in prop::sample::select(vec!["line", "component", "payee"]), value in prop::sample::select(vec!["rate", "multiplier"])) {
        let plan = plan(&Rules { mode, index: "attainment", value, period: "quarter", tiers: &tiers, at });
        let calculation = calculate(&plan, &sales, "2026", "quarter");
        let (amounts, rounding) = (column(&calculation, "lines", "amount"), column(&calculation, "lines", "rounding"));
        prop_assert_eq!(sum(&amounts), earned(&calculation));
        let unit = Exact::parse("0.01").unwrap();
        prop_assert!(rounding.iter().all(|delta| delta.abs() < unit));
        let (at_rate, true_up) = (column(&calculation, "lines", "at_rate"), column(&calculation, "lines", "true_up"));
        for (line, amount) in amounts.iter().enumerate() {
            prop_assert_eq!(amount, &at_rate[line].add(&true_up[line]).add(&rounding[line]));
        }
    }

    #[test]
    fn a_later_line_changes_no_earlier_one(sales in sales(20), tiers in tiers(), mode in prop::sample::select(vec!["marginal", "whole"])) {
        let plan = plan(&Rules { mode, index: "amount", value: "rate", period: "year", tiers: &tiers, at: "component" });
        let mut sorted: Vec<Sale> = sales.into_iter().map(|sale| Sale { payee: 0, ..sale }).collect();
        sorted.sort_by_key(|sale| sale.day);
        let all = column(&calculate(&plan, &sorted, "2026", "year"), "lines", "amount");
        let most = sorted.len() - 1;
        let fewer = calculate(&plan, &sorted[..most], "2026", "year");
        prop_assert_eq!(&column(&fewer, "lines", "amount")[..], &all[..most]);
    }

    #[test]
    fn months_of_an_annual_measure_sum_to_the_year(sales in sales(25), tiers in tiers(), mode in prop::sample::select(vec!["marginal", "whole"])) {
        let plan = plan(&Rules { mode, index: "attainment", value: "multiplier", period: "year", tiers: &tiers, at: "component" });
        let year = earned(&calculate(&plan, &sales, "2026", "year"));
        let months = (1..=12).map(|month| earned(&calculate(&plan, &sales, &format!("2026-M{month:02}"), "year")));
        prop_assert_eq!(months.fold(Exact::from(0), |sum, month| sum.add(&month)), year);
    }

    #[test]
    fn no_record_is_lost(sales in sales(25), tiers in tiers(), quarter in 1..5_u32) {
        let plan = plan(&Rules { mode: "marginal", index: "amount", value: "rate", period: "quarter", tiers: &tiers, at: "component" });
        let calculation = calculate(&plan, &sales, &format!("2026-Q{quarter}"), "quarter");
        for (table, count) in &calculation.summary().records {
            prop_assert_eq!(count.rows, count.used + count.excluded + count.set_aside, "{}", table);
        }
        let used = calculation.summary().records["transactions"].used;
        prop_assert_eq!(used, calculation.summary().lines);
    }
}
