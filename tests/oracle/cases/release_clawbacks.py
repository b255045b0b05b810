"""Releases of what is taken back: released money is clawed back, the rest is cancelled. And what is lost by paying late."""

from cases.make import failure
from cases.payments import Payments
from cases.release import CASH, HOLDBACK, collected, earned, invoiced, left, plan, step, tables
from commission import calculate
from releasing import release as released

LATE = {"steps": [{"from": 1, "to": 31, "share": "0.25"}, {"from": 31, "to": None, "share": "1"}]}


def vectors():
    area = Payments("commission", "release_clawbacks", "commission.release", "commission_plan", released)
    taken_back(area)
    of_a_calculation(area)
    late(area)
    documents(area)
    return area


def back(amount, on, name="r1", of="t1", **more):
    return earned(amount, on, name, source_transaction_id=of, **more)


def taken_back(area):
    half = [step("booking", "0.4"), step("cash", "0.6")]
    paid = {"transactions": [invoiced("1000")], "collections": collected(("2026-02-01", "500"), ("2026-05-01", "500"))}
    area.stated(
        "by hand: 40 at booking and 30 of cash are released, 30 are still pending: those go first",
        "release_clawback_of_all",
        "a full refund: what was released is clawed back, what was not is cancelled, and nothing more is released",
        plan(half),
        {},
        tables(earned("100"), back("-100", "2026-03-01"), **paid),
        {
            "releases": [
                {"kind": "release", "amount": "40", "pending": "60"},
                {"kind": "release", "amount": "30", "pending": "30"},
                {"kind": "clawback", "event": "clawback", "amount": "-70", "released": "0", "clawed_back": "70"},
                {"kind": "cancelled", "amount": "30", "cancelled": "30", "pending": "0"},
            ],
            "positions": [{"earned": "100", "released": "0", "cancelled": "30", "clawed_back": "70", "pending": "0"}],
        },
    )
    area.oracle(
        "release_clawback_of_a_part",
        "what is pending goes first: a refund of a quarter is cancelled, and the rest of the cash releases what is left",
        plan(half),
        {},
        tables(earned("100"), back("-25", "2026-03-01"), **paid),
    )
    area.oracle(
        "release_clawback_in_parts",
        "parts of a refund that come to all of it",
        plan(half),
        {},
        tables(earned("100.01"), back("-33.34", "2026-01-20"), back("-33.34", "2026-02-20", "r2"), back("-33.33", "2026-06-20", "r3"), **paid),
    )
    area.oracle(
        "release_clawback_on_the_day",
        "on the day of the earning nothing is released yet: all of it is cancelled",
        plan([step("booking", "1")]),
        {},
        tables(earned("60"), back("-60", "2026-01-10")),
    )
    area.oracle(
        "release_clawback_of_more",
        "what the source has not left is an earning of its own, below zero",
        plan([step("booking", "1")]),
        {},
        tables(earned("60"), back("-75", "2026-02-10"), back("-5", "2026-03-10", "r2", "t7")),
    )
    area.oracle(
        "release_clawback_that_gives",
        "a recalculation may add to what another deal earned: it waits for that deal's cash",
        plan(),
        {},
        tables(earned("60"), back("6", "2026-01-20"), transactions=[invoiced("1000")], collections=collected(("2026-02-01", "500"))),
    )
    area.oracle(
        "release_clawback_of_a_holdback",
        "of what was released the held share is cancelled, the rest clawed back; what was forfeited is cancelled too",
        plan([step("booking", "1")], holdback=HOLDBACK),
        {},
        tables(earned("100"), back("-50", "2026-03-01"), earned("100", payee="bo"), back("-50", "2026-06-01", payee="bo"), people=left("2026-05-15", "bo")),
    )
    area.oracle(
        "release_clawback_after_leaving",
        "what leaving has cancelled is not taken back again",
        plan(half, on_exit="cancel"),
        {},
        tables(earned("100"), back("-100", "2026-03-01"), people=left("2026-01-20"), **paid),
    )
    area.oracle(
        "release_clawback_as_of",
        "a clawback that has not come yet takes nothing back",
        plan([step("booking", "1")]),
        {"as_of": "2026-03-01"},
        tables(earned("60"), back("-20", "2026-02-10"), back("-40", "2026-03-01", "r2")),
    )
    explained = "clawback: what was released is taken back = -70 (event clawback, on 2026-03-01, earned 100, share_taken_back 1) [/tables/earnings/1]\n"
    area.oracle(
        "release_clawback_explained",
        "why what was released is clawed back",
        plan(half),
        {},
        tables(earned("100"), back("-100", "2026-03-01"), **paid),
        {"table": "releases", "row": 2, "expect": {"words": explained}},
    )


