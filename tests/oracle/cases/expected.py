"""What a plan is expected to cost."""

from asking import expected_cost
from cases.make import QUOTA, assigned, plan, part, quota, tiers
from cases.payments import Payments

TARGET = {"kind": "target_over_quota"}
STEPS = tiers("attainment", "whole", "multiplier", ("0", "1"), ("1", "1.5"))
POINTS = (("0.5", "0.25"), ("1", "1/2"), ("1.2", "0.25"))


def likely(*points, **more):
    return [{"attainment": place, "probability": chance, **more} for place, chance in points]


def vectors():
    area = Payments("commission", "expected", "commission.expected_cost", "commission_plan", expected_cost)
    period = {"period": "2026-Q1"}
    two = {"assignments": [assigned("ann", "10000"), assigned("bob", "6000")],
           "quotas": [quota("100000"), quota("90000", payee="bob")]}
    accelerated = plan(part(quota=QUOTA, base_rate=TARGET, rate_table=STEPS))
    area.stated(
        "by hand: 5,000 / 4 + 15,000 / 2 + 18,000 / 4; the target is 10,000, and half is earned again from quota on",
        "expected_cost_of_three_attainments", "each payout times its probability", accelerated, period,
        {"distribution": likely(*POINTS), "assignments": two["assignments"][:1], "quotas": two["quotas"][:1]},
        {"expected": [{"payee_id": "ann", "expected_cost": "13250", "expected_credit": "92500", "lowest": "5000",
                       "highest": "18000"}],
         "scenarios": [{"cost": "5000", "marginal_rate": None}, {"cost": "15000", "marginal_rate": "0.2"},
                       {"cost": "18000", "marginal_rate": "0.15", "cost_per_credit": "0.15"}]},
    )
    area.oracle(
        "expected_cost_of_two_payees", "one with a distribution of their own", accelerated, period,
        {"distribution": likely(*POINTS) + likely(("2/3", "1/3"), ("0", "2/3"), payee_id="bob"), **two},
    )
    hired = {"assignments": [assigned("ann", "10000", start="2026-02-01")], "quotas": [quota("100000")]}
    area.oracle(
        "expected_cost_of_a_part_of_a_quarter", "a quota that is no decimal is met to the last fraction", accelerated,
        period, {"distribution": likely(("1", "1")), **hired},
    )
    area.stated(
        "by hand: as without the override: 15,000 and 9,000", "expected_cost_beside_overrides",
        "what is handed on to others follows from no attainment, and is not in it",
        {**accelerated, "overrides": [{"id": "over", "basis": "revenue", "rate": "0.5"}]}, period,
        {"distribution": likely(("1", "1")), **two}, {"expected": [{"expected_cost": "15000"}, {"expected_cost": "9000"}]},
    )
    by_first = tiers({"measure": "first"}, "whole", "rate", ("0", "0.01"), ("1", "0.1"))
    second = part("second", period="month", quota=QUOTA, rate_table=by_first, line_cap={"max": "5"})
    months = [quota("100", f"2026-{month:02}-01", f"2026-{month + 1:02}-01" if month < 12 else "2027-01-01") for month in range(1, 13)]
    area.stated(
        "by hand: 12 times 5 of the 10 % of 100: the first component has come to 100 when the second has its one deal",
        "expected_cost_in_the_order_of_components", "credit made up for one day counts component by component, in every month",
        plan(part("first", period="month", quota=QUOTA, rate="0"), second), {"period": "2026"},
        {"distribution": likely(("1", "1")), "assignments": [assigned()], "quotas": months},
        {"expected": [{"expected_cost": "60", "expected_credit": "2400"}]},
    )
    request = area.request(
        plan(part("base", rate="0.01"), part("more", quota=QUOTA, rate="0.02")), period,
        {"distribution": likely(("1", "1")), **two},
    )
    area.by_hand(
        "expected_cost_without_a_quota", "what no attainment says the credit of is named", "2 % of both quotas", request,
        {"ok": True, "summary": {"expected_cost": "3800", "expected_credit": "190000", "cost_per_credit": "0.02",
                                 "without_quota": ["base"], "payees": 2}},
    )
    area.add(
        "expected_cost_explained", "the tree of an expected cost",
        area.request(accelerated, period, {"distribution": likely(("0", "1/2"), ("1", "1/2")), **two}),
        {"ok": True, "summary": {"expected_cost": "12000"}}, "by hand: half of 15,000 and of 9,000",
        {"table": "expected", "row": 0, "expect": {"words": WORDS}},
    )
    for name, points, why in (
        ("more_than_one", [("1", "1/2"), ("0", "2/3")], "a half and two thirds are more than 1"),
        ("a_negative_chance", [("1", "3/2"), ("0", "-1/2")], "there is no chance below 0"),
    ):
        area.refused(f"expected_cost_of_{name}", "probabilities are no distribution", why, accelerated, period,
                     {"distribution": likely(*points), **two},
                     [("commission.distribution_sum", "/tables/distribution/probability")])
    for name, rows in (("ranges", likely(("1", "1"), attainment_to="2")),
                       ("components_apart", likely(("1", "1"), component_id="deals"))):
        area.refused(f"expected_cost_of_{name}", "only whole attainments have an exact cost", "they are simulated",
                     accelerated, period, {"distribution": rows, **two},
                     [("commission.distribution_not_discrete", "/tables/distribution")])
    area.refused("expected_cost_of_nobody_in_particular", "somebody has no distribution", "bob has none", accelerated,
                 period, {"distribution": likely(("1", "1"), payee_id="ann"), **two},
                 [("commission.distribution_sum", "/tables/distribution")])
    area.refused("expected_cost_of_units_sold", "a component that pays on units and measures money",
                 "its attainment says nothing of units", plan(part(quota=QUOTA, rate="2", pays_on="units")), period,
                 {"distribution": likely(("1", "1")), **two},
                 [("commission.not_by_attainment", "/components/0")])
    return area


WORDS = """expected_cost: what every attainment pays times its probability, summed = 7500 (payee ann) [/tables/distribution]
  scenario: the payout at an attainment times its probability = 0 (attainment 0, probability 0.5, payout 0) [/tables/distribution]
  scenario: the payout at an attainment times its probability = 7500 (attainment 1, probability 0.5, payout 15000) [/tables/distribution]
"""
