"""Settlements: draws, guarantees, balances, minimum payout, and payout currencies."""

from cases.make import assigned, part, plan, sale
from cases.payments import Payments
from restating import restate
from settling import settle

MONTHS = {"kind": "calendar", "unit": "month"}
POLICY = {"schema": "quarterdeck/settlement-policy@1", "id": "policy", "currency": "USD", "pay_period": MONTHS}


def policy(**more):
    return {**POLICY, **more}


def earned(*amounts, payee="ann", **more):
    """One earning in the middle of each month of 2026."""
    return [
        {"payee_id": payee, "amount": amount, "effective_on": f"2026-{month:02d}-15", **more}
        for month, amount in enumerate(amounts, 1)
        if amount is not None
    ]


def draw(amount, kind="recoverable", start="2026-01-01", to=None, payee="ann", **more):
    row = {"payee_id": payee, "from": start, "kind": kind, "amount": amount, **more}
    if to is not None:
        row["to"] = to
    return {key: value for key, value in row.items() if value is not None}


def rate(base, quote, worth, start="2026-01-01", to=None, kind="spot"):
    row = {"base": base, "quote": quote, "from": start, "rate": worth, "kind": kind}
    return row if to is None else {**row, "to": to}


def year(months):
    return {"period": {"from": "2026-01-01", "to": f"2026-{months + 1:02d}-01"}}


def vectors():
    area = Payments("settlement", "settle", "settlement.settle", "settlement_policy", settle)
    published(area)
    draws(area)
    negatives(area)
    guarantees(area)
    leaving(area)
    money(area)
    restated(area)
    return area


def restated(area):
    """Bookings of a closed quarter and of its restatement, as they come."""
    made = plan(part(rate="0.1"), clawback={"mode": "recalculate"})
    sold = [sale("t1", "900", "2026-01-20"), sale("t2", "400", "2026-02-20")]
    asked = {"definition": made, "params": {"period": "2026-Q1", "booked_on": "2026-04-15"}}
    closed = restate({**asked, "tables": {"transactions": sold, "assignments": [assigned()]}})["tables"]["bookings"]
    late = [*sold, sale("r1", "-900", "2026-03-30", None, reverses_id="t1"), sale("t3", "50", "2026-03-31")]
    tables = {"transactions": late, "assignments": [assigned()], "bookings": closed}
    adjusted = restate({**asked, "tables": tables})["tables"]["bookings"]
    area.oracle(
        "settle_restated",
        "a quarter is closed and paid; what a refund and a sale that became known later adjust is settled in the open month",
        policy(),
        year(5),
        {"earnings": closed + adjusted},
    )


