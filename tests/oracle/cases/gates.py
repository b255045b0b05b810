"""Gates: what has to be reached before a component pays, or pays in full: semantics 2.8."""

from .explained import explain
from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales, tiers, zero_quota

MARGINAL = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
WHOLE = tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.10"))


def gate(subject="attainment", op="ge", value="0.5", **more):
    return {"subject": subject, "op": op, "value": value, **more}


def vectors():
    area = Area("gates")
    fails(area)
    passes(area)
    beside(area)
    flags(area)
    multipliers(area)
    documents(area)
    said(area)
    return area


def gated(*gates, **more):
    return part(**{"quota": QUOTA, "rate": "0.1", "gates": list(gates), **more})


def fails(area):
    three = sales("300", "300", "600")
    for name, about, more in (
        ("zero", "nothing below half of the quota; with the second sale the first is paid too", {}),
        ("factor", "a quarter below half of the quota", {"on_fail": {"factor": "0.25"}}),
        ("hold", "what is earned below half of the quota is kept until then", {"on_fail": "hold"}),
    ):
        area.oracle(f"commission_gate_{name}", about, plan(gated(gate(**more))), three, quotas=[quota("1000")])
    table = tiers("attainment", "marginal", "multiplier", ("0", "1"), ("0.5", "2"))
    area.oracle(
        "commission_gate_base_rate_only",
        "accelerators only for who comes to 90 % of the quota",
        plan(
            part(
                quota=QUOTA,
                rate_table=table,
                base_rate={"kind": "target_over_quota"},
                gates=[gate(value="0.9", on_fail="base_rate_only")],
            )
        ),
        sales("600", "250", "100", "-100"),
        [assigned(target="100")],
        quotas=[quota("1000")],
    )
    short = sales("300", "100")
    for name, end in (("forfeited", None), ("released", "release")):
        more = {"at_end": end} if end else {}
        area.oracle(
            f"commission_gate_hold_{name}",
            f"the quarter ends at 40 %: what was held is {name}",
            plan(gated(gate(on_fail="hold", **more))),
            short,
            quotas=[quota("1000")],
        )
    area.oracle(
        "commission_gate_provisional",
        "January does not know yet what the quarter comes to",
        plan(gated(gate(on_fail="hold"))),
        short,
        params={"period": "2026-01"},
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_gate_catches_up_by_month",
        "February is paid what January was kept from, and nothing is paid twice",
        plan(gated(gate())),
        [sale("t1", "300", "2026-01-10"), sale("t2", "300", "2026-02-10")],
        params={"period": "2026-02"},
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_gate_lost_by_refund",
        "a refund takes the quarter below its gate, and takes all of the pay",
        plan(gated(gate())),
        sales("400", "200", "-150"),
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_gate_quota_zero",
        "over a quota of 0 attainment is what the plan says",
        plan(gated(gate(), quota=zero_quota("full_attainment")), gated(gate(), quota=zero_quota("top_tier"), name="b")),
        sales("100"),
        quotas=[quota("0")],
    )


def passes(area):
    above = gate(value="0.8", on_pass="excess_only")
    for name, more in (("marginal", {"rate_table": MARGINAL}), ("whole", {"rate_table": WHOLE}), ("flat", {"rate": "0.1"})):
        area.oracle(
            f"commission_gate_excess_only_{name}",
            "only credit above 80 % of the quota pays",
            plan(part(quota=QUOTA, gates=[above], **more)),
            sales("700", "400", "200", "-400"),
            quotas=[quota("1000")],
        )
    area.oracle(
        "commission_gate_excess_only_under_a_capped_attainment",
        "credit from 80 % to 120 % pays",
        plan(part(quota=QUOTA, gates=[above], rate_table=MARGINAL, cap={"attainment": "1.2"})),
        sales("700", "400", "200", "-400"),
        quotas=[quota("1000")],
    )
    whole = tiers("amount", "whole", "rate", ("0", "0.05"), below="first_tier")
    area.oracle(
        "commission_gate_excess_only_at_zero",
        "what is above a gate below zero earns nothing where all credit does: at zero itself",
        plan(part(rate_table=whole, gates=[gate("measure", value="-20", on_pass="excess_only")])),
        sales("100", "-100", "-10", "50"),
    )
    area.oracle(
        "commission_gates_two",
        "one halves, the other asks for a flag: both have to be passed for all of it",
        plan(gated(gate(on_fail={"factor": "0.5"}), gate({"flag": "certified"}, "eq", "1", on_fail={"factor": "0.2"}))),
        sales("300", "300"),
        quotas=[quota("1000")],
        flags=[{"payee_id": "ann", "name": "certified", "from": "2026-03-15", "value": "1"}],
    )


