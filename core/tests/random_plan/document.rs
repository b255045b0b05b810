//! The documents of random plans: any payout, any stage around it, and what stands beside all components.

use serde_json::{Map, Value, json};

use super::{Drawn, Part, dollars};

/// How a component pays.
pub(crate) const PAYOUTS: usize = 12;
/// What stands around a component's payout.
pub(crate) const STAGES: usize = 14;
/// What those above a payee are paid.
pub(crate) const OVERRIDES: usize = 5;
/// What is paid beside the components.
pub(crate) const BONUSES: usize = 4;

const RULED: usize = 10;
const LINE_CAP: usize = 1;
const ATTAINMENT_CAP: usize = 4;
const FLOOR: usize = 12;
const KICKERS: usize = 11;
const DIFFERENTIAL: usize = 3;
const SPIFF: usize = 1;

/// Sums of money are those of a plan of single dollars.
struct Terms {
    power: u32,
}

impl Terms {
    fn money(&self, sum: i64) -> String {
        dollars(sum * 100, self.power)
    }

    fn by_amount(&self, values: [&str; 3]) -> Vec<(String, String)> {
        [0, 400, 1500].map(|from| self.money(from)).into_iter().zip(values.map(str::to_owned)).collect()
    }

    fn payout(&self, kind: usize) -> Value {
        let attained = |values: [&str; 3]| -> Vec<(String, String)> {
            ["0", "0.5", "1"].map(str::to_owned).into_iter().zip(values.map(str::to_owned)).collect()
        };
        let rates = || self.by_amount(["0.05", "1/7", "0.03"]);
        let base = json!({"kind": "target_over_quota"});
        match kind {
            0 => json!({"rate": "1/13"}),
            1 => json!({"rate_table": tiers("amount", "marginal", "rate", &rates())}),
            2 => {
                let table = tiers("attainment", "marginal", "multiplier", &attained(["0.5", "1", "2"]));
                json!({"rate_table": table, "base_rate": base})
            }
            3 => json!({"rate_table": tiers("amount", "whole", "rate", &rates())}),
            4 => json!({"rate_table": tiers("attainment", "whole", "payout_share", &attained(["0", "2/3", "1.2"]))}),
            5 => {
                let mut table = tiers("attainment", "whole_overage", "rate", &attained(["0.1", "0.1", "0.25"]));
                table["overage_starts_at"] = json!("0.5");
                json!({"rate_table": table})
            }
            6 => {
                let mut table = tiers("amount", "per_segment", "rate", &rates());
                table["tiers"][1]["back_to"] = json!("first_dollar");
                json!({"rate_table": table})
            }
            7 => {
                let points = [["0.5", "0"], ["1", "1"], ["1.5", "7/3"]];
                json!({"curve": {"x": "attainment", "apply": "share_of_target", "points": points}})
            }
            8 => {
                let mut table = tiers("attainment", "interpolated", "payout_share", &attained(["0", "0.4", "1.1"]));
                table["tiers"][2]["to"] = json!("2");
                json!({"rate_table": table})
            }
            9 => {
                let steps = [self.money(5), self.money(30), self.money(11)];
                let mut table =
                    tiers("amount", "marginal", "step_amount", &self.by_amount(steps.each_ref().map(String::as_str)));
                table["boundary"] = json!("upper_inclusive");
                json!({"rate_table": table})
            }
            RULED => json!({"rates": {"dimensions": ["product"], "rules": [
                {"id": "hard", "match": {"product": ["hard"]}, "rate": "1/30"}, {"id": "rest", "match": {}, "rate": "0.01"}]}}),
            _ => json!({"base_rate": base}),
        }
    }

