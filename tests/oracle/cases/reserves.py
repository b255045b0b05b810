"""The ledger of a settlement beside the pay: what is kept back, and what is adjusted, clawed back or booked by hand."""

from cases.payments import Payments
from cases.release import HOLDBACK, collected, invoiced, left, step
from cases.release import earned as lines
from cases.release import plan, tables
from cases.settlement import policy, rate, year
from releasing import release
from settling import settle


def vectors():
    area = Payments("settlement", "reserves", "settlement.settle", "settlement_policy", settle)
    kept(area)
    sources(area)
    return area


def moved(kind, amount, on, payee="ann", **more):
    return {"payee_id": payee, "kind": kind, "amount": amount, "released_on": on, **more}


def released(*earnings, **more):
    """The movements of a release, as they come."""
    document = plan([step("booking", "0.5"), step("cash", "0.5")], holdback=HOLDBACK, **more.pop("section", {}))
    request = {"definition": document, "params": {}, "tables": tables(*earnings, **more)}
    return [{key: value for key, value in row.items() if value is not None} for row in release(request)["tables"]["releases"]]


def kept(area):
    area.stated(
        "by hand: 90 and 10 of 100; the 10 are earned when they are released",
        "settle_reserve_released",
        "what a release holds back is an account beside the pay, until it is paid",
        policy(),
        year(2),
        {
            "earnings": [
                moved("release", "90", "2026-01-10"),
                moved("holdback", "10", "2026-01-10"),
                moved("holdback_release", "10", "2026-02-10", event="holdback"),
            ]
        },
        {
            "ledger": [
                {"kind": "earned", "amount": "90", "period_from": "2026-01-01", "account": None},
                {"kind": "paid", "amount": "-90"},
                {"kind": "reserved", "amount": "0", "account": "reserve", "change": "10", "balance": "10", "line_no": 3},
                {"kind": "earned", "amount": "10", "period_from": "2026-02-01"},
                {"kind": "paid", "amount": "-10"},
                {"kind": "reserve_released", "amount": "0", "account": "reserve", "change": "-10", "balance": "0"},
            ],
            "reserves": [],
        },
    )
    area.vectors[-1]["explain"] = {
        "table": "ledger",
        "row": 2,
        "expect": {
            "words": "reserved: the held share of what was released = 0 (booked_on 2026-01-31, account reserve, change 10,"
            " balance 10, currency USD) [/tables/earnings]\n"
            "  reserve: what it adds to the reserve (on 2026-01-10, change 10) [/tables/earnings/1]\n"
        },
    }
    records = {"transactions": [invoiced("1000")], "collections": collected(("2026-03-01", "400"), ("2026-05-01", "600"))}
    area.oracle(
        "settle_reserve_forfeited",
        "who leaves early forfeits what is held by then; what comes later was never kept back",
        policy(),
        year(8),
        {"earnings": released(lines("100.05"), people=left("2026-04-15"), **records)},
    )
    back = {**lines("-60.03", "2026-04-02", "r1"), "source_transaction_id": "t1", "line_no": 2}
    area.oracle(
        "settle_reserve_clawed_back",
        "a clawback takes its part of what is held with it",
        policy(),
        year(8),
        {"earnings": released(lines("100.05"), back, **{**records, "transactions": [invoiced("1000"), invoiced("-600", name="r1")]})},
    )
    area.oracle(
        "settle_reserve_in_another_currency",
        "a reserve stays in the currency of its earnings; what is released of it is worth the rate of its day",
        policy(payout={"currency": "GBP"}),
        year(2),
        {
            "earnings": [
                moved("release", "90", "2026-01-10", currency="EUR"),
                moved("holdback", "10.01", "2026-01-10", currency="EUR"),
                moved("holdback", "5", "2026-01-11"),
                moved("holdback_release", "4", "2026-02-10", currency="EUR", event="holdback"),
            ],
            "fx_rates": [
                rate("EUR", "USD", "1.1", to="2026-02-01"), rate("EUR", "USD", "1.2", "2026-02-01"),
                rate("USD", "GBP", "0.777"),
            ],
        },
    )
    area.oracle(
        "settle_reserve_opening",
        "what was kept back before goes on, also where nothing is paid",
        policy(),
        year(1),
        {
            "earnings": [
                moved("holdback_release", "20", "2026-01-10", event="holdback"),
                moved("forfeited", "5", "2026-01-11", event="exit"),
                moved("forfeited", "3", "2026-01-12", event="cash"),
                moved("holdback", "-1", "2026-01-12", payee="bob"),
            ],
            "reserves": [
                {"payee_id": "ann", "balance": "25"},
                {"payee_id": "bob", "balance": "7"},
                {"payee_id": "cyd", "balance": "9", "currency": "EUR"},
            ],
        },
    )


def sources(area):
    area.stated(
        "by hand: 100.004 + 0.003 + 0.003 - 20.006 + 5 is 85.004, in differences of rounded sums",
        "settle_ledger_by_what_it_is_of",
        "adjustments of closed periods, clawbacks and what is booked by hand have lines of their own",
        policy(),
        year(1),
        {
            "earnings": [
                moved("manual", "5", "2026-01-09"),
                moved("clawback", "-20.006", "2026-01-08", plan_id="ae"),
                moved("adjustment", "0.003", "2026-01-07", plan_id="ae"),
                moved("adjustment", "0.003", "2026-01-07", plan_id="ae"),
                moved("release", "100.004", "2026-01-06", plan_id="ae"),
            ]
        },
        {
            "ledger": [
                {"kind": "manual", "plan_id": None, "amount": "5"},
                {"kind": "earned", "plan_id": "ae", "amount": "100"},
                {"kind": "adjusted", "plan_id": "ae", "amount": "0.01"},
                {"kind": "clawed_back", "plan_id": "ae", "amount": "-20.01"},
                {"kind": "paid", "amount": "-85"},
            ],
            "payouts": [{"earned": "85", "paid": "85"}],
        },
    )