def beside(area):
    core = {"column": "family", "op": "eq", "value": "Core"}
    add_on = {"column": "family", "op": "eq", "value": "Add-on"}
    made = plan(
        part("core", quota=QUOTA, rate="0.1", eligible=core),
        part("add-on", rate="0.2", eligible=add_on, gates=[gate({"attainment_of": "core"}, value="1")]),
    )
    area.oracle(
        "commission_gate_of_another_component",
        "add-ons pay once the core quota is made, those sold before it too: each by another line",
        made,
        [
            sale("t1", "100", "2026-01-10", family="Add-on"),
            sale("t2", "1000", "2026-02-10", family="Core"),
            sale("t3", "50", "2026-02-11", family="Add-on"),
        ],
        quotas=[quota("1000", measure_id="core")],
    )
    area.oracle(
        "commission_gate_of_another_component_rounded_by_payee",
        "the same in thirds, rounded by the payee's total",
        plan(
            part("core", quota=QUOTA, rate="1/3", eligible=core),
            part("add-on", rate="1/7", eligible=add_on, gates=[gate({"measure_of": "core"}, "gt", "10")]),
            rounding={"at": "payee", "reconcile": "largest_remainder"},
        ),
        [sale("t1", "100", family="Add-on"), sale("t2", "11", "2026-02-10", family="Core")],
        quotas=[quota("1000", measure_id="core")],
    )


def flags(area):
    made = plan(gated(gate({"flag": "certified"}, "eq", "1", on_fail="hold")))
    area.oracle(
        "commission_gate_flag",
        "certified in March: what was held since January is paid in March",
        made,
        [sale("t1", "500", "2026-01-10"), sale("t2", "100", "2026-03-20")],
        quotas=[quota("1000")],
        flags=[
            {"payee_id": "ann", "name": "certified", "to": "2026-03-01", "value": "0"},
            {"payee_id": "ann", "name": "certified", "from": "2026-03-01", "value": "1"},
            {"payee_id": "ann", "name": "other", "value": "1"},
        ],
    )
    area.oracle(
        "commission_gate_flag_missing",
        "without a value no gate is passed, not even one that asks for less",
        plan(gated(gate({"flag": "complaints"}, "lt", "3"))),
        sales("500"),
        quotas=[quota("1000")],
    )
    area.refused(
        "commission_flag_overlap",
        "two values on one day, and one without a day",
        "the second begins inside the first",
        made,
        sales("500"),
        quotas=[quota("1000")],
        flags=[
            {"payee_id": "ann", "name": "certified", "value": "0"},
            {"payee_id": "ann", "name": "certified", "from": "2026-03-01", "value": "1"},
            {"payee_id": "ann", "name": "certified", "from": "2026-03-01", "to": "2026-03-01", "value": "1"},
        ],
        problems=[
            ("commission.flag_overlap", "/tables/flags/1/from"),
            ("time.empty_period", "/tables/flags/2/to"),
        ],
    )


def multipliers(area):
    core = {"column": "family", "op": "eq", "value": "Core"}
    deals = [
        sale("t1", "300", "2026-01-10", family="Core"),
        sale("t2", "800", "2026-02-10", family="Add-on"),
        sale("t3", "200", "2026-02-11", family="Core"),
        sale("t4", "-150", "2026-03-01", family="Core"),
    ]
    other = part("all", quota=QUOTA, rate="0.01")
    area.oracle(
        "commission_multipliers_product",
        "1.5 always, and half below 90 % of what all components attain: the deal that gets there brings the rest",
        plan(
            part(
                "core",
                rate="0.1",
                eligible=core,
                multipliers=[
                    {"factor": "1.5"},
                    {"factor": "0.5", "when": gate({"attainment_of": "all"}, "lt", "0.9")},
                ],
            ),
            other,
        ),
        deals,
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_multiplier_steps",
        "times what another component attains: 1 below 50 %, then 1.1, then 1.25",
        plan(
            part(
                "core",
                rate="0.1",
                eligible=core,
                line_cap={"max": "35"},
                multipliers=[
                    {
                        "subject": {"attainment_of": "all"},
                        "steps": [{"from": "0.5", "factor": "1.1"}, {"from": "1.2", "factor": "1.25"}],
                    }
                ],
            ),
            other,
        ),
        deals,
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_multiplier_beside_gate",
        "a flag doubles what a gate leaves",
        plan(
            gated(
                gate(on_fail={"factor": "0.5"}),
                multipliers=[{"factor": "2", "when": gate({"flag": "certified"}, "eq", "1")}],
            )
        ),
        sales("300", "300"),
        quotas=[quota("1000")],
        flags=[{"payee_id": "ann", "name": "certified", "from": "2026-01-02", "value": "1"}],
    )
    at = "/components/0/multipliers/"
    area.document(
        "commission_multiplier_forms",
        "multipliers that say no factor, or two, or one below zero, or steps in disorder",
        "each says one thing",
        plan(
            part(
                rate="0.1",
                multipliers=[
                    {},
                    {"factor": "1", "subject": "measure", "steps": [{"from": "1", "factor": "1"}]},
                    {"factor": "-1", "when": gate("measure")},
                    {"subject": "measure", "steps": [{"from": "2", "factor": "1"}, {"from": "1", "factor": "-0.1"}]},
                ],
            )
        ),
        [
            ("commission.multiplier_form", f"{at}0"),
            ("commission.multiplier_form", f"{at}1"),
            ("commission.multiplier_negative", f"{at}2/factor"),
            ("commission.multiplier_negative", f"{at}3/steps/1/factor"),
            ("commission.multiplier_steps", f"{at}3/steps/1/from"),
        ],
    )


