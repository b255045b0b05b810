"""Curves and interpolated tables: published ones, every way to apply, every end, jumps, and what they refuse."""

from .make import QUOTA, Area, assigned, part, plan, quota, sales, tiers
from .modes_said import describe

AT = "/components/0/curve"


def vectors():
    area = Area("curves")
    worked(area)
    ways(area)
    interpolated(area)
    attainment(area)
    documents(area)
    words(area)
    return area


def curve(*points, x="attainment", apply="share_of_target", **ends):
    return {"x": x, "points": [list(point) for point in points], "apply": apply, **ends}


def table(value, *steps, end, index="attainment", **more):
    made = tiers(index, "interpolated", value, *steps, **more)
    made["tiers"][-1]["to"] = end
    return made


def earned(*amounts):
    return [{"amount": amount} for amount in amounts]


def worked(area):
    bonus = part(curve=curve(("0.70", "0"), ("1.00", "1.00"), ("1.50", "2.00")), quota=QUOTA)
    area.worked(
        "bonuspaycalc-85",
        "commission_worked_bonuspaycalc",
        "85% lies half-way between the threshold and the target",
        plan(bonus),
        sales("85000"),
        [assigned(target="10000")],
        quotas=[quota("100000")],
        lines=earned("5000"),
    )
    linear = part(
        curve=curve(("0.95", "0"), ("1.00", "1.00"), below="zero", above="hold"), quota=QUOTA, accumulate="transaction"
    )
    area.worked(
        "mrexcel-linear-95-100",
        "commission_worked_mrexcel_linear",
        "each deal for itself: nothing up to 95%, everything at 100%, no more above",
        plan(linear),
        sales("75000", "95000", "95100", "95177", "97895", "100000", "110000"),
        [assigned(target="100000")],
        quotas=[quota("100000")],
        lines=earned("0", "0", "2000", "3540", "57900", "100000", "100000"),
    )
    amounts = table("step_amount", ("0", "1000"), ("0.25", "2000"), ("0.50", "5000"), ("1", "6000"), end="9.99")
    area.worked(
        "oracle-interpolated-attainment-12",
        "commission_worked_oracle_interpolated",
        "12 of 25 are 480 of 1,000; 25 is all of it; 30 is 1,000 and a fifth of 2,000",
        plan(part(rate_table=amounts, quota=QUOTA, accumulate="transaction")),
        sales("12", "25", "30"),
        quotas=[quota("100")],
        lines=[{"amount": "480", "tier": 1}, {"amount": "1000", "tier": 2}, {"amount": "1400", "tier": 2}],
    )
    negative = table("rate", ("-0.5", "0.04"), ("0", "0.06"), ("0.5", "0.1"), end="1")
    area.by_hand(
        "commission_worked_oracle_interpolated_negative_range",
        "a table that starts below 0 is interpolated from its own start, not from 0",
        "-0.2 is three fifths of the way through the first tier: 0.024 of -200",
        plan(part(rate_table=negative, quota=QUOTA)),
        sales("-200"),
        quotas=[quota("1000")],
        expect={"ok": True, "tables": {"lines": [{"rate": "0.024", "amount": "-4.8", "tier": 1}]}},
    )
    area.vectors[-1]["source"] = "worked-example: Oracle MOS 2719192.1 (semantics/commission.md sections 2.6 and 5)"