def of_a_calculation(area):
    """Lines of a calculation as they are, clawbacks among them."""
    steps = {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive"}
    steps["tiers"] = [{"from": "0", "to": "1000", "value": "0.05"}, {"from": "1000", "to": None, "value": "0.1"}]
    measure = {"date": "booked_on", "period": "year"}
    made = {**plan(), "components": [{"id": "all", "measure": measure, "rate_table": steps}], "clawback": {"mode": "recalculate"}}
    sold = [
        {"transaction_id": "t1", "payee_id": "ann", "amount": "800", "booked_on": "2026-01-10"},
        {"transaction_id": "t2", "payee_id": "ann", "amount": "600", "booked_on": "2026-01-20"},
        {"transaction_id": "r1", "amount": "-800", "booked_on": "2026-03-05", "reverses_id": "t1"},
    ]
    request = {
        "definition": made,
        "params": {"period": "2026"},
        "tables": {"transactions": sold, "assignments": [{"payee_id": "ann", "plan_id": "plan", "from": "2026-01-01"}]},
    }
    lines = calculate(request)["tables"]["lines"]
    area.oracle(
        "release_lines_with_clawbacks",
        "a recalculation takes tiers back from two deals, each by what its customer has paid",
        made,
        {},
        tables(
            *lines,
            transactions=[invoiced("800"), invoiced("600", name="t2")],
            collections=collected(("2026-02-01", "800")) + collected(("2026-02-01", "300"), ("2026-04-01", "300"), name="t2"),
        ),
    )


def late(area):
    def due(on, total="1000", name="t1"):
        return {**invoiced(total, name=name), "due_on": on}

    area.stated(
        "by hand: half is paid in time, a quarter 9 days late and loses a quarter of it, a quarter too late",
        "release_late_payment",
        "the part that is lost is forfeited, by the days of each payment",
        plan(late_payment=LATE),
        {},
        tables(
            earned("100"),
            transactions=[due("2026-03-01")],
            collections=collected(("2026-03-01", "500"), ("2026-03-10", "250"), ("2026-04-01", "250")),
        ),
        {
            "releases": [
                {"kind": "release", "amount": "50"},
                {"kind": "release", "amount": "18.75"},
                {"kind": "forfeited", "amount": "6.25"},
                {"kind": "forfeited", "amount": "25", "forfeited": "31.25", "pending": "0"},
            ]
        },
    )
    area.oracle(
        "release_late_payment_by_terms",
        "without a day on which it is due, an invoice is due so many days after it is written; what is paid back was lost in part",
        plan([step("booking", "0.2"), step("cash", "0.8")], late_payment={**LATE, "terms_days": 30}, holdback=HOLDBACK),
        {},
        tables(
            earned("100"),
            transactions=[invoiced("900", "2026-01-15")],
            collections=collected(("2026-02-20", "600"), ("2026-03-01", "-300"), ("2026-03-03", "100")),
        ),
        {
            "table": "releases",
            "row": 2,
            "expect": {
                "words": "release: its share becomes payable = 36 (event cash, on 2026-02-20, earned 100, share 0.8,"
                " collected_to_date 600, invoiced_total 900, share_released 8/15, lost 0.25, held_share 0.1) [/release/schedule/1]\n"
            },
        },
    )
    area.refused(
        "release_late_payment_undated",
        "nobody says when a payment is late",
        "neither due_on nor invoiced_on",
        plan(late_payment=LATE),
        {},
        tables(earned("100"), transactions=[invoiced("900")]),
        [("table.unknown_id", "/tables/earnings/0/transaction_id"), ("table.missing_value", "/tables/transactions/0/due_on")],
    )


def documents(area):
    describe = {"op": "commission.describe", "kind": "commission_plan", "params": {}}
    area.by_hand(
        "release_late_payment_described",
        "late payments in words",
        "what the document says",
        {**describe, "definition": plan(late_payment={**LATE, "terms_days": 30})},
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `plan` pays in USD, from 2026-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `all` adds up the amount by `booked_on`, year by year",
                    "  it pays 0.06 for every unit of credit",
                    "an earning is released",
                    "  all of it as the invoiced total is collected",
                    "  what is collected more than 30 days after the invoice is late, where the transaction has no day of its own on which it is due",
                    "    from 1 days up to, not including, 31: 0.25 of what it would release is lost",
                    "    from 31 days: 1 of what it would release is lost",
                ]
            },
        },
    )
    wrong = [{"from": 5, "to": 5, "share": "2"}, {"from": 9, "share": "0.5"}]
    at = "/release/late_payment"
    area.by_hand(
        "release_late_payment_faults",
        "everything that is wrong with late payments",
        "steps follow each other and lose parts, and something waits for cash",
        {**describe, "definition": plan([step("booking", "1")], late_payment={"steps": wrong})},
        failure(
            [
                ("commission.late_payment", at),
                ("commission.late_payment", f"{at}/steps/0/share"),
                ("commission.late_payment", f"{at}/steps/0/to"),
                ("commission.late_payment", f"{at}/steps/1/from"),
            ]
        ),
    )