    fn stage(&self, kind: usize, period: &str) -> Value {
        let attains = |value: &str| json!({"subject": "attainment", "op": "ge", "value": value});
        match kind {
            LINE_CAP => json!({"line_cap": {"max": self.money(60)}}),
            2 => json!({"cap": {"payment": self.money(150), "period": period}}),
            3 => json!({"cap": {"payment": self.money(90), "period": period, "excess": "carry"}}),
            ATTAINMENT_CAP => json!({"cap": {"attainment": "4/3"}}),
            5 => json!({"gates": [attains("0.5")]}),
            6 => json!({"multipliers": [{"factor": "1.25", "when": attains("1")}]}),
            7 => json!({"credit_multipliers": [{"commission": "1.1", "quota": "1/3"}]}),
            8 => {
                let held = json!({"subject": "attainment", "op": "ge", "value": "0.8", "on_fail": "hold", "at_end": "release"});
                json!({"gates": [held], "cap": {"payment": self.money(70), "period": "month"}})
            }
            9 => {
                let above =
                    json!({"subject": "measure", "op": "gt", "value": self.money(300), "on_pass": "excess_only"});
                json!({"gates": [above, {"subject": "attainment", "op": "lt", "value": "3", "on_fail": {"factor": "1/3"}}]})
            }
            10 => {
                let steps =
                    [("0.5", "0.9"), ("1", "1.5")].map(|(from, factor)| json!({"from": from, "factor": factor}));
                json!({"multipliers": [{"subject": "attainment", "steps": steps}, {"factor": "2/3"}]})
            }
            KICKERS => json!({"kickers": [
                {"when": attains("1"), "rate": "0.1", "base": "component_result"}, {"when": attains("0.5"), "amount": self.money(7)}]}),
            FLOOR => json!({"floor": {"payment": self.money(40), "period": period}}),
            13 => json!({"linked": {"unless": attains("1"), "payment": self.money(30)}}),
            _ => json!({}),
        }
    }

    fn overrides(&self, kind: usize) -> Value {
        let two = ["0.02", "1/150"];
        let listed = match kind {
            1 => vec![json!({"id": "over", "basis": "revenue", "rates": two, "max_total": "0.03"})],
            2 => vec![json!({"id": "over", "basis": "commission", "rate": "0.1"})],
            DIFFERENTIAL => vec![json!({"id": "over", "basis": "differential", "rates": ["0.09", "0.11"]})],
            4 => vec![
                json!({"id": "over", "basis": "excess", "rate": "0.05", "threshold": self.money(500), "period": "quarter"}),
                json!({"id": "part", "basis": "commission", "rate": "0.02", "levels": 1, "includes_overrides": false}),
            ],
            _ => Vec::new(),
        };
        json!(listed)
    }

    /// Milestones and goals go by the first component, and over its period.
    fn bonuses(&self, kind: usize, period: &str) -> Value {
        let listed = match kind {
            SPIFF => vec![
                json!({"id": "spiff", "kind": "spiff", "per": "deal", "amount": self.money(3), "date": "booked_on",
                    "from": "2026-02-01", "to": "2026-11-10", "most_count": "6"}),
            ],
            2 => vec![json!({"id": "stone", "kind": "milestone", "amount": self.money(100), "period": period,
                "when": {"subject": {"attainment_of": "part-0"}, "op": "ge", "value": "0.4"}})],
            3 => {
                vec![json!({"id": "goals", "kind": "mbo", "amount": self.money(50), "period": period, "prorated": true,
                "under_plan_cap": true, "objectives": [{"attainment_of": "part-0", "weight": "1",
                    "payout": {"points": [["0.2", "0"], ["1", "1"]], "above": "hold"}}]})]
            }
            _ => Vec::new(),
        };
        json!(listed)
    }
}

fn tiers(index: &str, mode: &str, value: &str, rows: &[(String, String)]) -> Value {
    let ends = rows.iter().skip(1).map(|(from, _)| json!(from)).chain([Value::Null]);
    let tiers: Vec<Value> =
        rows.iter().zip(ends).map(|((from, value), to)| json!({"from": from, "to": to, "value": value})).collect();
    json!({"index": index, "mode": mode, "value": value, "boundary": "lower_inclusive", "tiers": tiers})
}

