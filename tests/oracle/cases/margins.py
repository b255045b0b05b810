"""Margin and markup, gross profit as credit and as base, and the measure of another component as index."""

from .make import QUOTA, Area, assigned, part, plan, quota, sale, split, tiers
from .modes_said import describe

AT = "/components/0/rate_table"
EHOW = ("0", "0.10"), ("0.355", "0.25"), ("0.605", "0.40")


def vectors():
    area = Area("margins")
    worked(area)
    profits(area)
    beside(area)
    documents(area)
    words(area)
    return area


def deal(name, price, cost, day=1, units=None, amount=None, **more):
    count = units if units is not None else "1"
    worth = amount if amount is not None else str(int(price) * int(count))
    row = sale(name, worth, f"2026-01-{day:02d}", price=price, cost=cost, **more)
    return row if units is None else {**row, "units": units}


def worked(area):
    for index, about, tier, rate, amount in (
        ("margin", "50 of 150 are a third of the price: the first tier", 1, "0.1", "5"),
        ("markup", "50 of 100 are half of the cost, which is no gross margin: another tier", 2, "0.25", "12.5"),
    ):
        table = tiers(index, "whole", "rate", *EHOW)
        area.worked(
            "ehow-margin-tier-true-gross-margin",
            f"commission_worked_ehow_{index}",
            about,
            plan(part(credit="gross_profit", accumulate="transaction", rate_table=table)),
            [deal("t1", "150", "100")],
            lines=[{"tier": tier, "rate": rate, "amount": amount, "commission_credit": "50"}],
        )


DEALS = [
    deal("t1", "150", "100", 1),
    deal("t2", "100", "20", 2),
    deal("t3", "100", "130", 3, units="2"),
    deal("t4", "100", "20", 4, units="-1"),
    deal("t5", "-150", "-100", 5),
    deal("t6", "0", "10", 6),
    deal("t7", "100", "130", 7, units="-2"),
    deal("t8", "90", "30", 8, units="3"),
]


def profits(area):
    for index in ("margin", "markup"):
        for accumulate in ("period", "transaction"):
            area.oracle(
                f"commission_{index}_{accumulate}",
                "sales, a loss, refunds by units and by price, something given away",
                plan(
                    part(
                        credit="gross_profit",
                        accumulate=accumulate,
                        rate_table=tiers(index, "whole", "rate", ("0", "0.1"), ("0.3", "0.2"), ("1", "0.3")),
                    )
                ),
                DEALS,
            )
    for credit in ("gross_profit", "gross_profit_or_loss"):
        area.oracle(
            f"commission_flat_rate_on_{credit}",
            "what a sale earned its refund takes back, of a loss too",
            plan(part(credit=credit, rate="0.1")),
            DEALS,
        )
        area.oracle(
            f"commission_marginal_on_{credit}",
            "tiers by the gross profit so far",
            plan(part(credit=credit, rate_table=tiers("amount", "marginal", "rate", ("0", "0.1"), ("100", "0.2")))),
            DEALS,
        )
        area.oracle(
            f"commission_pays_on_{credit}",
            "the amount is measured against the quota, the gross profit is paid on",
            plan(
                part(
                    pays_on=credit,
                    quota=QUOTA,
                    rate_table=tiers("attainment", "marginal", "rate", ("0", "0.1"), ("1", "0.2")),
                )
            ),
            DEALS,
            quotas=[quota("300")],
        )
    area.by_hand(
        "commission_gross_profit_sale_and_refund",
        "a sale and its full refund are nothing together, a loss and its refund as well",
        "5, -5; 0, 0",
        plan(part(credit="gross_profit", rate="0.1")),
        [
            deal("t1", "150", "100", 1),
            deal("t2", "150", "100", 2, units="-1"),
            deal("t3", "80", "100", 3),
            deal("t4", "80", "100", 4, units="-1"),
        ],
        expect={"ok": True, "tables": {"lines": [{"amount": "5"}, {"amount": "-5"}, {"amount": "0"}, {"amount": "0"}]}},
    )
    area.oracle(
        "commission_margin_of_shares_and_currencies",
        "price and cost are in the transaction's currency and are shared with its credit",
        plan(part(credit="gross_profit", rate_table=tiers("margin", "whole", "rate", ("0", "0.1"), ("0.5", "0.2")))),
        [deal("t1", "150", "100", 1, payee=None, currency="EUR"), deal("t2", "100", "20", 2)],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="1/3"), split("t1", "bo", share="2/3", quota_share="1")],
        fx_rates=[{"base": "EUR", "quote": "USD", "from": "2026-01-01", "rate": "1.1", "kind": "spot"}],
    )
    area.oracle(
        "commission_margin_curve",
        "a rate that grows with the margin of each deal",
        plan(
            part(
                credit="gross_profit",
                accumulate="transaction",
                curve={"x": "margin", "points": [["0", "0.05"], ["0.5", "0.2"]], "apply": "rate_on_base"},
            )
        ),
        DEALS,
    )
    area.oracle(
        "commission_markup_curve_of_sums",
        "a sum that grows with the markup so far, which is no decimal",
        plan(part(curve={"x": "markup", "points": [["0", "0"], ["1", "100"]], "apply": "amount"})),
        DEALS,
    )
    area.oracle(
        "commission_margin_steps",
        "a sum for the margin of each deal",
        plan(
            part(accumulate="transaction", rate_table=tiers("margin", "whole", "step_amount", ("0.3", "50"), ("0.5", "90")))
        ),
        DEALS,
    )
    area.refused(
        "commission_margin_without_price_or_cost",
        "transactions without what a margin is made of",
        "t1 has no cost, t2 no price",
        plan(part(credit="gross_profit", rate="0.1")),
        [sale("t1", "100", price="100"), sale("t2", "100", cost="10")],
        problems=[
            ("table.missing_value", "/tables/transactions/0/cost"),
            ("table.missing_value", "/tables/transactions/1/price"),
        ],
    )
    area.refused(
        "commission_gross_profit_too_large",
        "a profit that no column holds",
        "28 digits times 28 digits",
        plan(part(credit="gross_profit", rate="0.1")),
        [{**deal("t1", "1", "0", units="9999999999999999999999999999"), "price": "9999999999999999999999999999"}],
        problems=[("number.out_of_range", "/tables/transactions/0/price")],
    )


