"""Explanations: the tree behind a line, whose parts make up what was earned, worked out by hand."""

from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, sales, split, tiers, zero_quota

EARNING = "what the period has earned with this line, less what it had earned before"
INSIDE = "the credit inside the tier times its rate"
SO_FAR = "what the period has earned with this line"
TIER = "/components/0/rate_table/tiers/"
COMPONENT = "/components/0"


def vectors():
    area = Area("explained")
    lines(area)
    others(area)
    return area


def node(name, exact, op, rule="", parts=(), rounded=None, rounding=None, **inputs):
    return {
        "id": name,
        "exact": exact,
        "op": op,
        "rule": rule,
        "inputs": inputs,
        "parts": list(parts),
        "rejected": [],
        "rounded": rounded,
        "rounding": rounding,
    }


def credited(amount, row):
    return node("quota_credit", amount, "`amount` of the transaction", f"/tables/transactions/{row}", amount=amount)


def before(amount):
    return node("earlier lines", amount, "less what they have earned")


def explain(area, name, about, why, *given, table="lines", row=0, tree=None, words=None, **more):
    area.by_hand(name, about, why, *given, expect={"ok": True}, **more)
    expect = {"tree": tree} if words is None else {"words": words}
    area.vectors[-1]["explain"] = {"table": table, "row": row, "expect": expect}


def lines(area):
    table = tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "1.5"))
    made = plan(part(rate_table=table, base_rate={"kind": "target_over_quota"}, quota=QUOTA))
    across = {
        "date": "2026-01-02",
        "measure_before": "600",
        "measure_after": "1200.005",
        "quota": "1000",
        "target_variable": "1000",
        "transaction": "t2",
    }
    explain(
        area,
        "commission_explain_across_a_bound",
        "a line over two tiers, and what rounding added",
        "400 up to the quota at 1, 200.005 above it at 1.5, rounded by a quarter of a cent",
        made,
        sales("600", "600.005"),
        [assigned(target="1000")],
        quotas=[quota("1000")],
        row=1,
        tree=node(
            "earning",
            "700.0075",
            EARNING,
            COMPONENT,
            [
                node("tier 1", "400", INSIDE, f"{TIER}0", credit="400", rate="1"),
                node("tier 2", "300.0075", INSIDE, f"{TIER}1", credit="200.005", rate="1.5"),
                credited("600.005", 1),
            ],
            "700.01",
            "0.0025",
            **across,
        ),
    )
    for value, mode, steps, total, earlier, amount, inputs in (
        ("rate", "whole", ("0.05", "0.08"), "96", "-30", "66", {"rate": "0.08"}),
        ("step_amount", "marginal", ("50", "80"), "130", "-50", "80", {}),
    ):
        explain(
            area,
            f"commission_explain_{mode}_{value}",
            "what the tier reached is worth, less what earlier lines have earned",
            f"{total} and {earlier} make {amount}",
            plan(part(rate_table=tiers("amount", mode, value, *zip(("0", "1000"), steps, strict=True)))),
            sales("600", "600"),
            row=1,
            tree=node(
                "earning",
                amount,
                EARNING,
                COMPONENT,
                [node("tier 2", total, SO_FAR, f"{TIER}1", **inputs), before(earlier), credited("600", 1)],
                amount,
                "0",
                date="2026-01-02",
                measure_before="600",
                measure_after="1200",
                transaction="t2",
            ),
        )
    third = node("rate", "100/3", INSIDE, COMPONENT, credit="100", rate="1/3")
    explain(
        area,
        "commission_explain_third",
        "a third stays a third until it is rounded",
        "33.33 is a third of a cent less than 100/3",
        plan(part(rate="1/3")),
        sales("100"),
        tree=node(
            "earning",
            "100/3",
            EARNING,
            COMPONENT,
            [third, credited("100", 0)],
            "33.33",
            "-1/300",
            date="2026-01-01",
            measure_before="0",
            measure_after="100",
            transaction="t1",
        ),
    )