impl Part {
    /// Whether it is paid by rules, which know no attainment to cap.
    fn stage_that_fits(self) -> usize {
        if self.payout == RULED && self.stage == ATTAINMENT_CAP { 0 } else { self.stage }
    }

    fn period(self) -> &'static str {
        if self.quarterly { "quarter" } else { "year" }
    }

    fn document(self, at: usize, weight: &str, power: u32) -> Value {
        let (terms, period) = (Terms { power }, self.period());
        let mut component = Map::new();
        component.insert("id".into(), json!(format!("part-{at}")));
        component.insert("measure".into(), json!({"date": "booked_on", "period": period}));
        component.insert("quota".into(), json!({"source": "table", "zero": "zero_attainment"}));
        component.insert("weight".into(), json!(weight));
        component.insert("roll_up".into(), json!(if self.rolled { "included" } else { "none" }));
        for more in [terms.payout(self.payout), terms.stage(self.stage_that_fits(), period)] {
            component.extend(more.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
        }
        Value::Object(component)
    }
}

impl Drawn {
    /// Without what looks at each deal by itself, as splits of what its lines pay do.
    pub(crate) fn without_deals(mut self) -> Self {
        self.paid_out = false;
        self.parts.iter_mut().filter(|part| part.stage == LINE_CAP).for_each(|part| part.stage = 0);
        self.overrides = if self.overrides == DIFFERENTIAL { 0 } else { self.overrides };
        self.bonus = if self.bonus == SPIFF { 0 } else { self.bonus };
        self
    }

    /// Without what is paid whatever becomes of a sale: the least of a component or a plan, and goals once reached.
    pub(crate) fn without_leasts(mut self) -> Self {
        self.parts.iter_mut().filter(|part| part.stage == FLOOR).for_each(|part| part.stage = 0);
        self.plan_floor = false;
        self.bonus = if self.bonus == SPIFF { SPIFF } else { 0 };
        self
    }

    /// Without what is for a period and no sale.
    pub(crate) fn without_kickers(mut self) -> Self {
        self.parts.iter_mut().filter(|part| part.stage == KICKERS).for_each(|part| part.stage = 0);
        self
    }

    /// With what was earned taken back, whatever other lines come to without it.
    pub(crate) fn at_the_original_rate(mut self) -> Self {
        self.clawback = "original_rate";
        self
    }

    /// The plan, its sums of money times a power of ten.
    pub(crate) fn document(&self, power: u32) -> Value {
        let terms = Terms { power };
        let period = self.parts.first().map_or("year", |part| part.period());
        let weight = format!("1/{}", self.parts.len());
        let components = self.parts.iter().enumerate().map(|(at, part)| part.document(at, &weight, power));
        let mut plan = json!({
            "schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
            "effective": {"from": "2026-01-01"}, "rounding": {"at": self.rounding},
            "mid_period": self.mid_period, "proration": {"basis": self.basis}, "hierarchy": {"date": "booked_on"},
            "clawback": {"mode": self.clawback, "restore_attainment": self.restore}, "components": components.collect::<Vec<_>>(),
            "overrides": terms.overrides(self.overrides), "bonuses": terms.bonuses(self.bonus, period),
        });
        if self.plan_cap {
            plan["plan_cap"] = json!({"payment": terms.money(400), "period": "quarter"});
        }
        if self.plan_floor {
            plan["plan_floor"] = json!({"payment": terms.money(20), "period": "quarter"});
        }
        if self.paid_out {
            plan["split_stage"] = json!("payout");
        }
        if self.ramped {
            plan["ramp"] = json!({"months": [{"quota": "1/3", "rate_multiplier": "0.5"}, {"quota": "0.75"}]});
        }
        plan
    }
}