CORE = {"column": "family", "op": "eq", "value": "Core"}
SERVICE = {"column": "family", "op": "eq", "value": "Service"}


def families():
    """Deals of two families, one deal of neither."""
    listed = [("Core", "400"), ("Service", "600"), ("Core", "300"), ("Service", "500"), ("", "50"), ("Service", "-900")]
    return [sale(f"t{at}", amount, f"2026-01-{at:02d}", family=name) for at, (name, amount) in enumerate(listed, 1)]


def beside(area):
    steps = tiers({"measure": "services"}, "whole", "rate", ("0", "0.05"), ("1000", "0.1"))
    both = plan(
        part("licences", eligible=CORE, rate_table=steps), part("services", eligible=SERVICE, measure="services", rate="0")
    )
    area.by_hand(
        "commission_index_of_another_measure",
        "the services sold pick the rate on licences; a service that crosses a bound has a line of what it changes",
        "400 at 5%; 300 at 5%; services reach 1,100: 700 at 10%; they fall to 200: 5% again",
        both,
        families(),
        expect={
            "ok": True,
            "summary": {"lines": 7},
            "tables": {
                "lines": [
                    {"transaction_id": "t1", "amount": "20", "tier": 1, "commission_credit": "400"},
                    {"transaction_id": "t3", "amount": "15", "tier": 1},
                    {"transaction_id": "t4", "amount": "35", "tier": 2, "commission_credit": "0", "true_up": "35"},
                    {"transaction_id": "t6", "amount": "-35", "tier": 1, "at_rate": "0", "true_up": "-35"},
                    {"component_id": "services", "amount": "0"},
                    {"component_id": "services", "amount": "0"},
                    {"component_id": "services", "amount": "0"},
                ],
                "statements": [
                    {"component_id": "licences", "measure": "700", "earned": "35", "lines": 4},
                    {"component_id": "services", "measure": "200", "lines": 3},
                    {"component_id": None},
                ],
            },
        },
    )
    for name, payout in (
        ("steps", {"rate_table": tiers({"measure": "services"}, "whole", "step_amount", ("0", "5"), ("1000", "80"))}),
        ("curve", {"curve": {"x": {"measure": "services"}, "points": [["0", "0"], ["2000", "0.2"]], "apply": "rate_on_base"}}),
    ):
        area.oracle(
            f"commission_index_of_another_measure_{name}",
            "the same with other payouts, rounded over the payee",
            plan(
                part("licences", eligible=CORE, **payout),
                part("services", eligible=SERVICE, measure="services", rate="0.01"),
                rounding={"at": "payee", "reconcile": "largest_remainder"},
            ),
            families(),
        )


