//! Random plans and populations, as requests to the door: any payout rule with any stage around it, and what is handed
//! on to others and paid beside it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;

use proptest::prelude::*;
use quarterdeck::api::call_json;
use quarterdeck::number::Exact;
use quarterdeck::time::Date;
use serde_json::{Map, Value, json};

pub(crate) use document::{BONUSES, OVERRIDES, PAYOUTS, STAGES};

/// One component: its payout, its stage, its measure period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) payout: usize,
    pub(crate) stage: usize,
    quarterly: bool,
    rolled: bool,
}

/// A plan.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) parts: Vec<Part>,
    /// Where earnings are rounded.
    pub(crate) rounding: &'static str,
    plan_cap: bool,
    plan_floor: bool,
    /// Whether splits share what a deal earns, not its credit.
    pub(crate) paid_out: bool,
    pub(crate) overrides: usize,
    pub(crate) bonus: usize,
    pub(crate) clawback: &'static str,
    restore: &'static str,
    ramped: bool,
    mid_period: &'static str,
    basis: &'static str,
    /// The day of the year on which terms change, if they do.
    change: Option<i64>,
}

/// A sale: day of the year, cents, whose it is, and how it is shared.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(crate) day: i64,
    pub(crate) cents: i64,
    pub(crate) who: usize,
    pub(crate) shared: usize,
}

/// Who sells; cy is above ann and bo, and di, who sells nothing, above cy.
pub(crate) const PAYEES: [&str; 3] = ["ann", "bo", "cy"];

/// Of every kind; cents above zero, so that each has a refund.
pub(crate) fn sales(most: usize) -> impl Strategy<Value = Vec<Sale>> {
    let sale = (0..365_i64, 1..90_000_i64, 0..3_usize, 0..4_usize);
    let sale = sale.prop_map(|(day, cents, who, shared)| Sale { day, cents, who, shared });
    prop::collection::vec(sale, 1..most)
}

pub(crate) fn plans() -> impl Strategy<Value = Drawn> {
    let part = (0..PAYOUTS, 0..STAGES, any::<bool>(), any::<bool>());
    let part = part.prop_map(|(payout, stage, quarterly, rolled)| Part { payout, stage, quarterly, rolled });
    let reconciled = prop::sample::select(vec!["component", "payee", "line"]);
    let modes = prop::sample::select(vec!["segmented", "carry_attainment", "latest_for_all"]);
    let change = prop::option::of(1..364_i64);
    let bases = prop::sample::select(vec!["calendar_days", "whole_months", "thirty_360", "working_days"]);
    let beside = (any::<bool>(), any::<bool>(), any::<bool>(), 0..OVERRIDES, 0..BONUSES);
    let modes_of_clawback = vec![
        ("original_rate", "none"),
        ("original_rate", "current"),
        ("original_rate", "original"),
        ("recalculate", "none"),
    ];
    let clawback = prop::sample::select(modes_of_clawback);
    let time = (any::<bool>(), modes, bases, change);
    (prop::collection::vec(part, 1..4), reconciled, beside, clawback, time).prop_map(
        |(parts, rounding, (plan_cap, plan_floor, paid_out, overrides, bonus), (clawback, restore), time)| {
            let (ramped, mid_period, basis, change) = time;
            Drawn {
                parts,
                rounding,
                plan_cap,
                plan_floor,
                paid_out,
                overrides,
                bonus,
                clawback,
                restore,
                ramped,
                mid_period,
                basis,
                change,
            }
        },
    )
}

pub(crate) fn day(of_year: i64) -> String {
    let first = Date::parse("2026-01-01").unwrap();
    first.add_days(i32::try_from(of_year).unwrap()).unwrap().to_string()
}

/// Cents as dollars, times a power of ten.
pub(crate) fn dollars(cents: i64, power: u32) -> String {
    let units = i128::from(cents) * 10_i128.pow(power);
    format!("{}{}.{:02}", if units < 0 { "-" } else { "" }, units.abs() / 100, units.abs() % 100)
}

impl Drawn {
    /// With a quota and a running sum of its own for every part of a period, and nothing but days that count.
    pub(crate) fn by_parts(self) -> Self {
        Self { mid_period: "segmented", ramped: false, ..self }
    }

