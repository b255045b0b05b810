"""Credit as a component shapes it: factors for long terms, and the most of one deal."""

from .explained import explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, split, tiers

LONG = {"column": "term", "op": "eq", "value": "36"}
UPLIFT = {"when": LONG, "quota": "1.5"}
DEALS = [
    sale("t1", "1000", "2026-01-01", term="12"),
    sale("t2", "1000", "2026-01-02", term="36"),
    sale("t3", "-1000", "2026-01-03", term="36"),
    sale("t4", "333.33", "2026-01-04", term="36"),
]


def vectors():
    area = Area("shaping")
    multipliers(area)
    caps(area)
    documents(area)
    told(area)
    return area


def multipliers(area):
    by_attainment = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1"))
    for mode, table in (
        ("marginal", by_attainment),
        ("whole", tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.1"))),
    ):
        area.oracle(
            f"commission_credit_uplift_{mode}",
            f"three years count half as much again towards quota, and are paid on as they are ({mode})",
            plan(part(rate_table=table, quota=QUOTA, credit_multipliers=[UPLIFT])),
            DEALS,
            quotas=[quota("2000")],
        )
    area.oracle(
        "commission_credit_multipliers_compose",
        "factors that fit one deal multiply each other; one without a condition fits all",
        plan(part(rate="0.1", credit_multipliers=[{**UPLIFT, "commission": "4/3"}, {"commission": "0.5"}])),
        DEALS,
    )
    area.oracle(
        "commission_credit_multiplier_of_one_component",
        "one component's factors are nothing to another",
        plan(part("first", rate="0.1", credit_multipliers=[{"quota": "2", "commission": "2"}]), part("second", rate="0.1")),
        DEALS[:2],
    )
    area.oracle(
        "commission_credit_multiplier_of_a_split",
        "a share first, then the factor, at the exchange rate of the deal",
        plan(part(rate="0.1", credit_multipliers=[{"quota": "1/3", "commission": "1.5"}])),
        [sale("t1", "1000", payee=None, currency="EUR")],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="0.6"), split("t1", "bo", share="0.4", quota_share="1")],
        fx_rates=[rate("EUR", "1.1")],
    )


def caps(area):
    capped = {"quota": "800", "commission": "900"}
    area.oracle(
        "commission_credit_cap",
        "the most of one deal, for quota and for pay; a refund is capped as its sale",
        plan(part(rate="0.1", credit_cap=capped)),
        [*DEALS, sale("t5", "850", "2026-01-05", term="12"), sale("t6", "-900.01", "2026-01-06", term="12")],
    )
    area.oracle(
        "commission_credit_cap_after_factors",
        "factors come first: the cap is on what they make of the credit",
        plan(part(rate="0.1", credit_multipliers=[UPLIFT], credit_cap={"quota": "1200"})),
        DEALS,
    )
    area.oracle(
        "commission_credit_cap_in_the_plan's_currency",
        "the cap is on converted credit, each payee's for itself",
        plan(part(rate="0.1", credit_cap={"commission": "600.005"})),
        [sale("t1", "1000", payee=None, currency="EUR")],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="0.6"), split("t1", "bo", share="0.4")],
        fx_rates=[rate("EUR", "1.1")],
    )
    area.oracle(
        "commission_credit_cap_of_units",
        "a component that counts units caps units",
        plan(part(credit="units", rate="2", credit_cap={"quota": "10", "commission": "10"})),
        [sale("t1", "1000", units="25"), sale("t2", "1000", units="4")],
    )


def documents(area):
    def bad(name, about, why, code, at, **shaping):
        area.document(f"commission_credit_{name}", about, why, plan(part(rate="0.1", **shaping)), [(code, f"/components/0/{at}")])

    factor, cap = "commission.credit_multiplier", "commission.credit_cap"
    bad("multiplier_negative", "a factor below zero", "-1 is below zero", factor, "credit_multipliers/0/quota", credit_multipliers=[{"quota": "-1"}])
    bad("multiplier_of_nothing", "a factor on neither credit", "there is no factor", factor, "credit_multipliers/0", credit_multipliers=[{"when": LONG}])
    bad("cap_negative", "a cap below zero", "-1 is below zero", cap, "credit_cap/commission", credit_cap={"commission": "-1"})
    bad("cap_of_nothing", "a cap on neither credit", "there is no cap", cap, "credit_cap", credit_cap={})


def factor(at, **of):
    return node("credit_multiplier", None, "a factor on the credit", f"/components/0/credit_multipliers/{at}", **of)


def told(area):
    shaped = part(rate="0.1", credit_multipliers=[{**UPLIFT, "commission": "2"}, {"commission": "1"}], credit_cap={"quota": "1200"})
    area.vectors.append(
        {
            "name": "describe_commission_shaping",
            "about": "factors on credit and its cap, said in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": plan(shaped),
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  quota credit counts 1.5 times, commission credit counts 2 times where `term` is `36`",
                        "  credit counts as it is",
                        "  at most 1200 of one transaction is quota credit",
                        "  it pays 0.1 for every unit of credit",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    explain(
        area,
        "commission_explain_shaping",
        "what the credit was, the factor that fits, and the cap",
        "1.5 times 1,000 is more than 1,200; 10% of twice 1,000",
        plan(shaped),
        DEALS[1:2],
        tree=node(
            "earning",
            "200",
            "what the period has earned with this line, less what it had earned before",
            "/components/0",
            [
                node(
                    "rate",
                    "200",
                    "what the period has earned with this line",
                    "/components/0",
                    [node("rate", "200", "credit times the rate that it earns", "/components/0", credit="2000", rate="0.1")],
                ),
                node("earlier lines", "0", "less what they have earned"),
                node(
                    "quota_credit",
                    "1200",
                    "the credit after factors and cap",
                    "/components/0",
                    [
                        node("quota_credit", "1000", "`amount` of the transaction", "/tables/transactions/0", amount="1000"),
                        factor(0, quota="1.5", commission="2"),
                        factor(1, quota="1", commission="1"),
                        node("credit_cap", None, "the most of one transaction", "/components/0/credit_cap", quota="1200"),
                    ],
                    commission_credit="2000",
                ),
            ],
            "200",
            "0",
            date="2026-01-02",
            measure_before="0",
            measure_after="1200",
            transaction="t2",
        ),
    )
