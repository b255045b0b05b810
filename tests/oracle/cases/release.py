"""Releases: booking, invoice, cash in parts, dates and instalments, holdbacks, and what leaving costs."""

from cases.make import failure
from cases.payments import Payments
from releasing import release as released

PLAN = {
    "schema": "quarterdeck/commission-plan@1",
    "id": "plan",
    "currency": "USD",
    "effective": {"from": "2026-01-01"},
    "components": [{"id": "all", "rate": "0.06", "measure": {"date": "booked_on", "period": "year"}}],
}
CASH = [{"event": "cash", "share": "1"}]
HOLDBACK = {"share": "0.1", "release": {"event": "after", "months": 6}}


def plan(schedule=None, **more):
    """A plan with a release section; other keys are those of the section, `currency` and `rounding` the plan's."""
    own = {key: more.pop(key) for key in ("currency", "rounding") if key in more}
    return {**PLAN, **own, "release": {"schedule": schedule or CASH, **more}}


def step(event, share, **more):
    return {"event": event, "share": share, **more}


def earned(amount, on="2026-01-10", transaction="t1", payee="ann", **more):
    row = {"payee_id": payee, "component_id": "all", "line_no": 1, "effective_on": on, "amount": amount, **more}
    return row if transaction is None else {**row, "transaction_id": transaction}


def invoiced(total, on=None, name="t1"):
    row = {"transaction_id": name, "invoiced_total": total}
    return row if on is None else {**row, "invoiced_on": on}


def collected(*payments, name="t1"):
    return [{"transaction_id": name, "collected_on": on, "amount": amount} for on, amount in payments]


def left(on, payee="ann"):
    return [{"person_id": payee, "last_day": on}]


def tables(*earnings, **more):
    return {"earnings": list(earnings), **more}


def vectors():
    area = Payments("commission", "release", "commission.release", "commission_plan", released)
    cash(area)
    schedules(area)
    holdbacks(area)
    records(area)
    documents(area)
    return area


def cash(area):
    area.oracle(
        "release_cash_in_parts",
        "a third of a cent at a time: differences of rounded running totals, and the whole when all is collected",
        plan(),
        {},
        tables(
            earned("100"),
            transactions=[invoiced("3000")],
            collections=collected(("2026-03-01", "1000"), ("2026-02-01", "500"), ("2026-04-01", "1500"), ("2026-05-01", "10")),
        ),
        EXPLAINED,
    )
    area.oracle(
        "release_cash_paid_back",
        "a negative collection releases no more what it pays back, down to nothing",
        plan(),
        {},
        tables(
            earned("100.01"),
            transactions=[invoiced("900")],
            collections=collected(("2026-02-01", "600"), ("2026-02-10", "-300"), ("2026-03-01", "-500"), ("2026-04-01", "900")),
        ),
    )
    area.oracle(
        "release_cash_of_a_refund",
        "what a credit note takes back is taken back as it is paid out",
        plan(),
        {},
        tables(earned("-60"), transactions=[invoiced("-1000")], collections=collected(("2026-02-01", "-250"))),
    )
    area.oracle(
        "release_before_it_is_earned",
        "cash collected before the earning's own day is released on that day",
        plan(),
        {},
        tables(earned("60"), transactions=[invoiced("1000")], collections=collected(("2025-12-01", "400"))),
    )


EXPLAINED = {
    "table": "releases",
    "row": 1,
    "expect": {
        "words": "release: its share becomes payable = 100/3, rounded to 33.33 (event cash, on 2026-03-01, earned 100,"
        " share 1, collected_to_date 1500, invoiced_total 3000, share_released 0.5) [/release/schedule/0]\n"
    },
}


def schedules(area):
    area.stated(
        "worked-example: salescookie-thirds",
        "release_salescookie_thirds",
        "a commission of 60 in three equal instalments",
        plan([step("instalments", "1", count=3, every="month")]),
        {},
        tables(earned("60")),
        {
            "releases": [
                {"released_on": f"2026-{month:02d}-10", "amount": "20", "kind": "release"} for month in (1, 2, 3)
            ]
        },
    )
    mixed = [
        step("booking", "0.3"),
        step("invoice", "0.2"),
        step("cash", "0.25"),
        step("date", "0.05", on="2026-01-01"),
        step("after", "0.1", months=1, days=3),
        step("instalments", "0.1", count=2, every="quarter"),
    ]
    records = {
        "transactions": [invoiced("1000", "2026-01-20"), invoiced("500", name="t2")],
        "collections": collected(("2026-02-05", "333.33"), ("2026-03-01", "666.67")),
    }
    earnings = (
        earned("99.99", "2026-01-31"),
        earned("10", transaction="t2", payee="bob"),
        earned("7.77", transaction=None, payee="cyd"),
    )
    area.oracle(
        "release_mixed_schedule",
        "every event once; without an invoice it stays pending, without a transaction it waits for none",
        plan(mixed, rounding={"mode": "half_even"}),
        {},
        tables(*earnings, **records),
    )
    area.oracle(
        "release_as_of_a_day",
        "what happens on that day or after has not happened yet",
        plan(mixed),
        {"as_of": "2026-02-05"},
        tables(*earnings, earned("5", "2026-02-05"), **records),
    )
    area.oracle(
        "release_without_a_section",
        "a plan that says nothing releases what is booked",
        PLAN,
        {},
        tables(earned("12.34"), earned("-2.34", on="2026-02-01")),
    )
    area.oracle(
        "release_in_yen",
        "a seventh, in a currency without cents",
        plan([step("booking", "1/7"), step("after", "6/7", days=30)], currency="JPY"),
        {},
        tables(earned("1000")),
    )


