"""Capitalised commissions: schedules, clawbacks, write-offs, the roll-forward, and what cannot be capitalised."""

from capitalising import capitalise
from cases.payments import Payments

YEARS = {"from": "2026-01-01", "to": "2030-01-01"}


def params(period="2026", **more):
    return {"period": period, "short_benefit": "expense", "currency": "USD", **more}


def cost(amount, months=36, on="2026-01-15", name="c1", **more):
    return {"cost_id": name, "amount": amount, "capitalised_on": on, "benefit_months": months, **more}


def clawback(amount, on, name="c1"):
    return {"cost_id": name, "on": on, "kind": "clawback", "amount": amount}


def churn(on, name="c1"):
    return {"cost_id": name, "on": on, "kind": "churn"}


def vectors():
    area = Payments("commission", "capitalisation", "commission.capitalise", None, capitalise)
    amounts = [("22680", "473"), ("31400", "654"), ("15000", "313"), ("27900", "581")]
    area.stated(
        "worked-example: aleq-monthly-amortisation",
        "capitalise_aleq",
        "48 months in whole dollars, ties up: 472.50 is 473; what is left is what was not amortised",
        None,
        params("2026-M01", places=0),
        {"costs": [cost(amount, 48, name=f"c{at}") for at, (amount, _) in enumerate(amounts)]},
        {
            "schedule": [
                {"amortised": monthly, "closing": str(int(amount) - int(monthly))} for amount, monthly in amounts
            ]
        },
    )
    area.oracle(
        "capitalise_sums_to_the_asset",
        "three years of a thousand, in cents: the months sum to the asset",
        None,
        params(YEARS, unit="year"),
        {"costs": [cost("1000.00")]},
        EXPLAINED,
    )
    for convention in ("full_month", "half_month", "daily"):
        area.oracle(
            f"capitalise_mid_month_{convention}",
            "a year and a month from 20 February",
            None,
            params({"from": "2026-01-01", "to": "2027-07-01"}, start_convention=convention, unit="half"),
            {"costs": [cost("1300", 13, "2026-02-20")]},
        )
        area.oracle(
            f"capitalise_clawback_and_churn_{convention}",
            "a clawback lowers the asset and the months after it, the end of the contract writes off the rest",
            None,
            params({"from": "2026-01-01", "to": "2026-10-01"}, start_convention=convention, unit="quarter"),
            {"costs": [cost("2400", 24)], "cost_events": [churn("2026-08-20"), clawback("500", "2026-04-10")]},
        )
    area.oracle(
        "capitalise_clawback_beyond_the_asset",
        "what is clawed back beyond the asset lowers the expense, also when nothing is left",
        None,
        params(),
        {"costs": [cost("240", 24)], "cost_events": [clawback("235", "2026-03-02"), clawback("10", "2026-11-30")]},
    )
    area.oracle(
        "capitalise_or_expense",
        "twelve months are expensed by the expedient, thirteen are not, and what is not incremental never is an asset",
        None,
        params("2026-Q1", unit="quarter"),
        {
            "costs": [
                cost("120", 12, name="a"),
                cost("130", 13, name="b"),
                cost("140", 24, name="c", incremental=False),
                cost("150", 24, name="d", incremental=True, currency="EUR"),
                cost("160", 24, "2025-12-31", name="e", incremental=False),
            ],
            "cost_events": [clawback("20", "2026-02-01", "a")],
        },
    )
    area.oracle(
        "capitalise_without_the_expedient",
        "where the policy does not use it, a month is capitalised too",
        None,
        params("2026-Q1", short_benefit="capitalise"),
        {"costs": [cost("120", 1, "2026-01-31"), cost("120", 12, name="c2")]},
    )
    area.oracle(
        "capitalise_roll_forward_of_a_fiscal_year",
        "assets of earlier years open the roll-forward; what the next twelve months amortise is current",
        None,
        params("2026", calendar={"first_month": 7}, unit="quarter"),
        {
            "costs": [
                cost("4800", 48, "2024-11-05", name="old"),
                cost("999.99", 36, "2025-09-30", name="new"),
                cost("100", 13, "2024-01-01", name="gone"),
                cost("100", 36, "2026-07-01", name="later"),
            ],
            "cost_events": [churn("2026-02-28", "old"), churn("2026-08-01", "new")],
        },
    )
    records(area)
    return area