def published(area):
    weekly = policy(pay_period={"kind": "days", "days": 7, "from": "2015-03-01"})
    weeks = [
        {"payee_id": "rep", "amount": amount, "effective_on": f"2015-{month}"}
        for amount, month in zip(("400", "600", "1200", "1500", "1400"), ("03-02", "03-09", "03-16", "03-23", "03-30"))
    ]
    area.stated(
        "worked-example: studypool-weekly-recoverable-draw",
        "settle_studypool",
        "a weekly recoverable draw of 1000; the third row as it must be: 200 repaid and 800 owed, not 500 and 300",
        weekly,
        {"period": {"from": "2015-03-01", "to": "2015-04-05"}},
        {"earnings": weeks, "draws": [draw("1000", start="2015-03-01", payee="rep")]},
        {
            "payouts": [
                {"paid": paid, "recovered_draw": recovered, "closing_draw_owed": owed}
                for paid, recovered, owed in (
                    ("1000", "0", "600"),
                    ("1000", "0", "1000"),
                    ("1000", "200", "800"),
                    ("1000", "500", "300"),
                    ("1100", "300", "0"),
                )
            ]
        },
    )
    for name, worth, pay, settled, owed in (
        ("above", "4000", "6000", "2000", "0"),
        ("below", "3000", "2000", "0", "1000"),
    ):
        area.stated(
            "worked-example: visdum-advance-settlement",
            f"settle_visdum_{name}",
            f"a draw of {worth} paid at the start of the month, settled against {pay} at its end",
            policy(draw={"disburse": "at_start"}),
            year(1),
            {"earnings": earned(pay), "draws": [draw(worth)]},
            {"payouts": [{"paid_at_start": worth, "paid_at_settlement": settled, "closing_draw_owed": owed}]},
        )
    area.stated(
        "worked-example: Oracle Fusion Incentive Compensation, 'Example of Incentive Compensation Draw and Recovery'",
        "settle_oracle_draw_and_recovery",
        "a draw of 1000 against 500, 700 and 400: the first three periods of the published table",
        policy(),
        year(3),
        {"earnings": earned("500", "700", "400"), "draws": [draw("1000", to="2026-07-01")]},
        {
            "payouts": [
                {"advanced": "500", "paid": "1000", "closing_draw_owed": "500"},
                {"advanced": "300", "paid": "1000", "closing_draw_owed": "800"},
                {"advanced": "600", "paid": "1000", "closing_draw_owed": "1400"},
            ]
        },
    )
    six = earned("800", "1500", "3200", "2500", "1000", "2600")
    for kind, name in (("recoverable", "recoverable"), ("recoverable_forgiven", "forgiven"), ("non_recoverable", "kept")):
        area.oracle(
            f"settle_siebel_six_months_{name}",
            "a draw of 2000 in the first six months, as the Siebel Incentive Compensation guide sets it up: 800 earned "
            "are paid as 2000; the five months after are our own",
            policy(),
            year(7),
            {"earnings": six + earned(None, None, None, None, None, None, "2400"), "draws": [draw("2000", kind, to="2026-07-01")]},
            {"table": "payouts", "row": 0, "expect": {"tree": SIEBEL}} if kind == "recoverable" else None,
        )


SIEBEL = {
    "id": "payout",
    "op": "earned, advanced and carried, less what is recovered and held",
    "rule": "",
    "inputs": {
        "currency": "USD",
        "draw": "2000",
        "draw_kind": "recoverable",
        "draw_owed_before": "0",
        "negative_balance_before": "0",
        "payee_id": "ann",
        "period": "2026-01-01/2026-02-01",
    },
    "exact": "2000",
    "rounded": "2000",
    "rounding": "0",
    "rejected": [],
    "parts": [
        {
            "id": "earned",
            "op": "what became payable in the period",
            "rule": "/tables/earnings",
            "inputs": {"booked_on": "2026-01-31"},
            "exact": "800",
            "rounded": "800",
            "rounding": "0",
            "rejected": [],
            "parts": [
                {
                    "id": "earning",
                    "op": "payable on its day",
                    "rule": "/tables/earnings/0",
                    "inputs": {"on": "2026-01-15"},
                    "exact": "800",
                    "rounded": None,
                    "rounding": None,
                    "rejected": [],
                    "parts": [],
                }
            ],
        },
        {
            "id": "draw_advanced",
            "op": "pay is not below the draw, and what it adds is owed",
            "rule": "/tables/draws/0",
            "inputs": {
                "account": "draw_owed",
                "balance": "1200",
                "booked_on": "2026-01-31",
                "change": "1200",
                "draw": "2000",
                "earned": "800",
            },
            "exact": "1200",
            "rounded": "1200",
            "rounding": "0",
            "rejected": [],
            "parts": [],
        },
        {
            "id": "paid",
            "op": "paid when the period is settled",
            "rule": "/draw/disburse",
            "inputs": {"booked_on": "2026-01-31", "paid_at_start": "0", "pay": "2000"},
            "exact": "-2000",
            "rounded": "-2000",
            "rounding": "0",
            "rejected": [],
            "parts": [],
        },
    ],
}


