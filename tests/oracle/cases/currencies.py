"""Which exchange rate converts a deal: the dates of 2.17, and rates derived only where the plan allows it."""

from .make import Area, assigned, part, plan, rate, sale

FLAT = part(rate="0.1")
EURO = {**sale("t1", "1000", "2026-01-20", currency="EUR"), "invoiced_on": "2026-02-10", "paid_on": "2026-03-20"}
BY_MONTH = [
    rate("EUR", worth, f"2026-{month:02d}-01", f"2026-{month + 1:02d}-01")
    for month, worth in ((1, "1.01"), (2, "1.02"), (3, "1.03"))
]
AVERAGES = [rate("EUR", "1.5", "2026-01-01", "2026-02-01", kind="average"), rate("EUR", "1.7", "2026-02-01", kind="average")]


def converted(date, **more):
    return plan(FLAT, fx={"date": date, **more})


def vectors():
    area = Area("currencies")
    dates(area)
    derived(area)
    documents(area)
    before_the_plan(area)
    return area


def dates(area):
    for date in ("measure", "booking", "invoice", "payment", "period_end"):
        area.oracle(f"commission_fx_of_the_month_by_{date}", f"one rate a month: the {date} picks it", converted(date), [EURO], fx_rates=BY_MONTH)
    for period in ("quarter", "year"):
        year = [*BY_MONTH[:2], rate("EUR", "1.03", "2026-03-01", "2026-12-01"), rate("EUR", "1.12", "2026-12-01")]
        area.oracle(
            f"commission_fx_period_end_{period}",
            f"the last day of the {period} that the booking lies in",
            converted("period_end", period=period),
            [EURO],
            fx_rates=year,
        )
    area.oracle(
        "commission_fx_period_average",
        "the average of the month, whatever the rate of the day",
        converted("period_average"),
        [EURO, {**EURO, "transaction_id": "t2", "booked_on": "2026-02-01"}],
        fx_rates=[*BY_MONTH, *AVERAGES],
    )
    fixed = [rate("EUR", "1.2", "2019-01-01", "2021-01-01", kind="plan"), rate("EUR", "9", "2021-01-01", kind="plan")]
    area.oracle(
        "commission_fx_plan_fixed",
        "the rate that the plan was made with, on its first day, for every deal",
        converted("plan_fixed", kind="plan"),
        [EURO],
        fx_rates=[*BY_MONTH, *fixed],
    )
    area.oracle(
        "commission_fx_two_steps_first",
        "the first of two steps: yen become the plan's dollars exactly and are rounded once; payroll converts what is rounded",
        converted("booking"),
        [sale("t1", "123457", currency="JPY")],
        fx_rates=[rate("JPY", "0.0064123")],
    )


def derived(area):
    turned = [rate("USD", "0.8", quote="EUR")]
    through = [rate("EUR", "0.9", quote="CHF"), rate("CHF", "1.25")]
    mixed = [rate("CHF", "1.5", quote="EUR"), rate("USD", "0.8", quote="CHF")]
    for name, about, why, rates in (
        ("inverse", "a rate the other way round", "dollars in euros are no euros in dollars", turned),
        ("cross", "two rates through a third currency", "there is no rate from euros to dollars", through),
    ):
        area.refused(
            f"commission_fx_no_implicit_{name}",
            f"{about} is not used unless the plan allows it",
            why,
            converted("booking"),
            [EURO],
            fx_rates=rates,
            problems=[("commission.fx_rate_missing", "/tables/transactions/0/currency")],
        )
    area.oracle("commission_fx_inverse", "1 over 0.8", converted("booking", allow={"inverse": True}), [EURO], fx_rates=turned)
    area.oracle("commission_fx_cross", "0.9 times 1.25", converted("booking", allow={"cross": "CHF"}), [EURO], fx_rates=through)
    area.oracle(
        "commission_fx_cross_of_inverses",
        "both halves the other way round: thirds stay thirds",
        converted("booking", allow={"cross": "CHF", "inverse": True}),
        [EURO],
        fx_rates=mixed,
    )
    area.oracle(
        "commission_fx_given_first",
        "a rate that is given comes before one that is derived",
        converted("booking", allow={"cross": "CHF", "inverse": True}),
        [EURO],
        fx_rates=[*turned, *through, rate("EUR", "1.1")],
    )
    area.refused(
        "commission_fx_cross_without_overlap",
        "two rates that do not hold on one day make none",
        "one ends in December, the other begins in January",
        converted("booking", allow={"cross": "CHF"}),
        [EURO],
        fx_rates=[rate("EUR", "0.9", "2025-01-01", "2026-01-01", quote="CHF"), rate("CHF", "1.25")],
        problems=[("commission.fx_rate_missing", "/tables/transactions/0/currency")],
    )


def documents(area):
    for name, about, why, fx, at in (
        ("average_of_spot", "a period's average by rates of the day", "averages are a kind of their own", {"date": "period_average", "kind": "spot"}, "kind"),
        ("period_of_a_day", "a period for a rate that no period picks", "the booking picks it", {"date": "booking", "period": "month"}, "period"),
        ("cross_of_own", "a cross through the plan's own currency", "that is a rate by itself", {"allow": {"cross": "USD"}}, "allow/cross"),
    ):
        area.document(f"commission_fx_{name}", about, why, plan(FLAT, fx=fx), [("commission.fx_mismatch", f"/fx/{at}")])
    area.vectors.append(
        {
            "name": "describe_commission_fx",
            "about": "exchange rates, said in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": converted("period_average", period="quarter", allow={"inverse": True, "cross": "CHF"}),
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "other currencies are converted at the average rate of the last day of the quarter",
                        "  a rate the other way round will do",
                        "  two rates through CHF will do",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )


def before_the_plan(area):
    late = plan(FLAT, effective={"from": "2026-02-01", "to": "2026-03-01"})
    area.oracle(
        "commission_deals_outside_the_plan",
        "deals before the plan begins and after it ends are excluded with the reason, whatever the assignment says",
        late,
        [sale("t1", "100", "2026-01-31"), sale("t2", "100", "2026-02-01"), sale("t3", "100", "2026-03-01")],
        [assigned(start="2025-01-01")],
    )
