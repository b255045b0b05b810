"""Pay against quota, sales and targets, and against what was paid."""

from cases.make import QUOTA, assigned, part, plan, quota, sale, split, tiers
from cases.payments import Payments
from paying import paid, ratios

PERIOD = {"period": "2026-Q1"}
TARGET = {"kind": "target_over_quota"}
ACCELERATED = plan(part("new", quota=QUOTA, base_rate=TARGET, measure="bookings",
                        rate_table=tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "2"))))
SALES = [sale("t1", "60000"), sale("t2", "50000", "2026-02-10"), sale("t3", "40000", "2026-03-05", payee=None)]
SPLITS = [split("t3", "ann", "1/4"), split("t3", "bob", "3/4"), split("t3", "cy", "1", role="overlay")]


def person(payee, target, salary, **more):
    return {**assigned(payee, target, **more), "base_salary": salary}


def records(**more):
    people = [person("ann", "10000", "80000"), person("bob", "8000", "60000"), person("cy", "4000", "90000")]
    return {"transactions": SALES, "splits": SPLITS, "assignments": people,
            "quotas": [quota("100000"), quota("50000", payee="bob"), quota("40000", payee="cy")], **more}


def vectors():
    area = Payments("commission", "aligned", "commission.ratios", "commission_plan", ratios)
    area.stated(
        "by hand: a quarter of 80,000 and a target of 10,000 are 30,000 on target, for a quota of 100,000",
        "ratios_of_three", "an overlay is a sale of its payee, not one more of the plan", ACCELERATED, PERIOD, records(),
        {"ratios": [
            {"payee_id": "ann", "quota": "100000", "base_salary": "20000", "on_target_earnings": "30000",
             "sales": "120000", "earned": "14000", "quota_to_ote": "3.333333333333", "pay_mix": "0.333333333333",
             "pay_to_target": "1.4", "cost_of_sale": "0.116666666667"},
            {"payee_id": "bob", "sales": "30000", "earned": "4800"}, {"payee_id": "cy", "sales": "40000"},
            {"payee_id": None, "quota": "190000", "sales": "150000", "earned": "22800", "cost_of_sale": "0.152"},
        ]},
    )
    area.oracle("ratios_of_half_a_quarter", "who comes in the middle of a month has a part of the salary",
                {**ACCELERATED, "proration": {"applies_to": ["quota", "target_variable"]}}, PERIOD,
                {**records(), "assignments": [person("ann", "10000", "80000", start="2026-02-15"),
                                              person("bob", "8000", "60000"), assigned("cy", "4000")]})
    flat = plan(part("any", rate="0.05"), part("units", credit="units", rate="2"))
    area.oracle("ratios_that_there_are_not", "no quota, no salary, no target, no sale: each ratio says why", flat, PERIOD,
                {"transactions": [sale("t1", "1000", units="3"), sale("t2", "0", payee="bob", units="1")],
                 "assignments": [assigned(), {**assigned("bob", "0"), "base_salary": "0"}, assigned("cy", "5")]})
    request = area.request(
        plan(part("new", quota=QUOTA, rate="0.1", measure="bookings"), part("more", rate="0.02")), PERIOD,
        {**records(splits=[]), "transactions": SALES[:2],
         "company_targets": [{"target_id": "growth", "measure_id": "bookings", "amount": "200000"},
                             {"target_id": "enough", "measure_id": "bookings", "amount": "190000"},
                             {"target_id": "retention", "amount": "0.9"}]},
    )
    covered = {"components": 1, "quota": "190000", "measured": "110000", "earned": "11000", "measure_id": "bookings",
               "pay_share": "0.833333333333"}
    area.by_hand(
        "coverage_of_three_targets", "quotas below a target, a target that nobody is paid for, pay for no target",
        "190,000 of quotas, 110,000 sold; 10 % of it and 2 % of it", request,
        {"ok": True, "tables": {"coverage": [
            {"target_id": "growth", **covered, "quota_coverage": "0.95", "attainment": "0.55", "standing": "quota_short"},
            {"target_id": "enough", **covered, "quota_coverage": "1", "standing": "covered"},
            {"target_id": "retention", "measure_id": None, "components": 0, "earned": "0", "standing": "not_paid"},
            {"target_id": None, "measure_id": "more", "amount": None, "quota_coverage": None, "earned": "2200",
             "standing": "no_target"},
        ]}},
    )
    area.add("ratios_explained", "the tree of a payee's ratios", area.request(ACCELERATED, PERIOD, records()),
             {"ok": True, "summary": {"payees": 3}}, "by hand: from the figures of the row",
             {"table": "ratios", "row": 0, "expect": {"words": WORDS}})
    payments(area)
    return area


