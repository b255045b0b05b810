"""Periods of the call, measure periods, quotas of all spans, and the order of lines."""

from .make import QUOTA, Area, assigned, part, plan, quota, sale, tiers

FLAT = plan(part(rate="0.1"))
SPREAD = [sale(f"t{month:02d}", "1000", f"2026-{month:02d}-15") for month in range(1, 13)]
EDGES = [
    sale("before", "1", "2025-12-31"),
    sale("first", "2", "2026-01-01"),
    sale("last", "4", "2026-03-31"),
    sale("after", "8", "2026-04-01"),
]


def vectors():
    area = Area("periods")
    labels(area)
    measures(area)
    quotas(area)
    order(area)
    statements(area)
    return area


def labels(area):
    for label in ("2026", "2026-H1", "2026-Q2", "2026-M03", "2026-03", "FY2026-Q1", "FY26", "FY26-H2"):
        name = label.lower().replace("-", "_")
        area.oracle(f"commission_period_{name}", "a label of the calendar year", FLAT, SPREAD, params={"period": label})
    july = {"first_month": 7, "kind": "months"}
    for label in ("2026-Q1", "2026-H2", "2027", "2026-03", "FY26-M12"):
        name = label.lower().replace("-", "_")
        area.oracle(
            f"commission_period_{name}_from_july",
            "a fiscal year that starts in July and is named by its end",
            plan(part(rate="0.1"), calendar=july),
            SPREAD,
            params={"period": label},
        )
    area.oracle(
        "commission_period_named_by_start",
        "the same year named by its start",
        plan(part(rate="0.1"), calendar={**july, "year_named_by": "start"}),
        SPREAD,
        params={"period": "2026-Q1"},
    )
    area.oracle(
        "commission_period_two_dates",
        "two dates that are no period of the calendar have no label",
        FLAT,
        SPREAD,
        params={"period": {"from": "2026-02-10", "to": "2026-05-16"}},
    )
    area.oracle(
        "commission_period_two_dates_of_a_quarter",
        "two dates that are a quarter have its label",
        FLAT,
        SPREAD,
        params={"period": {"from": "2026-01-01", "to": "2026-04-01"}},
    )
    area.oracle("commission_period_is_half_open", "the first day counts, the first day after does not", FLAT, EDGES)
    year = plan(part(rate="0.1"))
    for name, why, pointer, code, period in (
        ("unknown", "there is no fifth quarter", "/params/period", "time.bad_period", "2026-Q5"),
        (
            "empty",
            "it ends on the day it starts",
            "/params/period",
            "time.empty_period",
            {"from": "2026-01-01", "to": "2026-01-01"},
        ),
    ):
        area.refused(
            f"commission_period_{name}",
            "a period that is none",
            why,
            year,
            SPREAD,
            params={"period": period},
            problems=[(code, pointer)],
        )


def measures(area):
    table = tiers("amount", "marginal", "rate", ("0", "0.05"), ("2500", "0.10"))
    for period in ("month", "quarter", "half", "year"):
        area.oracle(
            f"commission_measure_by_{period}",
            "the measure starts again at zero with each of its periods",
            plan(part(rate_table=table, period=period)),
            SPREAD,
            params={"period": "2026"},
        )
        area.oracle(
            f"commission_pay_monthly_on_{period}",
            "paid for one month, on a measure that may be longer",
            plan(part(rate_table=table, period=period)),
            SPREAD,
            params={"period": "2026-M05"},
        )
    yearly = plan(
        part(
            rate_table=tiers("attainment", "whole", "rate", ("0", "0.05"), ("0.5", "0.10")), period="year", quota=QUOTA
        )
    )
    for month in ("2026-M06", "2026-M07"):
        area.oracle(
            f"commission_annual_measure_paid_in_{month[-3:].lower()}",
            "the month in which the year's measure passes half the quota pays for the months before it",
            yearly,
            SPREAD,
            params={"period": month},
            quotas=[quota("13000", "2026-01-01", "2027-01-01")],
        )
    area.oracle(
        "commission_period_inside_measure_periods",
        "a call that cuts two quarters",
        plan(part(rate_table=table)),
        SPREAD,
        params={"period": {"from": "2026-02-01", "to": "2026-05-01"}},
    )
    dates = {"booked_on": "2026-01-10", "invoiced_on": "2026-02-10", "paid_on": "2026-04-10"}
    for date in dates:
        area.oracle(
            f"commission_measured_by_{date}",
            "the plan names the date that counts",
            plan(part(rate="0.1", date=date)),
            [{**sale("t1", "100"), **dates}],
        )
    area.oracle(
        "commission_components_by_two_dates",
        "one component by booking, one by payment",
        plan(part("booked", rate="0.1"), part("paid", rate="0.02", date="paid_on")),
        [{**sale("t1", "100"), **dates}, {**sale("t2", "50"), "paid_on": "2026-03-01"}],
    )
    area.oracle(
        "commission_plan_ends",
        "a sale on the plan's last day counts, one on the day after does not",
        plan(part(rate="0.1"), effective={"from": "2026-02-01", "to": "2026-03-01"}),
        [
            sale("t0", "1", "2026-01-31"),
            sale("t1", "10", "2026-02-01"),
            sale("t2", "100", "2026-02-28"),
            sale("t3", "1000", "2026-03-01"),
        ],
    )