def documents(area):
    at = "/components/0/gates/0/"

    def wrong(name, about, why, problems, *gates, others=(), **more):
        pays = {} if "rate_table" in more else {"rate": "0.1"}
        area.document(name, about, why, plan(part(**pays, **more, gates=list(gates)), *others), problems)

    unused = "commission.gate_unused"
    wrong(
        "commission_gate_unused",
        "keys that nothing uses",
        "nothing is held, and less than a measure is no excess",
        [(unused, f"{at}at_end"), (unused, f"{at}on_pass")],
        gate("measure", "lt", "5", at_end="release", on_pass="excess_only"),
    )
    wrong(
        "commission_gate_unused_over_margins",
        "an excess over a value where tiers go by margin",
        "what is above the value earns no sum of its own",
        [(unused, f"{at}on_pass")],
        gate("measure", "ge", "5", on_pass="excess_only"),
        rate_table=tiers("margin", "whole", "rate", ("0", "0.05"), ("0.5", "0.1")),
    )
    wrong(
        "commission_gate_factor_above_one",
        "a factor above all",
        "1.5 of what would be paid",
        [("commission.gate_factor", f"{at}on_fail")],
        gate("measure", "ge", "5", on_fail={"factor": "1.5"}),
    )
    wrong(
        "commission_gate_without_base_rate",
        "a base rate that is not there",
        "the component has a rate",
        [("commission.base_rate_missing", f"{at}on_fail")],
        gate("measure", "ge", "5", on_fail="base_rate_only"),
        rate_table=MARGINAL,
        quota=QUOTA,
    )
    wrong(
        "commission_subject_unknown",
        "a component that is not there, and an attainment without a quota",
        "there is only `deals`",
        [
            ("commission.subject_unknown", f"{at}subject", {"component_id": "core"}),
            ("commission.quota_undeclared", "/components/0/gates/1/subject", {"component_id": "deals"}),
        ],
        gate({"measure_of": "core"}),
        gate(),
    )
    wrong(
        "commission_subject_mismatch",
        "a component of other periods",
        "one by quarter, one by year",
        [("commission.subject_mismatch", f"{at}subject", {"component_id": "core"})],
        gate({"measure_of": "core"}),
        others=[part("core", period="year", rate="0.1")],
    )


def said(area):
    made = plan(
        part(
            quota=QUOTA,
            rate="0.1",
            gates=[gate(on_fail="hold", on_pass="excess_only"), gate({"flag": "certified"}, "eq", "1")],
            multipliers=[
                {"factor": "1.5"},
                {"factor": "0.9", "when": gate({"flag": "late"}, "gt", "3")},
                {"subject": "attainment", "steps": [{"from": "1", "factor": "1.1"}, {"from": "2", "factor": "1.2"}]},
            ],
        )
    )
    area.vectors.append(
        {
            "name": "describe_commission_gates",
            "about": "gates in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": made,
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                        "  unless attainment is at least 0.5, what it earns is held, and lost if the period ends so; when it is, only credit above that pays",
                        "  unless the flag `certified` is 1, it pays nothing",
                        "  times 1.5",
                        "  times 0.9 where the flag `late` is above 3",
                        "  times what attainment has reached: 1.1 from 1 on, 1.2 from 2 on",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    explain(
        area,
        "commission_explain_gate",
        "the line that passes the gate; the sale before it is paid on a line of its own",
        "30 of its own",
        plan(gated(gate())),
        sales("300", "300"),
        row=1,
        words=(
            "earning: what the rates earn, and what the stages make of it = 30 (transaction t2, date 2026-01-02) [/components/0]\n"
            "  rated: what the period has earned with this line, less what it had earned before = 30 (quota 1000, measure_before 300, measure_after 600) [/components/0]\n"
            "    rate: the credit inside the tier times its rate = 30 (credit 300, rate 0.1) [/components/0]\n"
            "    quota_credit: `amount` of the transaction = 300 (amount 300) [/tables/transactions/1]\n"
            "  gate: attainment is at least 0.5: with 0.6 it is passed = 0 (before 30, after 30) [/components/0/gates/0]\n"
        ),
        quotas=[quota("1000")],
    )