def payments(area):
    asked = Payments("commission", "aligned", "commission.paid_against_recomputed", "commission_plan", paid)
    due = [
        {"payee_id": "ann", "component_id": "new", "transaction_id": "t1", "amount": "6000"},
        {"payee_id": "ann", "component_id": "new", "transaction_id": "t2", "amount": "6500"},
        {"payee_id": "ann", "component_id": "new", "transaction_id": "t9", "amount": "100"},
        {"payee_id": "bob", "component_id": "new", "transaction_id": "t3", "amount": "4700"},
    ]
    asked.stated(
        "by hand: the second deal crosses the quota and earns 4,000 + 2,000; the third a quarter of 40,000 at twice 0.1",
        "paid_line_by_line", "too much, too little, nothing, and for nothing", ACCELERATED, PERIOD, records(paid=due),
        {"paid_lines": [
            {"payee_id": "ann", "transaction_id": "t1", "difference": "0", "standing": "correct"},
            {"payee_id": "ann", "transaction_id": "t2", "recomputed": "6000", "standing": "overpaid"},
            {"payee_id": "ann", "transaction_id": "t3", "recomputed": "2000", "standing": "not_paid"},
            {"payee_id": "ann", "transaction_id": "t9", "difference": "100", "standing": "not_due"},
            {"payee_id": "bob", "transaction_id": "t3", "difference": "-100", "standing": "underpaid"},
            {"payee_id": "cy", "transaction_id": "t3", "standing": "not_paid"},
        ],
         "paid_payees": [
            {"payee_id": "ann", "lines": 4, "wrong": 3, "error_rate": "0.75", "overpaid": "600", "underpaid": "2000"},
            {"payee_id": "bob", "wrong": 1, "underpaid": "100"}, {"payee_id": "cy", "error_rate": "1"}]},
    )
    for by in ("component", "payee"):
        asked.oracle(f"paid_by_{by}", "wrong lines may add up to a right sum", ACCELERATED,
                     {**PERIOD, "by": by, "tolerance": "100"}, records(paid=due))
    asked.add("paid_explained", "the tree of a payment that is not due",
              asked.request(ACCELERATED, PERIOD, records(paid=due)), {"ok": True, "summary": {"wrong": 5, "lines": 6}},
              "by hand: 100 less nothing", {"table": "paid_lines", "row": 3, "expect": {"words": NOT_DUE}})
    asked.refused("paid_in_another_currency", "nothing is converted here", "the plan pays in dollars", ACCELERATED, PERIOD,
                  records(paid=[{**due[0], "currency": "EUR"}]),
                  [("number.currency_mismatch", "/tables/paid/0/currency")])
    asked.refused("paid_with_no_tolerance_at_all", "a tolerance below zero", "no difference is so small", ACCELERATED,
                  {**PERIOD, "tolerance": "-1"}, records(paid=due), [("document.out_of_range", "/params/tolerance")])
    area.vectors += asked.vectors


WORDS = """ratios: pay against quota, sales and target (quota 100000, base_salary 20000, target_variable 10000, sales 120000, earned 14000) [/params/period]
  quota_to_ote: quota over salary and target variable = 10/3 [/params/period]
  pay_mix: target variable over salary and target variable = 1/3 [/params/period]
  pay_to_target: what was earned over the target variable = 1.4 [/params/period]
  cost_of_sale: what was earned over sales = 7/60 [/params/period]
"""

NOT_DUE = """difference: what was paid less what the plan pays = 100 (paid 100, recomputed 0) [/tables/paid]
"""
