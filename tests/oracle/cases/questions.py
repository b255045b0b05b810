"""Questions about a plan: what its document leaves open."""

from asking import checked
from cases.make import QUOTA, plan, part, tiers, zero_quota
from cases.payments import Payments

TARGET = {"kind": "target_over_quota"}


def vectors():
    area = Payments("commission", "questions", "commission.check", None, checked)
    for name, about, params in curves():
        area.oracle(f"check_{name}", about, None, params, None, only=["payout_curve"])
    found(area)
    for vector in area.vectors:
        if vector.get("tables") is None:
            vector.pop("tables", None)
    return area


def curves():
    """What is paid on how much credit, in every mode."""
    steps = (("0", "0.05"), ("50000", "0.08"), ("100000", "0.1"))
    for mode in ("marginal", "whole"):
        yield mode, f"{mode} rates by amount", {"document": plan(part(rate_table=tiers("amount", mode, "rate", *steps)))}
    table = tiers("attainment", "whole_overage", "multiplier", ("0", "1"), ("1", "1.25"), ("1.5", "2"))
    table["overage_starts_at"] = "1"
    overage = part(quota=QUOTA, base_rate=TARGET, rate_table=table)
    yield "whole_overage", "the tier reached pays on all above quota", {
        "document": plan(overage), "quota": "90000", "target_variable": "10000",
    }
    yield "in_targets", "without a quota credit is counted in quotas, without a target pay in targets", {
        "document": plan(overage),
    }
    back = tiers("attainment", "per_segment", "rate", ("0", "0.02"), ("0.5", "0.04"), ("1", "0.06"))
    back["tiers"][1]["back_to"] = "first_dollar"
    yield "per_segment", "a tier that goes back to the first dollar", {
        "document": plan(part(quota=QUOTA, rate_table=back)), "quota": "200000",
    }
    level = {"x": "attainment", "points": [["0.5", "0.5"], ["1", "1"], ["1", "1.1"], ["1.5", "2"]],
             "apply": "share_of_target", "below": "zero", "above": "extrapolate"}
    yield "curve", "a curve with a threshold and a jump at quota", {
        "document": plan(part(quota=QUOTA, curve=level)), "quota": "100000", "target_variable": "20000",
    }
    sums = tiers("units", "marginal", "step_amount", ("0", "0"), ("10", "500"), ("20", "700"))
    yield "steps", "a sum for every mark", {"document": plan(part(credit="units", rate_table=sums))}
    between = tiers("amount", "interpolated", "step_amount", ("0", "100"), ("1000", "300"))
    between["tiers"][-1]["to"] = "3000"
    yield "interpolated", "a sum in proportion", {"document": plan(part(rate_table=between))}
    limited = tiers("amount", "marginal", "rate", ("0", "0.01"), ("1000", "0.02"))
    limited["tiers"][1] |= {"min": "50"}
    two = [part("flat", weight="1/3", rate="0.03"), part("tiers", weight="2/3", rate_table=limited)]
    yield "two_components", "a flat rate, and a tier that pays at least a sum", {"document": plan(*two)}


