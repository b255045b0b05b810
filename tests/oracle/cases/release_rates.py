"""Rates of the day of release instead of those of booking, and holdbacks that wait for an event."""

from cases.make import failure
from cases.payments import Payments
from cases.plan_shapes import template
from cases.release import HOLDBACK, PLAN, collected, earned, invoiced, left, step, tables
from releasing import release as released

TIERS = [{"from": "0", "to": "100000", "value": "0.05"}, {"from": "100000", "to": None, "value": "0.1"}]
CASH = [step("booking", "0.4"), step("cash", "0.6")]


def table(mode="marginal", tiers=None):
    return {"index": "amount", "mode": mode, "value": "rate", "boundary": "lower_inclusive", "tiers": tiers or TIERS}


def part(name="all", **more):
    own = {"rate_table": table(), **more}
    own = {key: value for key, value in own.items() if value is not None}
    return {"id": name, "measure": {"date": "booked_on", "period": "quarter"}, **own}


def plan(schedule=None, components=None, **more):
    section = {"schedule": schedule or CASH, "rate_lock": "release", **more}
    return {**PLAN, "components": components or [part()], "release": section}


def line(amount, on, rate, credit, transaction, number, true_up="0", **more):
    """A line as a calculation writes it."""
    at_rate = more.pop("at_rate")
    told = {"rate": rate, "commission_credit": credit, "at_rate": at_rate, "true_up": true_up, "line_no": number}
    return {**earned(amount, on, transaction), **told, **more}


FIRST = line("1000", "2026-01-10", "0.05", "20000", "t1", 1, at_rate="1000")
SECOND = line("6000", "2026-02-01", "0.1", "100000", "t2", 2, true_up="-4000", at_rate="10000")
INVOICES = [invoiced("20000"), invoiced("100000", name="t2")]


def vectors():
    area = Payments("commission", "release_rates", "commission.release", "commission_plan", released)
    rates(area)
    documents(area)
    holdbacks(area)
    return area


def rates(area):
    area.stated(
        "by hand: 0.6 x 20,000 x (0.1 - 0.05) is 600 beside the 600 at the rate of booking; T2 has its own rate still",
        "release_at_the_rate_of_its_day",
        "the first deal is paid for when the second has reached the next tier: its cash share pays the rate of that tier",
        plan(),
        {},
        tables(
            FIRST,
            SECOND,
            transactions=INVOICES,
            collections=collected(("2026-02-10", "20000")) + collected(("2026-03-01", "50000"), name="t2"),
        ),
        {
            "releases": [
                {"released_on": "2026-01-10", "kind": "release", "amount": "400", "re_rated": "0"},
                {"released_on": "2026-02-10", "kind": "release", "amount": "600", "re_rated": "600"},
                {"released_on": "2026-02-10", "kind": "re_rated", "event": "cash", "amount": "600", "released": "1000"},
                {"released_on": "2026-02-01", "kind": "release", "amount": "2400"},
                {"released_on": "2026-03-01", "kind": "release", "amount": "1800"},
            ],
            "positions": [{"released": "1000", "pending": "0", "re_rated": "600"}, {"released": "4200", "pending": "1800", "re_rated": "0"}],
        },
    )
    area.vectors[-1]["explain"] = {
        "table": "releases",
        "row": 2,
        "expect": {
            "words": "re_rated: what the rate of the day of release pays beyond that of booking = 600 (event cash, on 2026-02-10,"
            " earned 1000, share 0.6, collected_to_date 20000, invoiced_total 20000, share_released 0.6, rate_of_booking 0.05,"
            " rate_of_release 0.1, commission_credit 20000) [/release/rate_lock]\n"
        },
    }
    area.oracle(
        "release_in_a_later_measure_period",
        "a quarter later the tiers are reached anew: without a line there the rate of booking stays, with one its rate holds",
        plan(),
        {},
        tables(
            FIRST,
            SECOND,
            line("700", "2026-05-05", "0.05", "14000", "t3", 3, at_rate="700"),
            transactions=[*INVOICES, invoiced("14000", name="t3")],
            collections=collected(("2026-04-30", "10000"), ("2026-05-06", "10000")) + collected(("2026-05-06", "100000"), name="t2"),
        ),
    )
    area.oracle(
        "release_of_a_threshold",
        "what was booked below the threshold at no rate at all is paid by the rate that was reached when the cash came",
        plan([step("cash", "1")], [part(rate_table=table(tiers=[{**TIERS[0], "value": "0"}, TIERS[1]]))]),
        {},
        tables(
            line("0", "2026-01-10", "0", "20000.01", "t1", 1, at_rate="0"),
            line("2000", "2026-02-01", "0.1", "100000", "t2", 2, true_up="-8000", at_rate="10000"),
            transactions=[invoiced("30000"), invoiced("100000", name="t2")],
            collections=collected(("2026-02-02", "10000"), ("2026-02-03", "10000"), ("2026-02-04", "10000")),
        ),
    )
    area.oracle(
        "release_rates_paid_back",
        "cash that is paid back and a clawback take with them what the rate of their day had paid",
        plan([step("cash", "1")]),
        {},
        tables(
            FIRST,
            SECOND,
            {**earned("-500", "2026-03-15", "r1"), "source_transaction_id": "t1", "line_no": 3},
            transactions=[*INVOICES, invoiced("-10000", name="r1")],
            collections=collected(("2026-02-10", "20000"), ("2026-02-20", "-5000"), ("2026-03-01", "5000")),
        ),
    )
    area.oracle(
        "release_rates_of_what_stages_left",
        "a gate has left half of one line and nothing of another: the difference of the rates is paid on as much",
        plan([step("cash", "1")]),
        {},
        tables(
            {**FIRST, "amount": "500", "modified": "-500"},
            {**FIRST, "amount": "0", "modified": "-1000", "line_no": 2},
            {**SECOND, "line_no": 3},
            transactions=INVOICES,
            collections=collected(("2026-02-10", "20000")),
        ),
    )
    area.oracle(
        "release_rates_held_back",
        "what is held pays the rate of the day on which it is released",
        plan([step("booking", "1")], holdback={"share": "0.25", "release": {"event": "after", "months": 1, "days": 10}}),
        {},
        tables(FIRST, SECOND),
    )
    area.oracle(
        "release_rates_that_are_not_turned",
        "where all credit is re-rated by later lines, where a line has no rate and where there is no such component",
        plan([step("cash", "1")], [part(), part("whole", rate_table=table("whole"))]),
        {},
        tables(
            {**FIRST, "component_id": "whole"},
            {**SECOND, "component_id": "whole"},
            {**FIRST, "component_id": "gone"},
            {**earned("3"), "component_id": "all"},
            SECOND,
            transactions=INVOICES,
            collections=collected(("2026-02-10", "20000")),
        ),
    )


