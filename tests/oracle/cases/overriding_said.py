"""Overrides: what plans and records may not say, and how a payment is told."""

from .explained import explain, node
from .make import Area, part, sale
from .overriding import LADDER, OWN, PEOPLE, over, overriding
from .rollup import line


def vectors():
    area = Area("overriding_said")
    refused(area)
    documents(area)
    told(area)
    return area


def refused(area):
    deal = [sale("t1", "1000")]
    area.refused(
        "commission_override_without_reporting",
        "nobody says who reports to whom",
        "the table is not there",
        overriding(),
        deal,
        PEOPLE,
        problems=[("table.missing_table", "/tables/reporting", {"table": "reporting"})],
    )
    area.refused(
        "commission_override_circle",
        "people who report to each other have no order in which they could be paid",
        "ann and mia are each above the other",
        overriding(over(basis="commission")),
        deal,
        PEOPLE,
        reporting=[line("ann", "mia"), line("mia", "ann")],
        problems=[("reporting.cycle", "/tables/reporting/0/manager_id", {"people": ["ann", "mia"]})],
    )


def documents(area):
    def document(name, about, why, problems, *rules, components=(OWN,)):
        area.document(f"commission_override_{name}", about, why, overriding(*rules, components=components), problems)

    at = "/overrides/0"
    rate = "commission.override_rate"
    bare = {"id": "over", "basis": "revenue"}
    document("rate_missing", "no rate", "none of the three is there", [(rate, at)], bare)
    document("rate_twice", "two ways to a rate", "both are there", [(rate, at)], over(rate="0.1", own_rate=True))
    document("rate_negative", "a rate below zero", "-0.1 is below zero", [(rate, f"{at}/rate")], over(rate="-0.1"))
    document("rate_negative_level", "a level below zero", "the second is", [(rate, f"{at}/rates/1")], over(rates=["0.1", "-0.1"]))
    fund = "commission.override_fund"
    document("fund", "levels of more than the plan gives", "0.05 + 0.04 + 0.03 = 0.12", [(fund, f"{at}/max_total", {"sum": "0.12"})], over(rates=["0.05", "0.04", "0.03"], max_total="0.1"))
    document("fund_one_rate", "the same rate for three levels", "3 x 0.04 = 0.12", [(fund, f"{at}/max_total", {"sum": "0.12"})], over(rate="0.04", levels=3, max_total="0.1"))
    document("fund_differential", "by difference the highest rate is all of it", "0.15 is more than 0.1", [(fund, f"{at}/max_total", {"sum": "0.15"})], over(basis="differential", rates=["0.05", "0.15"], max_total="0.1"))
    document(
        "component",
        "components that are not there",
        "the plan has `own`",
        [("commission.override_component", f"{at}/components/1", {"component_id": "other"})],
        over(components=["own", "other"]),
    )
    document(
        "dates",
        "components measured by different dates",
        "booked_on and paid_on",
        [("commission.override_dates", at)],
        over(),
        components=(OWN, part("paid", "paid_on", rate="0.1")),
    )
    document(
        "period",
        "no period to add up over",
        "quotas have spans of their own",
        [("commission.override_period", at)],
        over(),
        components=(part("own", rate="0.1", period="quota", quota={"source": "table"}),),
    )
    threshold = "commission.override_threshold"
    document("threshold", "an excess over nothing", "there is no threshold", [(threshold, f"{at}/threshold")], over(basis="excess"))
    document("threshold_negative", "a threshold below zero", "-1 is", [(threshold, f"{at}/threshold")], over(basis="excess", threshold="-1"))
    unused = "commission.override_unused"
    keys = ["includes_earnings", "includes_overrides", "levels", "threshold"]
    document(
        "unused",
        "keys that the basis or the rates have no use for",
        "they are for other bases, and there are as many levels as rates",
        [(unused, f"{at}/{key}") for key in keys],
        over(rates=["0.1"], levels=1, threshold="5", includes_overrides=True, includes_earnings=True),
    )
    document("max_total_unknown", "a most of what has no end", "there is no last level", [(unused, f"{at}/max_total")], over(max_total="0.1"))
    document(
        "id_taken",
        "the id of a component, and that of another override",
        "lines would not say whose they are",
        [("commission.duplicate_component", f"{at}/id"), ("commission.duplicate_component", "/overrides/2/id")],
        over("own"),
        over("a"),
        over("a"),
    )