    /// Who is on the plan, to which quotas and under whom.
    fn people(&self, power: u32) -> Vec<(&'static str, Value)> {
        let assigned = |payee: &str, from: &str, to: Option<String>, target: i64| {
            let mut row =
                json!({"payee_id": payee, "plan_id": "plan", "from": from, "target_variable": dollars(target, power)});
            if let Some(to) = to {
                row["to"] = json!(to);
            }
            if self.ramped && payee == "bo" {
                row["ramp_start"] = json!("2026-01-01");
            }
            row
        };
        let whole = [("ann", 240_000), ("cy", 99_999), ("di", 60_000)];
        let mut rows: Vec<Value> =
            whole.iter().map(|(payee, target)| assigned(payee, "2026-01-01", None, *target)).collect();
        let cut = self.change.map(day);
        rows.push(assigned("bo", "2026-01-01", cut.clone(), 120_000));
        rows.extend(cut.map(|cut| assigned("bo", &cut, None, 180_000)));
        let starts = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"];
        let quotas = PAYEES.iter().chain(&["di"]).flat_map(|payee| {
            starts.windows(2).map(move |span| {
                json!({"payee_id": payee, "from": span[0], "to": span[1], "amount": dollars(70_001, power)})
            })
        });
        let reporting: Vec<Value> = [("ann", "cy"), ("bo", "cy"), ("cy", "di")]
            .map(|(person, manager)| json!({"person_id": person, "manager_id": manager}))
            .into();
        vec![
            ("assignments", json!(rows)),
            ("quotas", json!(quotas.collect::<Vec<_>>())),
            ("reporting", json!(reporting)),
        ]
    }

    /// What the door answers for a period; `more` are further transactions.
    pub(crate) fn calculate(&self, sales: &[Sale], more: &[Value], period: &str, power: u32) -> Value {
        let (transactions, splits) = records(sales, power);
        let transactions: Vec<Value> = transactions.into_iter().chain(more.iter().cloned()).collect();
        self.answer("commission.calculate", json!({"period": period}), &transactions, &splits, power)
    }

    /// An operation on these records, which has to succeed.
    pub(crate) fn answer(
        &self,
        op: &str,
        params: Value,
        transactions: &[Value],
        splits: &[Value],
        power: u32,
    ) -> Value {
        let mut tables: Map<String, Value> =
            self.people(power).into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
        tables.insert("transactions".into(), json!(transactions));
        tables.insert("splits".into(), json!(splits));
        self.ask(op, params, tables, power)
    }

    pub(crate) fn ask(&self, op: &str, params: Value, tables: Map<String, Value>, power: u32) -> Value {
        let request = json!({
            "op": op, "kind": "commission_plan", "definition": self.document(power), "params": params, "tables": tables,
        });
        let answer: Value = serde_json::from_slice(&call_json(&serde_json::to_vec(&request).unwrap())).unwrap();
        assert_eq!(answer["ok"], true, "{answer}\n{request}");
        answer
    }

    /// The tables that `answer` adds.
    pub(crate) fn tables(&self, sales: &[Sale], more: &[Value]) -> Map<String, Value> {
        let (transactions, splits) = records(sales, 0);
        let mut tables: Map<String, Value> =
            self.people(0).into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
        let transactions: Vec<Value> = transactions.into_iter().chain(more.iter().cloned()).collect();
        tables.insert("transactions".into(), json!(transactions));
        tables.insert("splits".into(), json!(splits));
        tables
    }
}

/// Sales as records, some of them shared by two.
pub(crate) fn records(sales: &[Sale], power: u32) -> (Vec<Value>, Vec<Value>) {
    let (mut transactions, mut splits) = (Vec::new(), Vec::new());
    for (at, sale) in sales.iter().enumerate() {
        let id = format!("t{at:02}");
        let product = if sale.shared == 1 { "hard" } else { "soft" };
        let mut row = json!({
            "transaction_id": id, "amount": dollars(sale.cents, power), "booked_on": day(sale.day), "product": product,
        });
        if sale.shared == 0 {
            for (payee, weight) in [(sale.who, 2), ((sale.who + 1) % 3, 1)] {
                let payee = PAYEES[payee];
                splits.push(json!({"transaction_id": id, "payee_id": payee, "role": "direct", "weight": weight}));
            }
        } else {
            row["payee_id"] = json!(PAYEES[sale.who]);
        }
        transactions.push(row);
    }
    (transactions, splits)
}

/// The rows of a table.
pub(crate) fn rows<'a>(answer: &'a Value, table: &str) -> &'a [Value] {
    answer["tables"][table].as_array().map_or(&[], Vec::as_slice)
}

/// A number of a row; nothing is 0.
pub(crate) fn number(row: &Value, column: &str) -> Exact {
    row[column].as_str().map_or(Exact::ZERO, |text| Exact::parse(text).unwrap())
}

/// The sum of a column.
pub(crate) fn sum<'a>(rows: impl IntoIterator<Item = &'a Value>, column: &str) -> Exact {
    rows.into_iter().fold(Exact::ZERO, |sum, row| sum.add(&number(row, column)))
}