def draws(area):
    area.oracle(
        "settle_draw_recovered_in_parts",
        "half of what is earned above the draw pays it back, at most 300 a month",
        policy(draw={"recover_pct": "1/2", "recover_cap": "300"}),
        year(5),
        {"earnings": earned("400", "1500.01", "3000", "1100"), "draws": [draw("1000", to="2026-05-01")]},
    )
    area.oracle(
        "settle_draw_spans_plans",
        "one draw against the earnings of two plans, rounded together",
        policy(),
        year(1),
        {
            "earnings": [
                {"payee_id": "ann", "amount": "300.005", "effective_on": "2026-01-10", "plan_id": "overlay"},
                {"payee_id": "ann", "amount": "200.005", "effective_on": "2026-01-31", "plan_id": "ae"},
            ],
            "draws": [draw("1000")],
        },
    )
    for basis in ("calendar_days", "whole_months", "thirty_360", "none"):
        area.oracle(
            f"settle_draw_prorated_{basis}",
            "someone hired on 15 February who leaves on 10 April, both days worked",
            policy(draw={"proration": basis, "disburse": "at_start"}),
            year(4),
            {
                "earnings": earned(None, "100"),
                "draws": [draw("1000")],
                "people": [{"person_id": "ann", "start_date": "2026-02-15", "last_day": "2026-04-10"}],
            },
        )
    area.oracle(
        "settle_draws_follow_each_other",
        "a smaller draw from the middle of a month on",
        policy(),
        year(3),
        {"earnings": earned("0", "0"), "draws": [draw("3100", to="2026-01-21"), draw("1000", start="2026-01-21", to="2026-03-01")]},
    )
    area.oracle(
        "settle_draw_forgiven_at_window_end",
        "what is still owed when the draw ends in mid-month is forgiven when that month is settled",
        policy(),
        year(4),
        {
            "earnings": earned("100", "1100", "200", "500"),
            "draws": [draw("1000", "recoverable_forgiven", to="2026-03-16")],
        },
    )
    area.oracle(
        "settle_common_terms",
        "everybody draws 80 % of the target for three months from the start date; one has a draw of her own",
        policy(draw={"terms": {"kind": "guarantee", "target_share": "0.8", "months": 3}}),
        year(5),
        {
            "earnings": earned("5000", payee="bob"),
            "people": [
                {"person_id": "ann", "start_date": "2026-01-11", "target_variable": "4000"},
                {"person_id": "bob", "start_date": "2025-11-01", "target_variable": "1000.01"},
                {"person_id": "eve", "start_date": "2026-02-01"},
            ],
            "draws": [draw("10", payee="eve", start="2026-02-01", to="2026-03-01")],
        },
    )


def negatives(area):
    amounts = ("500", "-800", "600", "-100", "1000")
    for choice, more in (
        ("carry", {}),
        ("pay_negative", {"allow_negative": True}),
        ("clamp_until_period_end", {"measure_period": "quarter"}),
    ):
        area.oracle(
            f"settle_negative_{choice}",
            "a clawback larger than the month",
            policy(negative_true_up=choice, negative_balance={"recover_pct": "0.25"}, **more),
            year(5),
            {"earnings": earned(*amounts)},
        )
    area.oracle(
        "settle_negative_balance_and_draw",
        "the negative balance is recovered first, and pay is the draw all the same",
        policy(negative_balance={"recover_cap": "250"}),
        year(4),
        {"earnings": earned("-700", "900", "1200", "2000"), "draws": [draw("1000", to="2026-04-01")]},
    )
    area.oracle(
        "settle_paid_negative_adds_to_a_draw",
        "where negative earnings are paid and a draw holds, they add to what it advances",
        policy(negative_true_up="pay_negative", allow_negative=True),
        year(3),
        {"earnings": earned("-700", "2000", "-50"), "draws": [draw("1000", to="2026-02-01")]},
    )