def ways(area):
    points = ("0.5", "0.2"), ("1", "1"), ("1", "1.5"), ("2", "3")
    for apply in ("share_of_target", "rate_on_base", "amount"):
        for below in ("zero", "hold", "extrapolate"):
            above = "extrapolate" if below == "extrapolate" else "hold"
            area.oracle(
                f"commission_curve_{apply}_{below}_{above}",
                "below the first point, on it, on a jump, above the last, and back",
                plan(part(curve=curve(*points, apply=apply, below=below, above=above), quota=QUOTA)),
                sales("300", "200", "300", "200", "1500", "-2100", "-700"),
                [assigned(target="12000")],
                quotas=[quota("1000")],
            )
    area.oracle(
        "commission_curve_by_amount",
        "a curve by the amount, with the ends left out: nothing below, no more above",
        plan(part(curve=curve(("100", "10"), ("400", "100"), x="amount", apply="amount"))),
        sales("50", "100", "500", "-600"),
    )
    area.oracle(
        "commission_curve_by_units",
        "a curve by the units with a rate on each",
        plan(part(curve=curve(("0", "10"), ("10", "12"), x="units", apply="rate_on_base"), credit="units")),
        sales("50", "100", units="4"),
    )
    area.oracle(
        "commission_curve_factor_on_target_rate",
        "the curve multiplies the target rate",
        plan(
            part(
                curve=curve(("0", "0.5"), ("1", "1"), ("2", "2"), apply="rate_on_base"),
                base_rate={"kind": "target_over_quota"},
                quota=QUOTA,
            )
        ),
        sales("1000", "1000"),
        [assigned(target="8000")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_curve_one_point",
        "a single point is a cliff",
        plan(part(curve=curve(("1", "1")), quota=QUOTA)),
        sales("999.99", "0.01"),
        [assigned(target="8000")],
        quotas=[quota("1000")],
    )
    for policy in ("zero_attainment", "full_attainment", "top_tier"):
        for apply in ("share_of_target", "rate_on_base"):
            area.oracle(
                f"commission_curve_quota_zero_{policy}_{apply}",
                "a quota of 0 that the plan has an answer for",
                plan(part(curve=curve(*points, apply=apply), quota={**QUOTA, "zero": policy})),
                sales("300", "-100"),
                [assigned(target="12000")],
                quotas=[quota("0")],
            )


def interpolated(area):
    for value, worth in (
        ("rate", ("0.05", "0.03")),
        ("amount_per_unit", ("10", "2.5")),
        ("step_amount", ("100", "250")),
        ("multiplier", ("1", "0.5")),
        ("payout_share", ("0.5", "1")),
    ):
        for below in ("first_tier", None):
            more = {"base_rate": {"kind": "rate", "rate": "0.05"}} if value == "multiplier" else {}
            area.oracle(
                f"commission_interpolated_{value}_below_{below or 'default'}",
                "below the first tier, inside each, above the last",
                plan(part(rate_table=table(value, *zip(("0.5", "1"), worth), end="2", below=below), quota=QUOTA, **more)),
                sales("300", "500", "700", "800", "-1700", units="3"),
                [assigned(target="12000")],
                quotas=[quota("1000")],
            )
    area.refused(
        "commission_interpolated_below_error",
        "a measure below the first tier of an interpolated table that refuses it",
        "300 of 1,000 is below 50%",
        plan(part(rate_table=table("step_amount", ("0.5", "100"), end="1", below="error"), quota=QUOTA)),
        sales("300"),
        quotas=[quota("1000")],
        problems=[("commission.below_first_tier", "/tables/transactions/0/amount")],
    )


def attainment(area):
    rounded = {**QUOTA, "attainment_rounding": {"scale": 2}}
    for name, made in (
        ("whole", {"rate_table": tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.1"))}),
        ("steps", {"rate_table": tiers("attainment", "whole", "step_amount", ("0", "50"), ("1", "100"))}),
        ("curve", {"curve": curve(("0", "0"), ("1", "1"))}),
        ("rate_curve", {"curve": curve(("0", "0"), ("1", "0.1"), apply="rate_on_base")}),
        (
            "whole_overage",
            {
                "rate_table": {
                    **tiers("attainment", "whole_overage", "rate", ("0", "0.05"), ("1", "0.1"), ("1.2", "0.2")),
                    "overage_starts_at": "1",
                }
            },
        ),
    ):
        area.oracle(
            f"commission_attainment_rounded_{name}",
            "99.5% counts as 100% where the plan rounds to whole percent, in lookups and between points alike",
            plan(part(quota=rounded, **made)),
            sales("994.99", "0.01", "210", "-300"),
            [assigned(target="12000")],
            quotas=[quota("1000")],
        )
    down = {**QUOTA, "attainment_rounding": {"scale": 1, "mode": "floor"}}
    area.oracle(
        "commission_attainment_rounded_down",
        "the mode is the plan's",
        plan(part(quota=down, rate_table=tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.1")))),
        sales("999.99", "0.01"),
        quotas=[quota("1000")],
    )


def documents(area):
    def refused(name, about, why, *problems, **made):
        area.document(name, about, why, plan(part(**made)), list(problems))

    refused(
        "commission_curve_unordered",
        "points that go back",
        "0.9 is below 1",
        ("commission.curve_unordered", f"{AT}/points/2/0"),
        curve=curve(("0.5", "0"), ("1", "1"), ("0.9", "2")),
        quota=QUOTA,
    )
    refused(
        "commission_curve_point_unused",
        "three points of one x",
        "the one in the middle applies nowhere",
        ("commission.curve_point_unused", f"{AT}/points/1"),
        curve=curve(("1", "0"), ("1", "1"), ("1", "2")),
        quota=QUOTA,
    )
    refused(
        "commission_curve_slope_missing",
        "a curve that is to go on along jumps",
        "both ends are jumps",
        ("commission.curve_slope_missing", f"{AT}/above"),
        ("commission.curve_slope_missing", f"{AT}/below"),
        curve=curve(("1", "0"), ("1", "1"), ("2", "2"), ("2", "3"), below="extrapolate", above="extrapolate"),
        quota=QUOTA,
    )
    refused(
        "commission_curve_point_of_three",
        "a point is a pair",
        "x, y and something else",
        ("document.out_of_range", f"{AT}/points/0"),
        curve=curve(("1", "0", "1"), ("2", "2")),
        quota=QUOTA,
    )
    refused(
        "commission_curve_conflict",
        "a curve beside a table",
        "only one of the two",
        ("commission.payout_conflict", "/components/0/rate_table"),
        curve=curve(("1", "0"), ("2", "2")),
        rate_table=tiers("amount", "whole", "rate", ("0", "0.05")),
        quota=QUOTA,
    )
    refused(
        "commission_curve_base_rate_unused",
        "a base rate beside a curve of sums",
        "sums multiply nothing",
        ("commission.base_rate_unused", "/components/0/base_rate"),
        curve=curve(("1", "0"), ("2", "2"), apply="amount"),
        base_rate={"kind": "rate", "rate": "0.1"},
        quota=QUOTA,
    )
    refused(
        "commission_curve_index_mismatch",
        "a curve by units where amounts are added up",
        "the measure adds up amounts",
        ("commission.index_mismatch", f"{AT}/x"),
        curve=curve(("1", "0"), ("2", "2"), x="units", apply="amount"),
    )
    refused(
        "commission_curve_quota_undeclared",
        "a curve by attainment without a quota",
        "none is declared",
        ("commission.quota_undeclared", "/components/0"),
        curve=curve(("1", "0"), ("2", "2")),
    )
    refused(
        "commission_tier_open",
        "an interpolated table whose last tier has no end",
        "the value of the last tier is reached nowhere",
        ("commission.tier_open", "/components/0/rate_table/tiers/1/to"),
        rate_table=tiers("amount", "interpolated", "rate", ("0", "0.05"), ("100", "0.1")),
    )
    for name, made in (
        ("marginal", {"rate_table": tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1"))}),
        ("flat", {"rate": "0.05"}),
    ):
        refused(
            f"commission_attainment_rounding_unused_{name}",
            "a rounding of what is not looked up",
            "nothing looks up an attainment",
            ("commission.attainment_rounding_unused", "/components/0/quota/attainment_rounding"),
            quota={**QUOTA, "attainment_rounding": {"scale": 2}},
            **made,
        )


DEALS = "component `deals` adds up the amount by `booked_on`, quarter by quarter"


def described(area, name, about, *said, **made):
    describe(area, name, about, None, DEALS, *said, **made)
    del area.vectors[-1]["definition"]["components"][0]["rate_table"]


def words(area):
    described(
        area,
        "describe_commission_curve",
        "a curve in words",
        "  it pays a part of the target variable by attainment, in straight lines between these points",
        "    at 70 %: 0",
        "    at 100 %: 1",
        "    below the first point, nothing is paid",
        "    above the last point, the last line goes on",
        "  attainment is rounded half_even to 3 places before it is looked up",
        curve=curve(("0.7", "0"), ("1", "1"), above="extrapolate"),
        quota={**QUOTA, "attainment_rounding": {"scale": 3, "mode": "half_even"}},
    )
    described(
        area,
        "describe_commission_curve_of_rates",
        "a curve of rates in words, and what holds at its ends",
        "  it pays a factor on 0.05 for all credit by the amount so far, in straight lines between these points",
        "    at 0: 1",
        "    at 1000: 2",
        "    below the first point, the first line goes on",
        "    above the last point, its value holds",
        curve=curve(("0", "1"), ("1000", "2"), x="amount", apply="rate_on_base", below="extrapolate"),
        base_rate={"kind": "rate", "rate": "0.05"},
    )
    describe(
        area,
        "describe_commission_interpolated",
        "an interpolated table in words",
        table("step_amount", ("0", "100"), ("500", "200"), end="1000", index="amount"),
        DEALS,
        "  it pays by the amount so far; each tier pays its value in proportion to the way through it, on top of the tiers below",
        "    tier 1, from 0 to below 500: 100 for reaching it",
        "    tier 2, from 500 to below 1000: 200 for reaching it",
        "    below the first tier, nothing is paid",
    )
    for name, made, said in (
        (
            "curve",
            {"curve": curve(("0.7", "0"), ("1", "1"))},
            """earning: what the period has earned with this line, less what it had earned before = 5000 (quota 1000, target_variable 10000, measure_before 700, measure_after 850, transaction t2, date 2026-01-02) [/components/0]
  tier 1: what the curve says at 85 %, on the line from 0 at 70 % to 1 at 100 % = 5000 [/components/0/curve/points/0]
  earlier lines: less what they have earned = 0
  quota_credit: `amount` of the transaction = 150 (amount 150) [/tables/transactions/1]
""",
        ),
        (
            "rate_curve",
            {"curve": curve(("0", "0"), ("1", "0.1"), apply="rate_on_base")},
            """earning: what the period has earned with this line, less what it had earned before = 23.25 (quota 1000, measure_before 700, measure_after 850, transaction t2, date 2026-01-02) [/components/0]
  tier 1: what the curve says at 85 %, on the line from 0 at 0 % to 0.1 at 100 % = 72.25 [/components/0/curve/points/0]
    tier 1: credit times the rate that it earns = 72.25 (credit 850, rate 0.085) [/components/0/curve/points/0]
  earlier lines: less what they have earned = -49
  quota_credit: `amount` of the transaction = 150 (amount 150) [/tables/transactions/1]
""",
        ),
    ):
        area.by_hand(
            f"commission_explain_{name}",
            "where on the curve the measure stands",
            "half-way from 70% to 100%; 850 at 8.5% less 700 at 7%",
            plan(part(quota=QUOTA, **made)),
            sales("700", "150"),
            [assigned(target="10000")],
            quotas=[quota("1000")],
            expect={"ok": True},
        )
        area.vectors[-1]["explain"] = {"table": "lines", "row": 1, "expect": {"words": said}}