def holdbacks(area):
    half = [step("booking", "0.5"), step("cash", "0.5")]
    records = {
        "transactions": [invoiced("1000")],
        "collections": collected(("2026-03-01", "400"), ("2026-08-01", "600")),
    }
    area.oracle(
        "release_holdback_paid",
        "a tenth is held for six months; what is released later is not held any more",
        plan(half, holdback=HOLDBACK),
        {},
        tables(earned("100.05"), **records),
    )
    area.oracle(
        "release_holdback_forfeited",
        "who leaves in the fifth month forfeits what is held, and the held share of what comes later",
        plan(half, holdback=HOLDBACK),
        {},
        tables(earned("100.05"), people=left("2026-05-15"), **records),
    )
    area.oracle(
        "release_holdback_last_day_counts",
        "whose last day is the day of release did not leave before it, whose last day is the day before did",
        plan([step("booking", "1")], holdback=HOLDBACK),
        {},
        tables(earned("50"), earned("50", payee="bob"), people=left("2026-07-10") + left("2026-07-09", "bob")),
    )
    area.oracle(
        "release_holdback_never_forfeited",
        "and one that is forfeited only by leaving before a day of its own",
        plan([step("booking", "1")], holdback={**HOLDBACK, "forfeit": "never"}),
        {},
        tables(earned("50"), people=left("2026-02-01")),
    )
    area.oracle(
        "release_holdback_left_before",
        "leaving on 1 March or later does not forfeit it",
        plan([step("booking", "1")], holdback={**HOLDBACK, "left_before": "2026-03-01"}),
        {},
        tables(earned("50"), earned("50", payee="bob"), people=left("2026-03-01") + left("2026-02-27", "bob")),
    )
    area.oracle(
        "release_cancelled_on_exit",
        "what is pending when the payee leaves is cancelled; what takes back stays",
        plan(half, on_exit="cancel", holdback={"share": "1/3", "release": {"event": "date", "on": "2026-04-30"}}),
        {},
        tables(earned("100"), earned("-10", on="2026-06-01"), people=left("2026-05-15"), **records),
    )


