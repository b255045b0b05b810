"""Clawback modes side by side."""

from cases.clawback import STEPS, refund
from cases.make import assigned, part, plan, sale, split
from cases.payments import Payments
from refunding import clawback_options


def vectors():
    area = Payments("commission", "clawback_options", "commission.clawback_options", "commission_plan", clawback_options)
    steps = plan(part(rate_table=STEPS), clawback={"schedule": [{"from": 0, "to": 6, "share": "0.5"}]})
    tables = {
        "transactions": [
            sale("t1", "150"), sale("t2", "100", "2026-01-12"), refund("r1", "t1", "-150", "2026-02-10") | {"payee_id": "ann"},
            sale("t3", "10", "2026-03-01"),
        ],
        "assignments": [assigned()],
    }
    area.stated(
        "by hand: t1 earned 5 + 5, t2 10, t3 1; half of 10 by the schedule; without t1 the others "
        "are 110 at 5 and 10 %, 6 of 21; at the rates of the day 15 comes off the top",
        "clawback_options_side_by_side", "what a whole refund takes back by each mode", steps, {"period": "2026-Q1"}, tables,
        {"clawback_options": [
            {"mode": "original_rate", "component_id": None, "taken_back": "10"},
            {"mode": "original_rate", "component_id": "deals", "taken_back": "10"},
            {"mode": "recalculate", "component_id": None, "unrefunded": "21", "earned": "6", "taken_back": "15"},
            {"mode": "recalculate", "component_id": "deals", "taken_back": "15"},
            {"mode": "current_rate", "component_id": None, "taken_back": "15"},
            {"mode": "current_rate", "component_id": "deals", "taken_back": "15"},
            {"mode": "schedule", "component_id": None, "taken_back": "5"},
            {"mode": "schedule", "component_id": "deals", "taken_back": "5"},
        ]},
    )
    shared = {
        **tables,
        "transactions": [sale("t1", "150", payee=None), *tables["transactions"][1:], refund("r2", "t2", "-25", "2026-03-05", clawback_mode="recalculate")],
        "splits": [split("t1", "ann", "1/3"), split("t1", "bob", "2/3")],
        "assignments": [assigned(), assigned("bob")],
    }
    area.oracle("clawback_options_of_one_refund", "one refund is tried, on a sale that two share; the other keeps its mode",
                steps, {"period": "2026-Q1", "refunds": ["r1"]}, shared,
                explain={"table": "clawback_options", "row": 0, "expect": {"words":
                    "taken_back: what is earned without the refunds, less what is earned by the mode"
                    " = 2.5 (mode original_rate, unrefunded 8.5, earned 6) [/clawback/mode]\n"}})
    request = area.request(steps, {"period": "2026-Q1"}, tables)
    area.by_hand("clawback_options_in_total", "the modes in total, and those for which the plan says too little",
                 "as in the table; no term is given anywhere", request,
                 {"ok": True, "summary": {"refunds": 1, "as_given": "10", "options": [
                     {"mode": "original_rate", "taken_back": "10", "taken_back_reason": None},
                     {"mode": "recalculate", "taken_back": "15", "taken_back_reason": None},
                     {"mode": "current_rate", "taken_back": "15", "taken_back_reason": None},
                     {"mode": "schedule", "taken_back": "5", "taken_back_reason": None},
                     {"mode": "pro_rata_term", "taken_back": None, "taken_back_reason": "commission.clawback_terms"}]}})
    area.refused("clawback_options_of_no_refund", "a refund that is none", "t1 reverses nothing", steps,
                 {"period": "2026-Q1", "refunds": ["r1", "t1"]}, tables, [("table.unknown_id", "/params/refunds/1")])
    return area