def guarantees(area):
    for kind in ("guarantee", "non_recoverable"):
        area.oracle(
            f"settle_{kind}",
            "pay is never below it, and nothing is owed",
            policy(),
            year(3),
            {"earnings": earned("400", "1300"), "draws": [draw("1000", kind, to="2026-04-01")]},
        )
    area.oracle(
        "settle_guarantee_of_target",
        "two thirds of the full target of a month, rounded once",
        policy(),
        year(1),
        {
            "earnings": [],
            "draws": [draw(None, "guarantee", target_share="2/3")],
            "people": [{"person_id": "ann", "target_variable": "1000"}],
        },
    )
    area.oracle(
        "settle_minimum_payout",
        "pay below 100 waits, and is paid with what comes or on leaving",
        policy(minimum_payout="100"),
        year(5),
        {
            "earnings": earned("40", "59.99", "0.01", "30", "20"),
            "people": [{"person_id": "ann", "last_day": "2026-05-20"}],
        },
    )


def leaving(area):
    area.oracle(
        "settle_exit_with_receivables",
        "who leaves in the fourth month owes the rest of the draw and the negative balance; a later release still pays back",
        policy(negative_balance={"recover_pct": "0.5"}),
        year(6),
        {
            "earnings": earned("100", "300", "-250", "10", None, "120"),
            "draws": [draw("500", "recoverable_forgiven", to="2026-07-01")],
            "people": [{"person_id": "ann", "last_day": "2026-04-15"}],
        },
    )
    area.oracle(
        "settle_with_opening_balances",
        "the balances of an earlier call go on, each by its own rule",
        policy(minimum_payout="50", measure_period="quarter", negative_true_up="clamp_until_period_end"),
        {"period": "2026-M02"},
        {
            "earnings": earned(None, "500", payee="ann") + earned(None, "30", payee="bob"),
            "balances": [
                {"payee_id": "ann", "negative_balance": "80.5", "draw_owed": "300", "clamped": "19.5", "currency": "USD"},
                {"payee_id": "bob", "held": "25"},
                {"payee_id": "eve", "draw_owed": "1"},
            ],
        },
    )


def money(area):
    area.oracle(
        "settle_payout_currency",
        "a draw paid at the start and the rest at the end, each at the rate of its day and rounded once",
        policy(draw={"disburse": "at_start"}, payout={"currency": "JPY"}),
        year(1),
        {
            "earnings": earned("1234.56"),
            "draws": [draw("1000")],
            "fx_rates": [rate("USD", "JPY", "155.123", to="2026-01-31"), rate("USD", "JPY", "156.789", "2026-01-31")],
        },
    )
    area.stated(
        "by hand: 123,457 yen at 0.0064123 are 791.6333211 dollars, a tenth 79.16; at 0.92345 that is 73.100302 euros",
        "settle_two_steps_second",
        "the second of two steps: payroll converts the rounded dollars of commission_fx_two_steps_first at a rate of its own",
        policy(payout={"currency": "EUR"}),
        year(1),
        {"earnings": earned("79.16"), "fx_rates": [rate("USD", "EUR", "0.92345")]},
        {"payouts": [{"earned": "79.16", "payout": "73.1", "fx_difference": "-0.000302", "payout_currency": "EUR"}]},
    )
    area.oracle(
        "settle_earnings_in_other_currencies",
        "earnings at the average of the month's last day, payees in currencies of their own",
        policy(fx={"date": "period_end", "kind": "average"}, payout={"fx_date": "period_start", "fx_kind": "plan"}),
        year(1),
        {
            "earnings": earned("100.01", currency="EUR") + earned("50", payee="bob") + earned("0.33", currency="GBP"),
            "people": [{"person_id": "ann", "payout_currency": "EUR"}, {"person_id": "bob"}],
            "fx_rates": [
                rate("EUR", "USD", "1.0833", kind="average"),
                rate("GBP", "USD", "1.2677", kind="average"),
                rate("USD", "EUR", "0.9231", kind="plan"),
                rate("USD", "EUR", "5", kind="spot"),
            ],
        },
    )