def records(area):
    area.by_hand(
        "release_accounts_for_records",
        "what is used, excluded and set aside adds up to what was given",
        "each reason once",
        area.request(
            plan(),
            {"as_of": "2026-06-01", "bad_records": "set_aside"},
            tables(
                earned("10"),
                earned("10", on="2026-06-01"),
                earned("10", transaction="t9"),
                earned("10", currency="EUR"),
                earned("10", transaction="t3"),
                transactions=[invoiced("100"), invoiced("100", name="t2"), invoiced("0", name="t3")],
                collections=[
                    *collected(("2026-02-01", "50"), ("2026-06-01", "50")),
                    *collected(("2026-02-01", "1"), name="t2"),
                    *collected(("2026-02-01", "1"), name="t9"),
                ],
                people=left("2026-12-31") + left("2026-12-31", "zoe"),
            ),
        ),
        {
            "ok": True,
            "summary": {
                "plan_id": "plan",
                "currency": "USD",
                "earnings": 1,
                "earned": "10",
                "released": "5",
                "held": "0",
                "forfeited": "0",
                "cancelled": "0",
                "pending": "5",
                "records": {
                    "collections": {"rows": 4, "used": 1, "excluded": 2, "set_aside": 1},
                    "earnings": {"rows": 5, "used": 1, "excluded": 1, "set_aside": 3},
                    "people": {"rows": 2, "used": 1, "excluded": 1, "set_aside": 0},
                    "transactions": {"rows": 3, "used": 1, "excluded": 1, "set_aside": 1},
                },
            },
            "tables": {
                "excluded": [
                    {"table": "earnings", "row": 1, "record_id": "ann", "reason": "not_yet_earned"},
                    {"table": "transactions", "row": 1, "record_id": "t2", "reason": "no_earning"},
                    {"table": "collections", "row": 1, "record_id": "t1", "reason": "not_yet_collected"},
                    {"table": "collections", "row": 2, "record_id": "t2", "reason": "no_earning"},
                    {"table": "people", "row": 1, "record_id": "zoe", "reason": "no_earning"},
                ],
                "set_aside": [
                    {"table": "collections", "row": 3, "column": "transaction_id", "code": "table.unknown_id"},
                    {"table": "earnings", "row": 2, "column": "transaction_id", "code": "table.unknown_id"},
                    {"table": "earnings", "row": 3, "column": "currency", "code": "number.currency_mismatch"},
                    {"table": "earnings", "row": 4, "column": "transaction_id", "code": "table.unknown_id"},
                    {"table": "transactions", "row": 2, "column": "invoiced_total", "code": "commission.invoiced_total"},
                ],
            },
        },
    )
    area.by_hand(
        "release_of_half_known_earnings",
        "of an earning with a payment or a payee that cannot be used, nothing is said",
        "one payment has no amount, one leaver no date",
        area.request(
            plan(),
            {"bad_records": "set_aside"},
            tables(
                earned("10"),
                earned("10", transaction="t2", payee="bob"),
                earned("10", transaction="t2", payee="cyd"),
                transactions=[invoiced("100"), invoiced("100", name="t2")],
                collections=collected(("2026-02-01", "50"), ("2026-02-02", None)) + collected(("2026-03-01", "9"), name="t2"),
                people=left("2026-02-30", "bob") + left("2026-12-31", "cyd"),
            ),
        ),
        {
            "ok": True,
            "tables": {
                "positions": [{"payee_id": "cyd", "earned": "10", "released": "0.9", "pending": "9.1"}],
                "excluded": [
                    {"table": "earnings", "row": 0, "reason": "collection_set_aside"},
                    {"table": "earnings", "row": 1, "reason": "payee_set_aside"},
                    {"table": "transactions", "row": 0, "reason": "no_earning"},
                    {"table": "collections", "row": 0, "reason": "no_earning"},
                ],
            },
        },
    )
    area.refused(
        "release_of_unknown_transactions",
        "the same are problems where nothing may be set aside",
        "t9 is nowhere, and t3 was not invoiced",
        plan(),
        {},
        tables(earned("10", transaction="t9"), transactions=[{"transaction_id": "t3"}]),
        [
            ("table.unknown_id", "/tables/earnings/0/transaction_id"),
            ("commission.invoiced_total", "/tables/transactions/0/invoiced_total"),
        ],
    )


def documents(area):
    describe = {"op": "commission.describe", "kind": "commission_plan", "params": {}}
    told = plan(
        [step("booking", "0.5"), step("after", "0.25", months=2), step("instalments", "0.25", count=3, every="quarter")],
        holdback=HOLDBACK,
        on_exit="cancel",
    )
    area.by_hand(
        "release_described",
        "a release section in words",
        "what the document says",
        {**describe, "definition": told},
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `plan` pays in USD, from 2026-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `all` adds up the amount by `booked_on`, year by year",
                    "  it pays 0.06 for every unit of credit",
                    "an earning is released",
                    "  0.5 of it when it is booked",
                    "  0.25 of it 2 months after it is booked",
                    "  0.25 of it in 3 equal parts, one a quarter from when it is booked",
                    "  0.1 of what is released is held back and paid 6 months after it is booked",
                    "  who leaves before that forfeits it",
                    "  what is pending when the payee leaves is cancelled",
                ]
            },
        },
    )
    wrong = plan(
        [step("booking", "0.5"), step("cash", "-0.1"), step("date", "0.7", on="2026-01-01")],
        holdback={"share": "1.5", "release": {"event": "date", "on": "2026-01-01"}, "left_before": "2026-02-01"},
    )
    area.by_hand(
        "release_shares_that_cannot_be",
        "shares are above zero and sum to 1, a holdback is a part",
        "0.5 - 0.1 + 0.7 is 1.1",
        {**describe, "definition": wrong},
        failure(
            [
                ("commission.release_share", "/release/holdback/share"),
                ("commission.release_sum", "/release/schedule", {"sum": "1.1"}),
                ("commission.release_share", "/release/schedule/1/share"),
            ]
        ),
    )
    area.by_hand(
        "release_bad_shape",
        "what the shape of the section refuses",
        "the document",
        {
            **describe,
            "definition": plan(
                [step("instalments", "1", count=0, every="week"), {"event": "signature", "share": "1"}], rate_lock="payment"
            ),
        },
        failure(
            [
                ("document.unknown_value", "/release/rate_lock"),
                ("document.out_of_range", "/release/schedule/0/count"),
                ("document.unknown_value", "/release/schedule/0/every"),
                ("document.unknown_value", "/release/schedule/1/event"),
            ]
        ),
    )
