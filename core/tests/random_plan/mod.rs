//! Random plans and populations, as requests to the door: any payout rule with any stage around it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::api::call_json;
use quarterdeck::number::Exact;
use quarterdeck::time::Date;
use serde_json::{Map, Value, json};

/// How a component pays; sums of money are those of a plan of single dollars.
pub(crate) const PAYOUTS: usize = 9;
/// What stands around a component's payout.
const STAGES: usize = 8;

/// One component: its payout, its stage, its measure period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) payout: usize,
    stage: usize,
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
    (prop::collection::vec(part, 1..4), reconciled, any::<bool>(), any::<bool>(), modes, bases, change).prop_map(
        |(parts, rounding, plan_cap, ramped, mid_period, basis, change)| Drawn {
            parts,
            rounding,
            plan_cap,
            ramped,
            mid_period,
            basis,
            change,
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

fn tiers(index: &str, mode: &str, value: &str, rows: &[(String, &str)]) -> Value {
    let ends = rows.iter().skip(1).map(|(from, _)| json!(from)).chain([Value::Null]);
    let tiers: Vec<Value> =
        rows.iter().zip(ends).map(|((from, value), to)| json!({"from": from, "to": to, "value": value})).collect();
    json!({"index": index, "mode": mode, "value": value, "boundary": "lower_inclusive", "tiers": tiers})
}

fn payout(kind: usize, power: u32) -> Value {
    let money = |dollars_: i64| dollars(dollars_ * 100, power);
    let attained = |rows: [&'static str; 3]| {
        let starts = ["0".to_owned(), "0.5".to_owned(), "1".to_owned()];
        starts.into_iter().zip(rows).collect::<Vec<_>>()
    };
    let by_amount = [(money(0), "0.05"), (money(400), "1/7"), (money(1500), "0.03")];
    let base = json!({"kind": "target_over_quota"});
    match kind {
        0 => json!({"rate": "1/13"}),
        1 => json!({"rate_table": tiers("amount", "marginal", "rate", &by_amount)}),
        2 => {
            json!({"rate_table": tiers("attainment", "marginal", "multiplier", &attained(["0.5", "1", "2"])), "base_rate": base})
        }
        3 => json!({"rate_table": tiers("amount", "whole", "rate", &by_amount)}),
        4 => json!({"rate_table": tiers("attainment", "whole", "payout_share", &attained(["0", "2/3", "1.2"]))}),
        5 => {
            let mut table = tiers("attainment", "whole_overage", "rate", &attained(["0.1", "0.1", "0.25"]));
            table["overage_starts_at"] = json!("0.5");
            json!({"rate_table": table})
        }
        6 => {
            let mut table = tiers("amount", "per_segment", "rate", &by_amount);
            table["tiers"][1]["back_to"] = json!("first_dollar");
            json!({"rate_table": table})
        }
        7 => {
            json!({"curve": {"x": "attainment", "apply": "share_of_target", "points": [["0.5", "0"], ["1", "1"], ["1.5", "7/3"]]}})
        }
        _ => json!({"base_rate": base}),
    }
}

fn stage(kind: usize, period: &str, power: u32) -> Value {
    let money = |dollars_: i64| dollars(dollars_ * 100, power);
    let attains = |value: &str| json!({"subject": "attainment", "op": "ge", "value": value});
    match kind {
        1 => json!({"line_cap": {"max": money(60)}}),
        2 => json!({"cap": {"payment": money(150), "period": period}}),
        3 => json!({"cap": {"payment": money(90), "period": period, "excess": "carry"}}),
        4 => json!({"cap": {"attainment": "4/3"}}),
        5 => json!({"gates": [attains("0.5")]}),
        6 => json!({"multipliers": [{"factor": "1.25", "when": attains("1")}]}),
        7 => json!({"credit_multipliers": [{"commission": "1.1", "quota": "1/3"}]}),
        _ => json!({}),
    }
}

impl Drawn {
    /// Whether every part of a period has a quota and a running sum of its own, and nothing but days counts.
    pub(crate) fn is_by_parts(&self) -> bool {
        self.mid_period == "segmented" && !self.ramped
    }

    /// Without what looks at each deal by itself.
    pub(crate) fn without_line_caps(mut self) -> Self {
        self.parts.iter_mut().filter(|part| part.stage == 1).for_each(|part| part.stage = 0);
        self
    }

    /// The plan, its sums of money times a power of ten.
    pub(crate) fn document(&self, power: u32) -> Value {
        let weight = format!("1/{}", self.parts.len());
        let components = self.parts.iter().enumerate().map(|(at, part)| {
            let period = if part.quarterly { "quarter" } else { "year" };
            let mut component = Map::new();
            component.insert("id".into(), json!(format!("part-{at}")));
            component.insert("measure".into(), json!({"date": "booked_on", "period": period}));
            component.insert("quota".into(), json!({"source": "table", "zero": "zero_attainment"}));
            component.insert("weight".into(), json!(weight));
            component.insert("roll_up".into(), json!(if part.rolled { "included" } else { "none" }));
            for more in [payout(part.payout, power), stage(part.stage, period, power)] {
                component.extend(more.as_object().unwrap().clone());
            }
            Value::Object(component)
        });
        let mut plan = json!({
            "schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
            "effective": {"from": "2026-01-01"}, "rounding": {"at": self.rounding},
            "mid_period": self.mid_period, "proration": {"basis": self.basis}, "hierarchy": {"date": "booked_on"},
            "components": components.collect::<Vec<_>>(),
        });
        if self.plan_cap {
            plan["plan_cap"] = json!({"payment": dollars(40_000, power), "period": "quarter"});
        }
        if self.ramped {
            plan["ramp"] = json!({"months": [{"quota": "1/3", "rate_multiplier": "0.5"}, {"quota": "0.75"}]});
        }
        plan
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
        let mut rows = vec![assigned("ann", "2026-01-01", None, 240_000), assigned("cy", "2026-01-01", None, 99_999)];
        let cut = self.change.map(day);
        rows.push(assigned("bo", "2026-01-01", cut.clone(), 120_000));
        rows.extend(cut.map(|cut| assigned("bo", &cut, None, 180_000)));
        let starts = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"];
        let quotas = PAYEES.iter().flat_map(|payee| {
            starts.windows(2).map(move |span| {
                json!({"payee_id": payee, "from": span[0], "to": span[1], "amount": dollars(70_001, power)})
            })
        });
        let reporting =
            vec![json!({"person_id": "ann", "manager_id": "cy"}), json!({"person_id": "bo", "manager_id": "cy"})];
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
        let mut row = json!({"transaction_id": id, "amount": dollars(sale.cents, power), "booked_on": day(sale.day)});
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
