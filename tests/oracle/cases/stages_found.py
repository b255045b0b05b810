"""What a check finds of caps, gates and multipliers, and what they do to the credit that a payout needs."""

from asking import checked, credit_needed
from cases.make import QUOTA, assigned, part, plan, quota, sales, tiers
from cases.payments import Payments

AT = "/components/0"
SHARES = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.08"), ("1.5", "0.1"))


def vectors():
    area = Payments("commission", "stages_found", "commission.check", None, checked)

    def finds(name, about, why, component, problems, **params):
        """These findings, besides those of a plan that is silent."""
        request = {"op": area.op, "params": {"document": plan(component), **params}}
        silent = [("case_not_covered", "/clawback"), ("case_not_covered", "/components"),
                  *([("case_not_covered", f"{AT}/quota/zero")] if "quota" in component else []),
                  ("case_not_covered", "/fx"), ("case_not_covered", "/ramp")]
        rows = [{"code": f"commission.{code}", "pointer": pointer} | ({"message": said[0]} if said else {})
                for code, pointer, *said in sorted([*silent, *problems], key=lambda row: order(row[1]))]
        area.by_hand(f"check_finds_{name}", about, why, request,
                     {"ok": True, "summary": {"valid": True, "total": len(rows)}, "tables": {"findings": rows}})

    finds("a_gate_that_jumps", "what is earned below quota comes at once", "5 % of 80,000",
          part(quota=QUOTA, rate="0.05", gates=[{"subject": "attainment", "op": "ge", "value": "0.8"}]),
          [("cliff", f"{AT}/gates/0", "at a credit of 80000 the payout jumps by 4000: passing the gate")], quota="100000")
    finds("a_gate_that_stops", "half of the pay ends above a value", "half of 5 % of 1,000",
          part(rate="0.05", gates=[{"subject": "measure", "op": "lt", "value": "1000", "on_fail": {"factor": "0.5"}}]),
          [("payout_falls", f"{AT}/gates/0", "at a credit of 1000 the payout falls by 25: passing the gate")])
    finds("only_the_excess", "a gate that pays the excess alone has no jump", "nothing is paid on what is below",
          part(quota=QUOTA, rate="0.05",
               gates=[{"subject": "attainment", "op": "ge", "value": "0.8", "on_pass": "excess_only"}]), [])
    finds("gates_that_shut_each_other", "one asks for more than the other lets pass", "nothing is above 1.2 and below 1",
          part(quota=QUOTA, rate="0.05", gates=[
              {"subject": "attainment", "op": "gt", "value": "1.2", "on_pass": "excess_only"},
              {"subject": "attainment", "op": "lt", "value": "1"}]),
          [("gate_never_passed", f"{AT}/gates/1", "the gate is never passed: no value passes it and the gates before it"),
           ("payout_falls", f"{AT}/gates/1", "at a credit of 1 the payout falls by 0.05: passing the gate")])
    finds("a_gate_for_refunds", "no sale leads below zero", "only refunds do",
          part(rate="0.05", gates=[{"subject": "measure", "op": "lt", "value": "0"}]),
          [("gate_never_passed", f"{AT}/gates/0", "the gate is never passed: only refunds lead there")])
    finds("multipliers_that_jump", "each step multiplies all that was earned", "5,000 twice a half more, then less",
          part(quota=QUOTA, rate="0.05", multipliers=[{"subject": "attainment", "steps": [
              {"from": "1", "factor": "1.5"}, {"from": "1.2", "factor": "1.25"}]}]),
          [("cliff", f"{AT}/multipliers/0",
            "at a credit of 100000 the payout jumps by 2500: the next step of the multiplier"),
           ("payout_falls", f"{AT}/multipliers/0",
            "at a credit of 120000 the payout falls by 1500: the next step of the multiplier")], quota="100000")
    finds("a_tier_behind_a_cap", "what the last tier adds is above the cap", "150,000 earn 9,000, and the cap is 9,000",
          part(quota=QUOTA, rate_table=SHARES, cap={"payment": "9000"}),
          [("tier_unreachable", f"{AT}/rate_table/tiers/2", "tier 3 pays nothing: the cap is reached before it")],
          quota="100000")
    finds("a_tier_behind_an_attainment", "no credit above the attainment pays", "the tier starts at the cap",
          part(quota=QUOTA, rate_table=SHARES, cap={"attainment": "1.5"}),
          [("tier_unreachable", f"{AT}/rate_table/tiers/2", "tier 3 pays nothing: the cap is reached before it")])
    target = {"base_rate": {"kind": "target_over_quota"}, "quota": QUOTA,
              "rate_table": tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "2"))}
    finds("a_cap_below_target", "the cap is less than full attainment pays", "10,000 at quota",
          part(**target, cap={"payment": "8000"}),
          [("cap_below_target", f"{AT}/cap", "the cap pays no more than 8000, and the target is 10000"),
           ("tier_unreachable", f"{AT}/rate_table/tiers/1")], quota="100000", target_variable="10000")
    finds("an_attainment_below_target", "the cap ends before the quota", "nine tenths of the target",
          part(**target, cap={"attainment": "0.9"}),
          [("cap_below_target", f"{AT}/cap", "the cap pays no more than 0.9, and the target is 1"),
           ("tier_unreachable", f"{AT}/rate_table/tiers/1")])
    deals = tiers("amount", "whole", "rate", ("0", "0.05"), ("50000", "0.05"), ("100000", "0.05"))
    finds("a_tier_above_the_credit", "a deal is credited with less than the tier asks for", "60,000 at most",
          part(accumulate="transaction", credit_cap={"quota": "60000"}, rate_table=deals),
          [("tier_unreachable", f"{AT}/rate_table/tiers/2",
            "tier 3 is never reached: no deal is credited with more than 60000"),
           ("case_not_covered", f"{AT}/measure/accumulate")])
    needed(area)
    for vector in area.vectors:
        if vector.get("tables") is None:
            vector.pop("tables", None)
    return area