def quotas(area):
    table = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
    made = plan(part(rate_table=table, quota=QUOTA))
    months = [
        quota("1000", "2026-01-01", "2026-02-01"),
        quota("2000", "2026-02-01", "2026-03-01"),
        quota("3000", "2026-03-01", "2026-04-01"),
    ]
    records = [sale("t1", "5999", "2026-01-05"), sale("t2", "2", "2026-03-30")]
    area.oracle(
        "commission_quota_in_months", "three monthly quotas make one of the quarter", made, records, quotas=months[::-1]
    )
    area.oracle(
        "commission_quota_by_measure",
        "a quota that names the measure goes before one that names none",
        plan(part(rate_table=table, quota=QUOTA, measure="bookings")),
        records,
        quotas=[quota("10000"), quota("6000", measure_id="bookings"), quota("1", measure_id="deals")],
    )
    area.oracle(
        "commission_quota_by_component_id",
        "the component's id is the measure's where it has no other",
        made,
        records,
        quotas=[quota("10000"), quota("6000", measure_id="deals")],
    )
    area.oracle(
        "commission_quota_for_every_measure_in_a_quarter_of_its_own",
        "a quota by name in one quarter leaves the quota for every measure in the other",
        made,
        [sale("t1", "5999", "2026-01-05"), sale("t2", "500", "2026-04-30")],
        params={"period": "2026-H1"},
        quotas=[quota("6000"), quota("100", "2026-04-01", "2026-07-01", measure_id="deals")],
    )
    area.oracle(
        "commission_quota_known_later",
        "the quota as it was known then",
        made,
        records,
        params={"known_at": "2026-02-01T00:00:00Z"},
        quotas=[quota("6000", known_at="2025-12-01T00:00:00Z"), quota("100", known_at="2026-02-01T00:00:00Z")],
    )
    area.oracle(
        "commission_quota_known_last",
        "without known_at the version known last holds",
        made,
        records,
        quotas=[quota("100", known_at="2026-02-01T00:00:00Z"), quota("6000", known_at="2025-12-01T00:00:00Z")],
    )
    uneven = plan(part(rate_table=table, quota=QUOTA, period="quota"))
    spans = [
        quota("1000", "2025-12-15", "2026-01-20"),
        quota("500", "2026-01-20", "2026-03-03"),
        quota("700", "2026-03-10", "2026-06-01"),
    ]
    area.oracle(
        "commission_measure_by_quota",
        "the measure runs over each quota's own span; a day between two of them is outside",
        uneven,
        [
            sale("t0", "900", "2025-12-20"),
            sale("t1", "200", "2026-01-19"),
            sale("t2", "600", "2026-01-20"),
            sale("t3", "50", "2026-03-05"),
            sale("t4", "800", "2026-03-10"),
            sale("t5", "800", "2026-04-02"),
        ],
        quotas=spans,
    )
    area.oracle(
        "commission_no_sale_has_a_statement",
        "who sold nothing has a statement with an attainment of 0",
        made,
        [],
        quotas=[quota("6000")],
    )


def order(area):
    table = tiers("amount", "marginal", "rate", ("0", "0.05"), ("100", "0.10"))
    records = [
        sale("c", "60", "2026-02-01"),
        sale("b", "30", "2026-02-01", sequence="2"),
        sale("a", "20", "2026-02-01", sequence="2"),
        sale("z", "40", "2026-02-01", sequence="-1"),
        sale("y", "10", "2026-01-31", sequence="9"),
        sale("B", "5", "2026-02-01"),
    ]
    area.oracle(
        "commission_order_of_lines",
        "by date, then by sequence with none first, then by id",
        plan(part(rate_table=table)),
        records,
    )
    area.oracle(
        "commission_order_does_not_follow_rows",
        "the same records from the last to the first",
        plan(part(rate_table=table)),
        records[::-1],
    )
    area.oracle(
        "commission_order_of_payees",
        "payees by the bytes of their ids",
        FLAT,
        [sale(f"t-{payee}", "1", payee=payee) for payee in ("é", "b", "a", "B")],
        [assigned(payee) for payee in ("é", "b", "a", "B")],
    )


def statements(area):
    table = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
    area.oracle(
        "commission_statements_by_component_and_month",
        "components in the plan's order, months in theirs, then the total",
        plan(part("new", rate_table=table, quota=QUOTA, period="month", measure="new-sales"), part("all", rate="0.01")),
        SPREAD[:3],
        params={"period": "2026-Q1"},
        quotas=[quota("900", f"2026-{month:02d}-01", f"2026-{month + 1:02d}-01") for month in (1, 2, 3)],
    )
    area.oracle(
        "commission_attainment_is_rounded_half_even",
        "attainment to 12 places",
        plan(part(rate="0.1", quota=QUOTA)),
        [sale("t1", "1")],
        quotas=[quota("3")],
    )
    area.oracle(
        "commission_two_payees_two_components",
        "everyone by every component",
        plan(part("first", rate="0.1"), part("second", rate="0.01", period="month")),
        [sale("t1", "100", payee="bo"), sale("t2", "200"), sale("t3", "300", "2026-02-11", payee="bo")],
        [assigned("bo"), assigned("ann")],
    )