def told(area):
    deal = [sale("t1", "1000")]
    credit = node("credit", "1000", "credit of ann", "/tables/transactions/0")

    def tree(op, exact, parts, rate="0.03", level="1", **inputs):
        of = {"transaction": "t1", "date": "2026-01-10", "level": level, "rate": rate, **inputs}
        return node("override", exact, op, "/overrides/0", parts, exact, "0", **of)

    for name, rule, row, made in (
        ("revenue", over(), 1, tree("the rate times the credit below", "30", [credit])),
        (
            "commission",
            over(basis="commission"),
            1,
            tree("the rate times what was earned below", "3", [node("earned", "100", "earned of ann", "/tables/transactions/0")]),
        ),
        (
            "overrides",
            over(basis="commission", rate="0.1"),
            3,
            tree("the rate times what overrides paid below", "1", [node("overrides", "10", "overrides of mia", "/tables/transactions/0")], rate="0.1"),
        ),
        (
            "differential",
            over(basis="differential", rate="0.12"),
            1,
            tree(
                "the rate times the credit below, less what was paid on it below",
                "20",
                [credit, node("paid_below", "-100", "what the seller and those between were paid on it", "/overrides/0")],
                rate="0.12",
            ),
        ),
        (
            "excess",
            over(basis="excess", threshold="600"),
            1,
            tree(
                "the rate times the credit below that is above the threshold",
                "12",
                [credit],
                threshold="600",
                measure_before="0",
                measure_after="1000",
            ),
        ),
    ):
        rows = LADDER[:2] if name == "overrides" else LADDER[:1]
        people = PEOPLE[:3] if name == "overrides" else PEOPLE[:2]
        if name == "overrides":
            row = 2
        explain(area, f"commission_explain_override_{name}", "what an override is on, and the rate", "read from the plan and the deal", overriding(rule), deal, people, reporting=rows, row=row, tree=made)
    area.vectors.append(
        {
            "name": "describe_commission_overrides",
            "about": "what is handed on, said in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": overriding(
                over("team", rate="0.03", levels=1),
                over("lines", rates=["0.05", "0.03"], compress=True, components=["own"], eligible={"column": "amount", "op": "ge", "value": "100"}),
                over("rest", "differential", own_rate=True, includes_earnings=False),
                over("above", "excess", rate="0.01", threshold="5000"),
                over("earned", "commission", rate="0.1"),
                components=(OWN, part("extra", rate="0.01")),
                split_stage="payout",
            ),
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `own` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                        "component `extra` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.01 for every unit of credit",
                        "one payee has all of the credit of a transaction, and the payees of its splits share what it earns",
                        "override `team` pays those above in the reporting lines, by `booked_on`: 0.03 of the credit below them, one level up",
                        "override `lines` pays those above in the reporting lines, by `booked_on`: 0.05, 0.03 of the credit below them, level by level of people on the plan",
                        "  only on lines of `own`",
                        "  only where `amount` is at least `100`",
                        "override `rest` pays those above in the reporting lines, by `booked_on`: their own rate of the credit below them, less what is paid on it there, to the top",
                        "  what the seller earned is not taken off",
                        "override `above` pays those above in the reporting lines, by `booked_on`: 0.01 of the credit below them that is above 5000 in a quarter, to the top",
                        "override `earned` pays those above in the reporting lines, by `booked_on`: 0.1 of what is earned below them, to the top",
                        "  what somebody gets by overrides counts for those above",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
