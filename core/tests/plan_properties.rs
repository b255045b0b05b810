//! The laws of commissions on random plans: any payout rule, with any stage around it, overrides and bonuses, for payees
//! who share deals, report to one another and change their terms. The numbers in brackets are those of section 2.22 of
//! the semantics. What is not here: more of [1], [2] and [3], mode by mode, is in `commission_rates`, [8] in
//! `settlement_properties`, and [12] is what the vectors and their four runners are for.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod random_plan;

use std::collections::BTreeMap;

use proptest::prelude::*;
use quarterdeck::number::Exact;
use random_plan::{
    BONUSES, OVERRIDES, PAYEES, PAYOUTS, STAGES, Sale, day, dollars, number, plans, records, rows, sales, sum,
};
use serde_json::{Value, json};

const MONTHS: [&str; 12] = [
    "2026-M01", "2026-M02", "2026-M03", "2026-M04", "2026-M05", "2026-M06", "2026-M07", "2026-M08", "2026-M09",
    "2026-M10", "2026-M11", "2026-M12",
];

/// What a line is of: payee, component, transaction and kind.
type Whose = (String, String, String, String);

fn whose(row: &Value) -> Whose {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    (text("payee_id"), text("component_id"), text("transaction_id"), text("kind"))
}

/// What everybody earned by component.
fn earned(answer: &Value) -> BTreeMap<(String, String), Exact> {
    let mut all = BTreeMap::new();
    for row in rows(answer, "lines") {
        let (payee, component, ..) = whose(row);
        let sum = all.entry((payee, component)).or_insert(Exact::ZERO);
        *sum = sum.add(&number(row, "amount"));
    }
    all.retain(|_, sum| !sum.is_zero());
    all
}

/// What lines come to before they are rounded; cells show twelve places of it.
fn before_rounding(answer: &Value) -> Exact {
    ["at_rate", "true_up", "modified"].iter().fold(Exact::ZERO, |all, name| all.add(&sum(rows(answer, "lines"), name)))
}

/// Whether two numbers are the same but for the last places shown of so many lines.
fn alike(one: &Exact, other: &Exact, lines: usize, power: u32) -> bool {
    let unit = Exact::new(3 * 10_i128.pow(power), 10_i128.pow(12)).unwrap();
    one.sub(other).abs() <= unit.mul(&Exact::from(i128::try_from(lines).unwrap() + 1))
}