def documents(area):
    describe = {"op": "commission.describe", "kind": "commission_plan", "params": {}}
    told = plan([step("booking", "1")], [part(rate_table=None, rate="0.06")], holdback={"share": "0.1", "release": {"event": "invoice"}})
    area.by_hand(
        "release_rates_described",
        "rates of the day of release, and a holdback until the invoice, in words",
        "what the document says",
        {**describe, "definition": told},
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `plan` pays in USD, from 2026-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `all` adds up the amount by `booked_on`, quarter by quarter",
                    "  it pays 0.06 for every unit of credit",
                    "an earning is released",
                    "  all of it when it is booked",
                    "  0.1 of what is released is held back and paid when the transaction is invoiced",
                    "  who leaves before that forfeits it",
                    "  what is released later pays the rate that its component has reached by then",
                ]
            },
        },
    )
    quota = {"date": "booked_on", "period": "quota"}
    others = [part("whole", rate_table=table("whole")), {**part("spans", rate_table=None, rate="0.1", quota={"source": "table"}), "measure": quota}]
    area.by_hand(
        "release_rates_of_no_component",
        "there are no rates to lock where later lines re-rate earlier ones, or where quotas say the periods",
        "whole tiers, and the spans of quotas",
        {**describe, "definition": plan(components=others)},
        failure([("commission.rate_lock", "/release/rate_lock")]),
    )


def holdbacks(area):
    half = [step("booking", "0.5"), step("cash", "0.5")]
    held = lambda event, **more: {"schedule": half, "holdback": {"share": "0.1", "release": {"event": event}, **more}}
    document = lambda event, **more: {**PLAN, "release": held(event, **more)}
    paid = collected(("2026-03-01", "400"), ("2026-08-01", "600"), ("2026-09-01", "-300"))
    records = {"transactions": [invoiced("1000", "2026-02-20")], "collections": paid}
    area.oracle(
        "release_holdback_until_collected",
        "a tenth is held until all is collected, and is not held again when some of it is paid back",
        document("collected"),
        {},
        tables(earned("100.05"), earned("20", transaction=None), **records),
    )
    area.oracle(
        "release_holdback_never_collected",
        "who leaves before all is collected forfeits what is held, as does who leaves where it never is; who stays waits",
        document("collected"),
        {},
        tables(
            earned("100.05"),
            earned("100.05", payee="bob", transaction="t2"),
            earned("100.05", payee="cyd", transaction="t2"),
            transactions=[*records["transactions"], invoiced("1000", name="t2")],
            collections=paid + collected(("2026-03-01", "999.99"), name="t2"),
            people=left("2026-07-31") + left("2026-12-31", "bob"),
        ),
    )
    area.oracle(
        "release_holdback_until_the_invoice",
        "a tenth is held until the invoice",
        document("invoice", forfeit="never"),
        {},
        tables(earned("100.05"), earned("50", transaction="t2"), **{**records, "transactions": [*records["transactions"], invoiced("500", name="t2")]}),
    )
    area.refused(
        "release_holdback_of_nothing_invoiced",
        "a holdback that waits for all to be collected needs something to collect",
        "t1 was not invoiced",
        {**PLAN, "release": {"schedule": [step("booking", "1")], "holdback": {**HOLDBACK, "release": {"event": "collected"}}}},
        {},
        tables(earned("10"), transactions=[{"transaction_id": "t1"}]),
        [
            ("table.unknown_id", "/tables/earnings/0/transaction_id"),
            ("commission.invoiced_total", "/tables/transactions/0/invoiced_total"),
        ],
    )
    area.stated(
        "by hand: 0.9 of 400 on a part, and the rest with the tenth that was held when the last of the invoice comes",
        "template cash-holdback: what is payable",
        "a commission of 1,000 on 10,000, paid in two parts",
        template("cash-holdback"),
        {},
        tables(
            earned("1000"),
            transactions=[invoiced("10000")],
            collections=collected(("2026-03-01", "4000"), ("2026-05-01", "6000")),
        ),
        {
            "releases": [
                {"released_on": "2026-03-01", "kind": "release", "amount": "360"},
                {"released_on": "2026-03-01", "kind": "holdback", "amount": "40"},
                {"released_on": "2026-05-01", "kind": "release", "amount": "540"},
                {"released_on": "2026-05-01", "kind": "holdback", "amount": "60"},
                {"released_on": "2026-05-01", "kind": "holdback_release", "amount": "100"},
            ],
        },
    )