def order(pointer):
    return [(0, int(step), "") if step.isdigit() else (1, 0, step) for step in pointer.split("/")]


def needed(area):
    asked = Payments("commission", "stages_found", "commission.credit_needed", "commission_plan", credit_needed)
    gated = part(quota=QUOTA, rate="0.1", gates=[{"subject": "attainment", "op": "ge", "value": "0.8"}])
    both = part(quota=QUOTA, rate="0.1", gates=[{"subject": "attainment", "op": "lt", "value": "0.6"}])
    records = {"transactions": sales("50000"), "assignments": [assigned()], "quotas": [quota("100000")]}
    for name, component, payout, wanted in (
        ("through_a_gate", gated, "1000", {"credit_needed": "30000", "earned_now": "0", "earned_then": "8000"}),
        ("before_a_gate_shuts", both, "5999", {"credit_needed": "9989.95", "earned_now": "5000", "earned_then": "5999"}),
        ("behind_a_shut_gate", both, "6000.01", {"credit_needed": None, "credit_needed_reason": "unreachable"}),
    ):
        params = {"period": "2026-Q1", "payee_id": "ann", "payout": payout}
        asked.by_hand(f"credit_needed_{name}", "a gate opens or shuts on the way",
                      "a tenth of all credit to the nearest cent, once eight tenths of the quota are there or while six are not",
                      asked.request(plan(component), params, records), {"ok": True, "summary": wanted})
    templates(asked)
    area.vectors += asked.vectors


def templates(asked):
    for name, params, expect in (
        ("one", {"id": "recoverable-draw"}, {"ok": True}),
        ("none", {"id": "draw"}, {"ok": False, "problems": [{"code": "settlement.unknown_template", "pointer": "/params/id"}],
                                  "total": 1}),
    ):
        asked.by_hand(f"settlement_templates_{name}", "settlement policies to start from", "there are three kinds of draw",
                      {"op": "settlement.templates", "params": params}, expect)
