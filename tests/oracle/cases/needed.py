"""How much more credit a payout needs."""

from cases.make import QUOTA, assigned, plan, part, quota, sale, tiers
from cases.payments import Payments

WHOLE = tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.08"))


def vectors():
    area = Payments("commission", "needed", "commission.credit_needed", "commission_plan", None)

    def needs(name, about, why, document, payout, found, transactions=(), **params):
        tables = {"transactions": list(transactions), "assignments": [assigned()], "quotas": [quota("1000")]}
        request = area.request(document, {"period": "2026-Q1", "payee_id": "ann", "payout": payout, **params}, tables)
        area.by_hand(f"credit_needed_{name}", about, why, request, {"ok": True, "summary": found})

    def finds(now, needed, then):
        return {"earned_now": now, "credit_needed": needed, "credit_needed_reason": None, "earned_then": then}

    flat = plan(part(rate="0.03"))
    needs("of_a_rate", "the smallest cent that earns it", "3 % of 3,333.17 are 99.9951, of 3,333.16 99.9948",
          flat, "100", finds("0", "3333.17", "100"))
    needs("nothing", "what is earned already needs nothing", "3 % of 5,000 are 150", flat, "100",
          finds("150", "0", "150"), [sale("t1", "5000")])
    needs("from_here", "what there is counts", "3,333.17 less 3,000", flat, "100", finds("90", "333.17", "100"),
          [sale("t1", "3000")])
    whole = plan(part(quota=QUOTA, rate_table=WHOLE))
    needs("a_cliff", "the tier that pays on all credit", "8 % of 1,000 are 80; 5 % of 999.99 are 50", whole, "60",
          finds("0", "1000", "80"))
    falling = plan(part(rate_table=tiers("amount", "whole", "rate", ("0", "0.1"), ("1000", "0.05"))))
    needs("where_more_pays_less", "the smallest, though more credit pays less and then enough again",
          "10 % of 800 are 80, and so are 5 % of 1,600", falling, "80", finds("0", "799.95", "80"))
    needs("above_a_fall", "a payout that only the higher tier reaches", "10 % below 1,000 are never 150", falling, "150",
          finds("0", "2999.9", "150"))
    capped = tiers("amount", "marginal", "rate", ("0", "0.1"), ("1000", "0"))
    nothing = {"credit_needed": None, "credit_needed_reason": "unreachable", "earned_then": None}
    needs("unreachable", "above the last tier nothing is paid", "10 % of 1,000 is all", plan(part(rate_table=capped)), "101",
          {"earned_now": "0", **nothing})
    units = plan(part(credit="units", rate_table=tiers("units", "marginal", "step_amount", ("0", "0"), ("10", "500"))))
    needs("in_units", "whole units", "the tenth unit pays 500", units, "400", finds("0", "10", "500"), credit="units")
    two = plan(part("a", weight="1/2", rate="0.03"),
               part("b", weight="1/2", rate="0.02", eligible={"column": "family", "op": "eq", "value": "core"}))
    core = sale("t1", "1000", family="core")
    needs("like_another", "a deal like another counts where that counts", "3 % of 2,999.84 are 89.9952 and round to 90, 2 % to 60; a cent less is 89.9949",
          two, "150", finds("50", "1999.84", "150"), [core], like="t1")
    needs("by_one_component", "one component alone", "2 % of 500 are 10 more; 10.00 is reached from 9.995 on",
          two, "30", finds("20", "499.75", "30"), [core], like="t1", component_id="b", on="2026-03-01")
    over = {**flat, "overrides": [{"id": "over", "basis": "revenue", "rate": "0.5"}]}
    above = {"transactions": [], "assignments": [assigned("abe"), assigned()],
             "reporting": [{"person_id": "ann", "manager_id": "abe"}]}
    request = area.request(over, {"period": "2026-Q1", "payee_id": "ann", "payout": "100"}, above)
    area.by_hand("credit_needed_below_an_override", "what abe gets of the deal is not ann's", "3 % of 3,333.17 are 99.9951",
                 request, {"ok": True, "summary": finds("0", "3333.17", "100")})
    goal = {"id": "goal", "kind": "team", "period": "quarter", "amount": "90", "share_by": "headcount"}
    goal["when"] = {"subject": {"measure_of": "deals"}, "op": "ge", "value": "600"}
    team = {"transactions": [sale("t1", "300", payee="bo")], "assignments": [{**assigned(who), "team_id": "north"} for who in ("ann", "bo", "cy")]}
    request = area.request(plan(part(rate="0"), bonuses=[goal]), {"period": "2026-Q1", "payee_id": "ann", "payout": "30"}, team)
    area.by_hand("credit_needed_for_a_team", "what the team is short of its goal", "300 of 600 are there; 90 by three are 30",
                 request, {"ok": True, "summary": finds("0", "300", "30")})
    tables = {"transactions": [], "assignments": [assigned()], "quotas": []}
    params = {"period": "2026-Q1", "payee_id": "ann", "payout": "1"}
    for name, more, pointer in (
        ("a_stranger", {"payee_id": "eve"}, "/params/payee_id"),
        ("no_component", {"component_id": "none"}, "/params/component_id"),
        ("no_model", {"like": "t9"}, "/params/like"),
    ):
        area.refused(f"credit_needed_of_{name}", "what the call names must be there", "it is not there", flat,
                     {**params, **more}, {key: rows for key, rows in tables.items() if key != "quotas"},
                     [("table.unknown_id", pointer)])
    return area