/// A full refund of each sale, so many days later but within the year.
fn refunds(sales: &[Sale], later: i64) -> Vec<Value> {
    let refund = |(at, sale): (usize, &Sale)| {
        json!({
            "transaction_id": format!("r{at:02}"), "reverses_id": format!("t{at:02}"),
            "amount": dollars(-sale.cents, 0), "booked_on": day((sale.day + later).min(364)),
        })
    };
    sales.iter().enumerate().map(refund).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// [1] A sale in two parts on its day earns what it earned in one.
    #[test]
    fn a_sale_cut_in_two_earns_the_same(drawn in plans(), sales in sales(12), part in 1..100_i64) {
        let drawn = drawn.without_deals();
        let whole = drawn.calculate(&sales, &[], "2026", 0);
        let mut cut = Vec::new();
        for sale in &sales {
            let first = sale.cents * part / 100;
            for cents in [first, sale.cents - first] {
                cut.push(Sale { cents, ..sale.clone() });
            }
        }
        let parts = drawn.calculate(&cut, &[], "2026", 0);
        let lines = rows(&parts, "lines").len();
        prop_assert!(alike(&before_rounding(&whole), &before_rounding(&parts), lines, 0));
    }

    /// [4] Every sale with its full refund comes to nothing, for every payee and component, or override, whatever becomes of
    /// other sales: in a call of the year, and over the calls of its months.
    #[test]
    fn a_full_refund_takes_back_what_its_sale_earned(
        drawn in plans(), sales in sales(10), refunded in 1..10_usize, later in 0..90_i64,
    ) {
        let drawn = drawn.at_the_original_rate();
        let refunded = refunded.min(sales.len());
        let refunds = refunds(&sales[..refunded], later);
        let back: Vec<String> = (0..refunded).map(|at| format!("t{at:02}")).collect();
        for calls in [&["2026"][..], &MONTHS] {
            let mut sums: BTreeMap<[String; 3], Exact> = BTreeMap::new();
            for call in calls {
                let answer = drawn.calculate(&sales, &refunds, call, 0);
                for row in rows(&answer, "lines") {
                    // What is for no transaction is for the period, and is not a sale's to take back.
                    let of = if row["kind"] == "clawback" { "source_transaction_id" } else { "transaction_id" };
                    if row[of].as_str().is_some_and(|sale| back.iter().any(|back| back == sale)) {
                        let key = ["payee_id", "component_id", of].map(|name| row[name].to_string());
                        let sum = sums.entry(key).or_insert(Exact::ZERO);
                        *sum = sum.add(&number(row, "amount"));
                    }
                }
            }
            for (of, sum) in sums {
                prop_assert!(sum.is_zero(), "{calls:?} {of:?}: {sum} by {}", drawn.document(0));
            }
        }
    }

    /// [4] Where every sale is refunded in full nobody is left with anything, by lines of any kind. What kickers pay is for
    /// the period and no sale's to give back, unless the periods are calculated again.
    #[test]
    fn full_refunds_leave_nothing(drawn in plans(), sales in sales(10), later in 0..90_i64) {
        let drawn = drawn.without_leasts();
        let again = drawn.clawback == "recalculate";
        let drawn = if again { drawn } else { drawn.without_kickers() };
        let answer = drawn.calculate(&sales, &refunds(&sales, later), "2026", 0);
        prop_assert_eq!(earned(&answer), BTreeMap::new(), "{}", drawn.document(0));
    }

    /// [4] The same where sales are refunded before a period is over: neither gates nor multipliers pay for them when they
    /// stand differently later, and no cap releases what it withheld of them.
    #[test]
    fn refunds_of_the_same_day_leave_nothing(drawn in plans(), sales in sales(10)) {
        let drawn = drawn.at_the_original_rate().without_leasts().without_kickers();
        let answer = drawn.calculate(&sales, &refunds(&sales, 0), "2026", 0);
        prop_assert_eq!(earned(&answer), BTreeMap::new(), "{}", drawn.document(0));
    }

    /// [5] The parts of a line are its amount, and lines are their statement.
    #[test]
    fn lines_add_up_to_statements(drawn in plans(), sales in sales(25)) {
        let answer = drawn.calculate(&sales, &[], "2026", 0);
        for row in rows(&answer, "lines") {
            let parts = ["at_rate", "true_up", "modified", "rounding"];
            let sum = parts.iter().fold(Exact::ZERO, |sum, name| sum.add(&number(row, name)));
            prop_assert_eq!(sum, number(row, "amount"), "{}", row);
            // A share is a whole number of cents of a line that was rounded itself.
            let most = Exact::new(if row["kind"] == "share" { 2 } else { 1 }, 100).unwrap();
            prop_assert!(number(row, "rounding").abs() < most, "{}", row);
        }
        let (totals, own): (Vec<&Value>, Vec<&Value>) =
            rows(&answer, "statements").iter().partition(|row| row["component_id"].is_null());
        let lines = sum(rows(&answer, "lines"), "amount");
        prop_assert_eq!(&sum(totals, "earned"), &lines);
        prop_assert_eq!(&sum(own, "earned"), &lines);
        prop_assert_eq!(number(&answer["summary"], "earned"), lines);
    }

    /// [6] A sale that comes after all others changes no line of theirs. A payee's total is rounded over all components
    /// together, one after the other, so that there a cent may move.
    #[test]
    fn a_later_sale_changes_no_earlier_line(drawn in plans(), sales in sales(20), who in 0..3_usize, cents in 1..200_000_i64) {
        prop_assume!(drawn.rounding != "payee");
        let last = json!({
            "transaction_id": "z", "payee_id": PAYEES[who], "amount": dollars(cents, 0), "booked_on": "2026-12-31",
        });
        let of_sales = |answer: &Value| -> BTreeMap<Whose, Value> {
            let own = rows(answer, "lines").iter().filter(|row| row["kind"] == "earning" && row["transaction_id"] != "z");
            own.map(|row| (whose(row), row["amount"].clone())).collect()
        };
        let (before, after) = (drawn.calculate(&sales, &[], "2026", 0), drawn.calculate(&sales, &[last], "2026", 0));
        prop_assert_eq!(of_sales(&before), of_sales(&after));
    }

    /// [7] The quotas of the parts of a period add up to the quota.
    #[test]
    fn quotas_of_parts_add_up(drawn in plans(), sales in sales(3)) {
        let drawn = drawn.by_parts();
        let answer = drawn.calculate(&sales, &[], "2026", 0);
        for (at, _) in drawn.parts.iter().enumerate() {
            for payee in PAYEES {
                let id = format!("part-{at}");
                let own = rows(&answer, "statements").iter().filter(|row| row["payee_id"] == payee && row["component_id"] == id.as_str());
                let all = sum(own, "quota");
                prop_assert!(alike(&all, &Exact::parse("2800.04").unwrap(), 8, 0), "{payee}: {all}");
            }
        }
    }

    /// [9] Twelve months add up to their year: before rounding always, and to the cent where running totals of a component
    /// are rounded, with refunds and shares too. The total of a call is rounded for itself, and what a refund takes back, or
    /// a split hands on, is of what was rounded.
    #[test]
    fn months_add_up_to_their_year(drawn in plans(), sales in sales(16), refunded in 0..6_usize, later in 0..90_i64) {
        let refunds = refunds(&sales[..refunded.min(sales.len())], later);
        let mut all: BTreeMap<(String, String), Exact> = BTreeMap::new();
        let (mut exact, mut count) = (Exact::ZERO, 0);
        for month in MONTHS {
            let answer = drawn.calculate(&sales, &refunds, month, 0);
            for (of, part) in earned(&answer) {
                let sum = all.entry(of).or_insert(Exact::ZERO);
                *sum = sum.add(&part);
            }
            (exact, count) = (exact.add(&before_rounding(&answer)), count + rows(&answer, "lines").len());
        }
        all.retain(|_, sum| !sum.is_zero());
        let year = drawn.calculate(&sales, &refunds, "2026", 0);
        let whole = before_rounding(&year);
        prop_assert!(!refunds.is_empty() || alike(&exact, &whole, count, 0), "{}", drawn.document(0));
        if drawn.rounding != "component" {
            return Ok(());
        }
        prop_assert_eq!(all, earned(&year), "{}", drawn.document(0));
    }

    /// [10] What is restated unchanged books nothing; after a change the bookings are the latest calculation.
    #[test]
    fn bookings_are_the_latest_calculation(drawn in plans(), sales in sales(12), more in sales(4)) {
        let params = json!({"period": "2026", "booked_on": "2027-02-01"});
        let mut tables = drawn.tables(&sales, &[]);
        let closed = drawn.ask("commission.restate", params.clone(), tables.clone(), 0);
        tables.insert("bookings".into(), json!(rows(&closed, "bookings")));
        let again = drawn.ask("commission.restate", params.clone(), tables.clone(), 0);
        prop_assert_eq!(rows(&again, "bookings").len(), 0);
        let changed: Vec<_> = sales.iter().skip(1).chain(&more).cloned().collect();
        let (transactions, splits) = records(&changed, 0);
        tables.insert("transactions".into(), json!(transactions));
        tables.insert("splits".into(), json!(splits));
        let delta = drawn.ask("commission.restate", params, tables, 0);
        let booked = sum(rows(&closed, "bookings"), "amount").add(&sum(rows(&delta, "bookings"), "amount"));
        prop_assert_eq!(booked, number(&drawn.calculate(&changed, &[], "2026", 0)["summary"], "earned"));
    }

    /// [11] All money times a power of ten earns that power of what it earned, before rounding.
    #[test]
    fn money_scales(drawn in plans(), sales in sales(12), power in 1..7_u32) {
        let (one, scaled) = (drawn.calculate(&sales, &[], "2026", 0), drawn.calculate(&sales, &[], "2026", power));
        let wanted = before_rounding(&one).mul(&Exact::from(10_i128.pow(power)));
        prop_assert!(alike(&wanted, &before_rounding(&scaled), rows(&one, "lines").len(), power));
    }

    /// [11] Neither the order of records nor where one batch of them ends and the next begins matters.
    #[test]
    fn the_order_of_records_changes_nothing(drawn in plans(), sales in sales(20), cut in 0..20_usize) {
        let (transactions, splits) = records(&sales, 0);
        let answer = |transactions: &[Value], splits: &[Value]| {
            drawn.answer("commission.calculate", json!({"period": "2026"}), transactions, splits, 0)
        };
        let moved = |rows: &[Value]| -> Vec<Value> {
            let (first, rest) = rows.split_at(cut.min(rows.len()));
            rest.iter().chain(first.iter().rev()).cloned().collect()
        };
        // Where splits share a payout, the first of them owns the deal.
        let other = if drawn.paid_out { splits.clone() } else { moved(&splits) };
        let (one, other) = (answer(&transactions, &splits), answer(&moved(&transactions), &other));
        for table in ["lines", "statements", "gates", "cap_balances"] {
            prop_assert_eq!(&one["tables"][table], &other["tables"][table], "{}", table);
        }
    }
}

/// A plan of every payout, stage, override and bonus can be loaded, and comes up: nothing above is left out by an
/// assumption.
#[test]
fn plans_are_drawn_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [vec![false; PAYOUTS], vec![false; STAGES], vec![false; OVERRIDES], vec![false; BONUSES]];
    for _ in 0..200 {
        let tree = proptest::strategy::Strategy::new_tree(&plans(), &mut runner).unwrap();
        let drawn = proptest::strategy::ValueTree::current(&tree);
        for part in &drawn.parts {
            (seen[0][part.payout], seen[1][part.stage]) = (true, true);
        }
        (seen[2][drawn.overrides], seen[3][drawn.bonus]) = (true, true);
        drawn.calculate(&[], &[], "2026", 0);
    }
    assert!(seen.iter().flatten().all(|seen| *seen), "{seen:?}");
}