def documents(area):
    def refused(name, about, why, *problems, second=None, **made):
        parts = [part(**made)] + ([] if second is None else [second])
        area.document(name, about, why, plan(*parts), list(problems))

    for index in ("margin", "markup"):
        for mode in ("marginal", "whole_overage", "per_segment"):
            more = {"overage_starts_at": "0.5"} if mode == "whole_overage" else {}
            refused(
                f"commission_mode_mismatch_{index}_{mode}",
                "a ratio adds up to nothing that could be divided",
                f"{index} is not what the credit adds up to",
                ("commission.mode_mismatch", f"{AT}/mode"),
                rate_table={**tiers(index, mode, "rate", ("0", "0.1"), ("0.5", "0.2")), **more},
            )
    named = tiers({"measure": "services"}, "whole", "rate", ("0", "0.05"))
    refused(
        "commission_index_measure_unknown",
        "a measure that no other component has",
        "nothing measures services",
        ("commission.index_measure_unknown", f"{AT}/index", {"measure_id": "services"}),
        rate_table=named,
    )
    refused(
        "commission_index_measure_of_its_own",
        "a component's own measure has a name of its own",
        "the only one is this",
        ("commission.index_measure_unknown", f"{AT}/index"),
        rate_table=named,
        measure="services",
    )
    for name, second in (
        ("period", part("services", period="month", rate="0")),
        ("date", part("services", date="paid_on", rate="0")),
        ("alone", part("services", accumulate="transaction", rate="0")),
    ):
        refused(
            f"commission_index_measure_mismatch_{name}",
            "a measure that does not run beside this one",
            "another period, another date, no running sum",
            ("commission.index_measure_mismatch", f"{AT}/index", {"measure_id": "services"}),
            rate_table=named,
            second=second,
        )
    refused(
        "commission_pays_on_unused",
        "a base for sums that are not paid on credit",
        "a step is a sum",
        ("commission.pays_on_unused", "/components/0/pays_on"),
        pays_on="units",
        rate_table=tiers("amount", "whole", "step_amount", ("0", "5")),
    )
    refused(
        "commission_index_mismatch_units_of_profit",
        "tiers by units where profits are added up",
        "the measure adds up money",
        ("commission.index_mismatch", f"{AT}/index"),
        credit="gross_profit",
        rate_table=tiers("units", "whole", "rate", ("0", "0.1")),
    )


def words(area):
    describe(
        area,
        "describe_commission_margin",
        "a margin table in words",
        tiers("margin", "whole", "rate", ("0", "0.1"), ("0.355", "0.25")),
        "component `deals` adds up the gross profit (price less cost, times units; a loss as 0) by `booked_on`, each transaction for itself",
        "  it pays by its own margin, profit over price; the tier reached pays on all credit",
        "    tier 1, from 0 % to below 35.5 %: 0.1",
        "    tier 2, from 35.5 %: 0.25",
        "    below the first tier, the first tier's value holds",
        credit="gross_profit",
        accumulate="transaction",
    )
    describe(
        area,
        "describe_commission_pays_on",
        "what is paid on, where it is not what is measured",
        tiers("markup", "whole", "rate", ("0", "0.1")),
        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays on the gross profit (price less cost, times units; losses too)",
        "  it pays by the markup so far, profit over cost; the tier reached pays on all credit",
        "    tier 1, from 0 %: 0.1",
        "    below the first tier, the first tier's value holds",
        pays_on="gross_profit_or_loss",
    )
    area.by_hand(
        "commission_explain_margin",
        "the margin that was looked up",
        "80 of 100",
        plan(
            part(
                credit="gross_profit",
                accumulate="transaction",
                rate_table=tiers("margin", "whole", "rate", ("0", "0.1"), ("0.3", "0.2")),
            )
        ),
        [deal("t1", "100", "20")],
        expect={"ok": True},
    )
    area.vectors[-1]["explain"] = {
        "table": "lines",
        "row": 0,
        "expect": {
            "words": """earning: what this transaction earns for itself = 16 (measure_before 0, measure_after 80, transaction t1, date 2026-01-01) [/components/0]
  tier 2: what the period has earned with this line = 16 (margin 0.8) [/components/0/rate_table/tiers/1]
    tier 2: credit times the rate that it earns = 16 (credit 80, rate 0.2) [/components/0/rate_table/tiers/1]
  earlier lines: less what they have earned = 0
  quota_credit: `gross_profit` of the transaction = 80 (gross_profit 80) [/tables/transactions/0]
"""
        },
    }
