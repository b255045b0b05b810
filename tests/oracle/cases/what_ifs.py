"""What deals that are not there yet would earn."""

from asking import what_if
from cases.make import QUOTA, assigned, plan, part, quota, sale, split, tiers
from cases.payments import Payments

WORDS = """added: what is earned with the deals less what is earned without them = 1500 (earned_before 2000, earned_after 3500) [/tables/deals_added]
  earned: what ann earned by `deals`, line by line = 3500 (lines 2) [/components/0]
    earning: what the period has earned with this line, less what it had earned before = 2000 (measure_before 0, measure_after 40000, transaction t1, date 2026-01-10) [/components/0]
      rate: the credit inside the tier times its rate = 2000 (credit 40000, rate 0.05) [/components/0]
      quota_credit: `amount` of the transaction = 40000 (amount 40000) [/tables/transactions/0]
    earning: what the period has earned with this line, less what it had earned before = 1500 (measure_before 40000, measure_after 70000, transaction d1, date 2026-02-01) [/components/0]
      rate: the credit inside the tier times its rate = 1500 (credit 30000, rate 0.05) [/components/0]
      quota_credit: `amount` of the transaction = 30000 (amount 30000) [/tables/deals_added/0]
"""
TARGET = {"kind": "target_over_quota"}
STEPS = tiers("attainment", "whole", "rate", ("0", "0.05"), ("0.5", "0.08"), ("1", "0.1"))