def others(area):
    explain(
        area,
        "commission_explain_credit",
        "a credit: its share and its exchange rate",
        "half of 100 euros at 1.1",
        plan(part(rate="0.1")),
        [sale("t1", "100", payee=None, currency="EUR")],
        splits=[split("t1", "ann", share="0.5", quota_share="1"), split("t1", "ann", share="0.5", quota_share="0")],
        fx_rates=[rate("EUR", "1.1")],
        table="credits",
        tree=node(
            "commission_credit",
            "55",
            "the amount times its share and exchange rate",
            "/tables/transactions/0",
            amount="100",
            quota_factor="1.1",
            commission_factor="0.55",
        ),
    )
    two_dates(area)
    top = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1"), below="zero")
    explain(
        area,
        "commission_explain_quota_zero",
        "with a quota of 0 the last tier takes everything, a refund too",
        "10% of -250",
        plan(part(rate_table=top, quota=zero_quota("top_tier"))),
        sales("-250"),
        quotas=[quota("0")],
        tree=node(
            "earning",
            "-25",
            EARNING,
            COMPONENT,
            [node("tier 2", "-25", INSIDE, f"{TIER}1", credit="-250", rate="0.1"), credited("-250", 0)],
            "-25",
            "0",
            date="2026-01-01",
            measure_before="0",
            measure_after="-250",
            quota="0",
            transaction="t1",
        ),
    )
    explain(
        area,
        "commission_explain_statement",
        "a payee's total in words, down to the transactions",
        "10% of 5 and 1% of 5",
        plan(part("first", rate="0.1"), part("second", rate="0.01")),
        sales("5"),
        table="statements",
        row=2,
        words="""earned: everything that ann earned in the period = 0.55
  earned: what ann earned by `first`, line by line = 0.5 (lines 1) [/components/0]
    earning: what the period has earned with this line, less what it had earned before = 0.5 (measure_before 0, \
measure_after 5, transaction t1, date 2026-01-01) [/components/0]
      rate: the credit inside the tier times its rate = 0.5 (credit 5, rate 0.1) [/components/0]
      quota_credit: `amount` of the transaction = 5 (amount 5) [/tables/transactions/0]
  earned: what ann earned by `second`, line by line = 0.05 (lines 1) [/components/1]
    earning: what the period has earned with this line, less what it had earned before = 0.05 (measure_before 0, \
measure_after 5, transaction t1, date 2026-01-01) [/components/1]
      rate: the credit inside the tier times its rate = 0.05 (credit 5, rate 0.01) [/components/1]
      quota_credit: `amount` of the transaction = 5 (amount 5) [/tables/transactions/0]
""",
    )


def two_dates(area):
    """Components may date a credit differently: it is shown at the rate of the first that counts it."""
    rates = [rate("EUR", "1.1", to="2026-02-01"), rate("EUR", "1.2", "2026-02-01")]
    for name, about, first, second, invoiced, shown in (
        ("two_dates", "a credit that two components date differently", "booked_on", "invoiced_on", True, "1.1"),
        ("two_dates_turned", "the same, the components turned round", "invoiced_on", "booked_on", True, "1.2"),
        ("the_second_date", "a credit that only the second component counts", "invoiced_on", "booked_on", False, "1.1"),
    ):
        dates = {"invoiced_on": "2026-02-10"} if invoiced else {}
        explain(
            area,
            f"commission_explain_credit_of_{name}",
            f"{about}, in the table and explained",
            "100 euros booked in January at 1.1, invoiced in February at 1.2, if at all",
            plan(part("first", date=first, rate="0.1"), part("second", date=second, rate="0.1")),
            [sale("t1", "100", currency="EUR", **dates), sale("t2", "10", invoiced_on="2026-01-10")],
            fx_rates=rates,
            table="credits",
            tree=node(
                "commission_credit",
                {"1.1": "110", "1.2": "120"}[shown],
                "the amount times its share and exchange rate",
                "/tables/transactions/0",
                amount="100",
                quota_factor=shown,
                commission_factor=shown,
            ),
        )
        credit = {"1.1": "110", "1.2": "120"}[shown]
        listed = [{"transaction_id": "t1", "commission_credit": credit}, {"transaction_id": "t2", "commission_credit": "10"}]
        area.vectors[-1]["expect"]["tables"] = {"credits": listed}