def found(area):
    """What is found, code by code."""

    def finds(name, about, why, document, rows, **params):
        request = {"op": area.op, "params": {"document": document, **params}}
        area.by_hand(f"check_finds_{name}", about, why, request, {
            "ok": True, "summary": {"valid": all(row.get("severity") != "error" for row in rows), "total": len(rows)},
            "tables": {"findings": rows},
        })

    def silent(case, pointer):
        return {"code": "commission.case_not_covered", "severity": "warning", "pointer": pointer, "case": case}

    def seen(code, pointer, **more):
        return {"code": f"commission.{code}", "severity": "warning", "pointer": pointer, **more}

    usual = [silent("refunds", "/clawback"), silent("multi_year", "/components")]
    last = [silent("currency", "/fx"), silent("new_hires", "/ramp")]
    finds(
        "silence", "a flat rate is silent on four cases", "the document says nothing of them",
        plan(part(rate="0.05")), [*usual, *last],
    )
    covered = plan(
        part(rate="0.05", eligible={"column": "term_months", "op": "le", "value": 12}),
        fx={"date": "booking"}, ramp={"months": [{"quota": "0.5"}]},
    )
    finds("little", "what a plan says is covered", "fx, a ramp and a rule on the term are there", covered, usual[:1])
    cliffs = part(rate_table=tiers("amount", "whole", "rate", ("0", "0.05"), ("50000", "0.08"), ("100000", "0.06")))
    at = "/components/0/rate_table/tiers"
    finds(
        "cliffs", "whole rates jump up and down", "3 % of 50,000 are 1,500 more, 2 % of 100,000 are 2,000 less",
        plan(cliffs),
        [
            *usual,
            seen("cliff", f"{at}/1", component_id="deals", message="at a credit of 50000 the payout jumps by 1500"),
            seen("payout_falls", f"{at}/2", message="at a credit of 100000 the payout falls by 2000"),
            *last,
        ],
    )
    falling = part(rate_table=tiers("amount", "marginal", "rate", ("0", "0.05"), ("1000", "-0.01")))
    finds(
        "a_falling_rate", "a rate below zero takes back", "from 1,000 on every unit costs a cent", plan(falling),
        [*usual, seen("payout_falls", f"{at}/1", message="more credit pays less from 1000"), *last],
    )
    bent = {"x": "amount", "points": [["0", "0.2"], ["1000", "0"]], "apply": "rate_on_base", "above": "hold"}
    finds(
        "a_bend", "a rate that falls faster than credit grows", "x times (0.2 - 0.0002 x) is highest at 500: 50",
        plan(part(curve=bent)),
        [*usual, seen("payout_falls", "/components/0/curve/points/0", message="more credit pays less from 500 to 1000"),
         *last],
    )
    held = {"x": "attainment", "points": [["0", "0"], ["1.2", "0.9"]], "apply": "share_of_target", "above": "hold"}
    quota = [silent("zero_quota", "/components/0/quota/zero")]
    finds(
        "a_low_cap", "a curve that ends below the target", "120 % of quota pays 90 % of target, and nothing pays more",
        plan(part(quota=QUOTA, curve=held)),
        [
            usual[0], usual[1],
            seen("cap_below_target", "/components/0", message="no credit pays more than 9000, and the target is 10000"),
            *quota, *last,
        ],
        quota="100000", target_variable="10000",
    )
    refunds = tiers("amount", "marginal", "rate", ("-100", "0.01"), ("0", "0.02"))
    margins = tiers("margin", "whole", "rate", ("0", "0.01"), ("1.2", "0.02"))
    narrow = tiers("attainment", "whole", "rate", ("0", "0.01"), ("0.981", "0.01"), ("0.989", "0.01"))
    rounding = {**zero_quota("zero_attainment"), "attainment_rounding": {"scale": 2}}
    finds(
        "tiers_out_of_reach", "for refunds only, above every margin, between two rounded percents",
        "sales start at 0; profit is at most the price; no whole percent lies between 98.1 % and 98.9 %",
        plan(part("a", rate_table=refunds), part("b", rate_table=margins), part("c", quota=rounding, rate_table=narrow)),
        [
            *usual,
            seen("tier_unreachable", f"{at}/0", component_id="a"),
            seen("tier_unreachable", "/components/1/rate_table/tiers/1", component_id="b"),
            seen("tier_unreachable", "/components/2/rate_table/tiers/1", component_id="c"),
            *last,
        ],
    )
    derived = {"quota": zero_quota("zero_attainment"), "base_rate": TARGET}
    finds(
        "idle_weights", "a weight without a target, and a target without a weight",
        "the flat rate pays no part of the target, and the part of the other is 0",
        plan(part("flat", weight="1", rate="0.01"), part("none", weight="0", **derived)),
        [*usual, seen("weight_idle", "/components/0/weight", component_id="flat"),
         seen("weight_idle", "/components/1/weight", component_id="none"), *last],
    )
    alone = part(accumulate="transaction", rate_table=tiers("amount", "marginal", "rate", ("0", "0.05"), ("9", "0.06")))
    some = {**part("b", quota=zero_quota("top_tier"), rate="0.01")}
    finds(
        "more_silence", "deals one by one, and a quota that is never prorated", "the document says nothing of them",
        plan(alone, some, proration={"applies_to": ["guarantee"]}),
        [*usual, silent("split_orders", "/components/0/measure/accumulate"), *last[:1],
         silent("leave", "/proration/applies_to"), *last[1:]],
    )
    gap = tiers("amount", "marginal", "rate", ("0", "0.05"), ("100", "0.06"))
    gap["tiers"][0]["to"] = "90"
    finds(
        "a_gap", "a document that cannot be loaded has its own problems", "from 90 to 100 nothing holds",
        plan(part(rate_table=gap)),
        [{"code": "commission.tier_gap", "severity": "error", "pointer": f"{at}/1/from"}],
    )
    area.refused(
        "check_needs_a_quota_above_zero", "both numbers are above zero", "0 and -1 are not", None,
        {"document": plan(part(rate="0.05")), "quota": "0"}, None, [("document.out_of_range", "/params/quota")],
    )