def vectors():
    area = Payments("commission", "what_ifs", "commission.what_if", "commission_plan", what_if)
    period = {"period": "2026-Q1"}

    def tables(deals, before, *payees, **more):
        assignments = [assigned(payee, "10000") for payee in payees or ["ann"]]
        quotas = [quota("100000", payee=payee) for payee in payees or ["ann"]]
        return {"deals_added": deals, "transactions": before, "assignments": assignments, "quotas": quotas, **more}

    deal = sale("d1", "30000", "2026-02-01")
    area.stated(
        "by hand: 8 % of 70,000 less 5 % of 40,000; one dollar more earns 8 cents; 30,000 to quota",
        "what_if_a_tier_is_reached", "a deal that takes the whole quarter into the next tier",
        plan(part(quota=QUOTA, rate_table=STEPS)), period, tables([deal], [sale("t1", "40000")]),
        {"what_if": [
            {"component_id": "deals", "measure_before": "40000", "measure_after": "70000", "earned_before": "2000",
             "earned_after": "5600", "added": "3600", "next_rate": "0.08", "to_next_tier": "30000"},
            {"component_id": None, "earned_before": "2000", "earned_after": "5600", "added": "3600", "next_rate": "0.08",
             "to_next_tier_reason": "total"},
        ]},
    )
    margins = {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
               "tiers": [{"from": "0", "to": None, "values": ["0.02", "0.05"]}],
               "across": [{"index": "transaction_margin", "from": ["0", "0.5"]}]}
    area.stated(
        "by hand: profit of 100 at a margin of a tenth earns 2 %, and so does one dollar more of the deal's profit",
        "what_if_a_unit_of_profit_stands_where_its_deal_does", "the column of the next unit is the deal's, not that of a margin of 1",
        plan(part(credit="gross_profit", rate_table=margins)), period,
        tables([{**deal, "units": "10", "price": "100", "cost": "90"}], [{**sale("t1", "40000"), "units": "1", "price": "200", "cost": "50"}]),
        {"what_if": [
            {"component_id": "deals", "measure_before": "150", "measure_after": "250", "earned_before": "7.5",
             "earned_after": "9.5", "added": "2", "next_rate": "0.02"},
            {"component_id": None, "earned_before": "7.5", "earned_after": "9.5", "added": "2", "next_rate": "0.02",
             "to_next_tier_reason": "total"},
        ]},
    )
    share = {"id": "share", "kind": "team", "period": "quarter", "rate": "0.02", "base": "credit", "share_by": "headcount"}
    request = area.request(
        plan(part(rate="0.1"), bonuses=[share]), period,
        {"deals_added": [deal], "transactions": [sale("t1", "40000", payee="bo")],
         "assignments": [{**assigned(payee), "team_id": "north"} for payee in ("ann", "bo")]},
    )
    area.by_hand(
        "what_if_of_a_team", "a deal moves the pool that its payee shares",
        "2 % of 40,000 and then 70,000, by two; one dollar more earns 10 cents, and one cent for each", request,
        {"ok": True, "tables": {"what_if": [
            {"payee_id": "ann", "component_id": "deals", "earned_before": "0", "earned_after": "3000", "next_rate": "0.1"},
            {"payee_id": "ann", "component_id": "share", "earned_before": "400", "earned_after": "700", "added": "300", "next_rate": "0.01"},
            {"payee_id": "ann", "component_id": None, "earned_before": "400", "earned_after": "3700", "next_rate": "0.11"},
            {"payee_id": "bo", "component_id": "deals", "earned_before": "4000", "earned_after": "4000", "next_rate": "0"},
            {"payee_id": "bo", "component_id": "share", "earned_before": "400", "earned_after": "700", "next_rate": "0.01"},
            {"payee_id": "bo", "component_id": None, "earned_before": "4400", "earned_after": "4700", "next_rate": "0.01"},
        ]}},
    )
    area.stated(
        "by hand: the dollar that reaches quota pays 10 % of 100,000 less 8 % of 99,999",
        "what_if_the_next_dollar_is_a_cliff", "the next dollar's rate is what it earns, cliff and all",
        plan(part(quota=QUOTA, rate_table=STEPS)), period,
        tables([sale("d1", "59999", "2026-02-01")], [sale("t1", "40000")]),
        {"what_if": [{"next_rate": "2000.08", "to_next_tier": "1"}, {"next_rate": "2000.08"}]},
    )
    marginal = tiers("units", "marginal", "rate", ("0", "2"), ("10", "3"), boundary="upper_inclusive")
    unit = part("units", credit="units", pays_on="units", rate_table=marginal)
    each = part("each", accumulate="transaction", rate_table=tiers("amount", "marginal", "rate", ("0", "0.01"), ("9", "0.02")))
    two = plan({**unit, "weight": "1/2"}, {**each, "weight": "1/2"})
    area.oracle(
        "what_if_units_and_amounts", "each component's next unit is its own", two, period,
        {**tables([sale("d1", "20", "2026-02-01", units="4"), sale("d2", "5", "2026-02-02", units="6")], []), "quotas": []},
    )
    area.oracle(
        "what_if_between_two", "what a split deal earns each of two, and one more unit of it",
        plan(part(quota=QUOTA, base_rate=TARGET, rate_table=tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "1.5")))),
        period,
        tables(
            [sale("d1", "240000", "2026-03-01", payee=None)], [sale("t1", "10000", payee="bob")], "ann", "bob", "cyd",
            splits=[split("d1", "ann", "1/4"), split("d1", "bob", "3/4")],
        ),
    )
    above = [{"person_id": "ann", "manager_id": "bob"}]
    over = [{"id": "over", "basis": "revenue", "rate": "0.1"}]
    own = plan(part(rate="0.1"))
    area.stated(
        "by hand: a tenth of 1,000 for ann, and a tenth of it for bob, who had nothing of it before; zed sold before",
        "what_if_somebody_above_is_paid", "an override has a statement only where there is something, and moves nobody else's",
        {**own, "overrides": over}, period,
        {**tables([sale("d1", "1000", "2026-02-01")], [sale("t1", "100", payee="zed")], "ann", "bob", "zed", reporting=above),
         "quotas": []},
        {"what_if": [
            {"payee_id": "ann", "component_id": "deals", "added": "100", "next_rate": "0.1"},
            {"payee_id": "ann", "component_id": None, "added": "100", "next_rate": "0.1"},
            {"payee_id": "bob", "component_id": "deals", "added": "0", "next_rate": "0"},
            {"payee_id": "bob", "component_id": "over", "earned_before": "0", "earned_after": "100", "added": "100",
             "next_rate": "0.1", "to_next_tier_reason": "not_by_credit"},
            {"payee_id": "bob", "component_id": None, "added": "100", "next_rate": "0.1", "to_next_tier_reason": "total"},
        ]},
    )
    area.stated(
        "by hand: a tenth of 1,000, of which bob has a quarter",
        "what_if_a_payout_is_shared", "what is handed on stands beside what is earned",
        {**own, "split_stage": "payout"}, period,
        {**tables([sale("d1", "1000", "2026-02-01", payee=None)], [sale("t1", "100", payee="zed")], "ann", "bob", "zed",
                  splits=[split("d1", "ann", "3/4"), split("d1", "bob", "1/4")]), "quotas": []},
        {"what_if": [
            {"payee_id": "ann", "component_id": "deals", "added": "100", "next_rate": "0.1"},
            {"payee_id": "ann", "component_id": "deals", "measure_after": None, "added": "-25", "next_rate": "-0.025"},
            {"payee_id": "ann", "component_id": None, "added": "75", "next_rate": "0.075"},
            {"payee_id": "bob", "component_id": "deals", "measure_after": "0", "added": "0", "next_rate": "0"},
            {"payee_id": "bob", "component_id": "deals", "measure_after": None, "added": "25", "next_rate": "0.025"},
            {"payee_id": "bob", "component_id": None, "added": "25", "next_rate": "0.025"},
        ]},
    )
    excess = [{"id": "over", "basis": "excess", "rate": "0.05", "threshold": "500", "period": "quarter"}]
    taken = tables([sale("d1", "-100", "2026-01-01")], [sale("t1", "600")], "ann", "bob", reporting=above)
    area.stated(
        "by hand: 5 % of the 100 above 500 are gone with a deal of 100 less; the dollar above 500 pays bob 5 cents again",
        "what_if_nothing_above_is_left", "what is left of nothing has a next rate as well",
        {**own, "overrides": excess}, period, {**taken, "quotas": []},
        {"what_if": [
            {"payee_id": "ann", "component_id": "deals", "added": "-10", "next_rate": "0.1"},
            {"payee_id": "ann", "component_id": None, "added": "-10", "next_rate": "0.1"},
            {"payee_id": "bob", "component_id": "deals", "added": "0", "next_rate": "0"},
            {"payee_id": "bob", "component_id": "over", "earned_before": "5", "earned_after": "0", "added": "-5",
             "next_rate": "0.05", "to_next_tier_reason": "not_by_credit"},
            {"payee_id": "bob", "component_id": None, "added": "-5", "next_rate": "0.05", "to_next_tier_reason": "total"},
        ]},
    )
    counted = {**part("units", credit="units", pays_on="units", rate="2"), "weight": "1/2"}
    area.stated(
        "by hand: a dollar more and a unit more are two questions to what is paid on what ann earns of both",
        "what_if_units_differ_above", "what is handed on has no next rate where components count different things",
        {**plan({**part(rate="0.1"), "weight": "1/2"}, counted), "overrides": excess}, period, {**taken, "quotas": [],
         "transactions": [sale("t1", "600", units="1")], "deals_added": [sale("d1", "-100", "2026-01-01", units="0")]},
        {"what_if": [
            {"payee_id": "ann", "component_id": "deals", "next_rate": "0.1"},
            {"payee_id": "ann", "component_id": "units", "next_rate": "2"},
            {"payee_id": "ann", "component_id": None, "next_rate": "2.1"},
            {"payee_id": "bob", "component_id": "deals", "next_rate": "0"},
            {"payee_id": "bob", "component_id": "units", "next_rate": "0"},
            {"payee_id": "bob", "component_id": "over", "added": "-5", "next_rate": None},
            {"payee_id": "bob", "component_id": None, "added": "-5", "next_rate": None},
        ]},
    )
    refused = [sale("t1", "5", "2026-02-01"), sale("d2", "5", "2026-02-02", payee="eve")]
    area.refused(
        "what_if_an_id_is_taken", "a deal has the id of a transaction", "t1 is there already",
        plan(part(rate="0.05")), period, tables(refused[:1], [sale("t1", "40000")]),
        [("table.duplicate_id", "/tables/deals_added/0/transaction_id")],
    )
    area.refused(
        "what_if_of_a_stranger", "a deal of nobody on any plan points where it stands", "eve has no assignment",
        plan(part(rate="0.05")), period, tables([deal, refused[1]], [sale("t1", "40000")]),
        [("commission.unknown_payee", "/tables/deals_added/1/payee_id")],
    )
    request = area.request(
        plan(part(rate="0.05")), {**period, "bad_records": "set_aside"},
        tables([*refused, deal, sale("d3", "7", "2026-04-01")], [sale("t1", "40000"), sale("t2", "9", "2025-01-01")]),
    )
    area.by_hand(
        "what_if_accounts_for_records", "deals are counted beside the transactions",
        "t1 is taken and eve a stranger, d3 comes after the quarter, t2 before it; 5 % of 30,000", request,
        {"ok": True, "summary": {"payees": 1, "earned_before": "2000", "earned_after": "3500", "added": "1500", "records": {
            "assignments": {"rows": 1, "used": 1, "excluded": 0, "set_aside": 0},
            "deals_added": {"rows": 4, "used": 1, "excluded": 1, "set_aside": 2},
            "quotas": {"rows": 1, "used": 0, "excluded": 1, "set_aside": 0},
            "transactions": {"rows": 2, "used": 1, "excluded": 1, "set_aside": 0}}},
         "tables": {
             "what_if": [{"added": "1500", "to_next_tier_reason": "flat_rate"}, {"added": "1500"}],
             "lines": [{"transaction_id": "d1", "amount": "1500"}],
             "excluded": [{"table": "transactions", "row": 1, "reason": "outside_period"},
                          {"table": "deals_added", "row": 3, "reason": "outside_period"},
                          {"table": "quotas", "row": 0, "reason": "not_needed"}],
             "set_aside": [{"table": "deals_added", "row": 0, "code": "table.duplicate_id"},
                           {"table": "deals_added", "row": 1, "code": "commission.unknown_payee"}]}},
    )
    explained = area.request(plan(part(rate="0.05")), period, tables([deal], [sale("t1", "40000")]))
    area.add(
        "what_if_explained", "the tree of a change has the statement in it", explained,
        {"ok": True, "summary": {"added": "1500"}}, "by hand: 5 % of 30,000",
        {"table": "what_if", "row": 0, "expect": {"words": WORDS}},
    )
    for vector in area.vectors:
        if not vector["tables"].get("quotas", True):
            del vector["tables"]["quotas"]
    return area
