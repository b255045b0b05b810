"""How the cost of a plan spreads."""

from cases.expected import STEPS, TARGET, likely
from cases.make import QUOTA, assigned, part, plan, quota, tiers
from cases.payments import Payments
from simulating import simulate


def vectors():
    area = Payments("commission", "simulated", "commission.simulate", "commission_plan", simulate)
    two = {"assignments": [assigned("ann", "10000"), assigned("bob", "6000")],
           "quotas": [quota("100000"), quota("90000", payee="bob")]}
    asked = {"period": "2026-Q1", "seed": 7, "trials": 20}
    accelerated = plan(part(quota=QUOTA, base_rate=TARGET, rate_table=STEPS))
    points = likely(("0.5", "0.25"), ("1", "1/2"), ("1.2", "0.25"))
    area.oracle("simulated_points", "three attainments, twenty trials", accelerated, asked,
                {"distribution": points, **two})
    area.oracle("simulated_ranges", "every attainment between two is as likely", accelerated, asked,
                {"distribution": [*likely(("0", "1/3")), *likely(("0.8", "2/3"), attainment_to="1.3")], **two})
    parts = plan(part("new", quota=QUOTA, base_rate=TARGET, weight="0.5", rate_table=STEPS),
                 part("more", quota=QUOTA, weight="0.5", base_rate=TARGET,
                      rate_table=tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "2"))))
    apart = [*likely(("1", "1/2"), ("0.9", "1/2")), *likely(("0.4", "1/2"), ("1.1", "1/2"), component_id="more"),
             *likely(("1.5", "1"), payee_id="bob", component_id="new")]
    area.oracle("simulated_components_apart", "one component's attainment says nothing of another's", parts, asked,
                {"distribution": apart, **two})
    request = area.request(accelerated, {**asked, "seed": 9_007_199_254_740_991, "trials": 1},
                           {"distribution": likely(("1", "1")), **two})
    area.by_hand(
        "simulated_certainty", "what is certain is what every percentile says",
        "target paid at quota, with the multiplier of 1.5 on all of it", request,
        {"ok": True, "summary": {"generator": "ChaCha8", "p10": "24000", "p50": "24000", "p90": "24000",
                                 "mean_cost": "24000", "mean_credit": "190000", "payees": 2}},
    )
    beside = {**accelerated, "overrides": [{"id": "over", "basis": "commission", "rate": "0.5"}], "split_stage": "payout"}
    area.by_hand(
        "simulated_beside_overrides", "what is handed on to others follows from no attainment, and is not in it",
        "15,000 and 9,000, as without", area.request(beside, asked, {"distribution": likely(("1", "1")), **two}),
        {"ok": True, "summary": {"p10": "24000", "p90": "24000", "mean_cost": "24000"}},
    )
    area.add(
        "simulated_explained", "the tree of a payee's spread",
        area.request(accelerated, {**asked, "trials": 4}, {"distribution": likely(("1", "1")), **two}),
        {"ok": True, "summary": {"mean_cost": "24000"}}, "by hand: 15,000 in every trial, of which the first is shown",
        {"table": "simulated", "row": 0, "expect": {"words": WORDS}},
    )
    for name, rows, why, problems in (
        ("a_range_of_nothing", likely(("1", "1"), attainment_to="1"), "it ends where it starts",
         [("commission.distribution_range", "/tables/distribution/0/attainment_to")]),
        ("a_component_that_is_not", [*likely(("1", "1")), *likely(("1", "1"), component_id="old")], "there is none",
         [("table.unknown_id", "/tables/distribution/1/component_id")]),
        ("nobody_in_particular", likely(("1", "1"), payee_id="ann"), "bob has none",
         [("commission.distribution_sum", "/tables/distribution")]),
    ):
        area.refused(f"simulated_{name}", "distributions that say nothing", why, accelerated, asked,
                     {"distribution": rows, **two}, problems)
    return area


WORDS = """mean_cost: what is earned, on average of the trials = 15000 (payee ann) [/tables/distribution]
  lowest: what a trial costs, of all in the order of their costs = 15000 (trial 1, deals 1) [/tables/distribution]
  p10: what a trial costs, of all in the order of their costs = 15000 (trial 1, deals 1) [/tables/distribution]
  p50: what a trial costs, of all in the order of their costs = 15000 (trial 1, deals 1) [/tables/distribution]
  p90: what a trial costs, of all in the order of their costs = 15000 (trial 1, deals 1) [/tables/distribution]
  highest: what a trial costs, of all in the order of their costs = 15000 (trial 1, deals 1) [/tables/distribution]
"""