EXPLAINED = {
    "table": "schedule",
    "row": 1,
    "expect": {
        "words": "closing: opening + capitalised - amortised - clawed back - written off = 944.44 (period"
        " 2026-02-01/2026-03-01, opening 972.22, capitalised 0, amortised 27.78, clawed_back 0, written_off 0)"
        " [/tables/costs/0]\n"
        "  amortised: straight line over what is left of the benefit period = 250/9, rounded to 27.78 (convention"
        " full_month, benefit_months 36, elapsed_before 1/36, elapsed_after 1/18) [/params/start_convention]\n"
    },
}


def records(area):
    area.by_hand(
        "capitalise_accounts_for_records",
        "what is used, excluded and set aside adds up to what was given",
        "each reason once",
        area.request(
            None,
            params(bad_records="set_aside"),
            {
                "costs": [
                    cost("36", name="a"),
                    cost("36", on="2027-01-01", name="b"),
                    cost("36", name="c"),
                    cost("36", 0, name="d"),
                    cost("36", 12, name="e"),
                ],
                "cost_events": [
                    clawback("1", "2027-01-01", "a"),
                    clawback("-1", "2026-02-01", "c"),
                    clawback("1", "2026-03-01", "c"),
                    churn("2026-02-01", "e"),
                ],
            },
        ),
        {
            "ok": True,
            "summary": {
                "period": {"from": "2026-01-01", "to": "2027-01-01", "label": "2026"},
                "capitalised": 1,
                "expensed": 1,
                "closing": {"USD": "24"},
                "records": {
                    "cost_events": {"rows": 4, "used": 0, "excluded": 3, "set_aside": 1},
                    "costs": {"rows": 5, "used": 2, "excluded": 2, "set_aside": 1},
                },
            },
            "tables": {
                "excluded": [
                    {"table": "costs", "row": 1, "record_id": "b", "reason": "not_yet"},
                    {"table": "costs", "row": 2, "record_id": "c", "reason": "event_set_aside"},
                    {"table": "cost_events", "row": 0, "record_id": "a", "reason": "not_yet"},
                    {"table": "cost_events", "row": 2, "record_id": "c", "reason": "cost_set_aside"},
                    {"table": "cost_events", "row": 3, "record_id": "e", "reason": "expensed"},
                ],
                "set_aside": [
                    {"table": "cost_events", "row": 1, "column": "amount", "code": "commission.cost_event_amount"},
                    {"table": "costs", "row": 3, "column": "benefit_months", "code": "commission.benefit_period"},
                ],
            },
        },
    )
    area.refused(
        "capitalise_bad_records",
        "every record that cannot be used, at once",
        "each refusal of a record once",
        None,
        {"period": "2026", "short_benefit": "expense"},
        {
            "costs": [
                cost("-1", name="a", currency="USD"),
                cost("1", 1201, name="b", currency="USD"),
                cost("1", name="c"),
                cost("1", name="d", currency="USD"),
            ],
            "cost_events": [
                clawback("1", "2026-01-14", "d"),
                {**churn("2026-02-01", "d"), "amount": "1"},
                {**clawback("1", "2026-02-01", "d"), "amount": None},
                churn("2026-02-01", "zz"),
            ],
        },
        [
            ("commission.cost_event_early", "/tables/cost_events/0/on"),
            ("commission.cost_event_amount", "/tables/cost_events/1/amount"),
            ("commission.cost_event_amount", "/tables/cost_events/2/amount"),
            ("table.unknown_id", "/tables/cost_events/3/cost_id"),
            ("commission.cost_amount", "/tables/costs/0/amount"),
            ("commission.benefit_period", "/tables/costs/1/benefit_months"),
            ("table.missing_value", "/tables/costs/2/currency"),
        ],
    )
    area.refused(
        "capitalise_part_of_a_quarter",
        "a roll-forward by quarter of two months has no rows",
        "two months are no quarter",
        None,
        params({"from": "2026-01-01", "to": "2026-03-01"}, unit="quarter"),
        {"costs": []},
        [("commission.partial_roll_forward", "/params/period")],
    )
    area.refused(
        "capitalise_too_many_months",
        "a slip of the pen in a year",
        "more than a hundred years",
        None,
        params({"from": "0001-01-01", "to": "2026-01-01"}),
        {"costs": []},
        [("document.out_of_range", "/params/period")],
    )
