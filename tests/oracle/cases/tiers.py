"""Every mode, value, index, boundary and `below`, on sums that land on, below and above the bounds."""

from .make import QUOTA, Area, assigned, part, plan, quota, sales, tiers, zero_quota

VALUES = {
    "rate": ("0.05", "0.08"),
    "amount_per_unit": ("10", "12.5"),
    "step_amount": ("100", "250"),
    "multiplier": ("1", "1.5"),
    "payout_share": ("0.5", "1"),
}
STARTS = {"amount": ("0", "1000"), "units": ("0", "10"), "attainment": ("0", "1")}
MODES = ["marginal", "whole"]
BOUNDARIES = ["lower_inclusive", "upper_inclusive"]
SUMS = ["400", "600", "300", "-500", "200"]
UNITS = ["4", "6", "3", "-5", "2"]


def rows(units=UNITS, amounts=SUMS):
    found = sales(*amounts)
    for row, count in zip(found, units):
        row["units"] = count
    return found


def component(mode, value, index, **more):
    """Two tiers; the sums above reach the second bound exactly, pass it and come back."""
    table = tiers(index, mode, value, *zip(more.pop("starts", STARTS[index]), VALUES[value]), **more.pop("table", {}))
    made = {"rate_table": table, "quota": QUOTA}
    if index == "units":
        made["credit"] = "units"
    if value == "multiplier":
        made["base_rate"] = {"kind": "rate", "rate": "0.05"}
    return part(**{**made, **more})


def vectors():
    area = Area("tiers")
    everything(area)
    below(area)
    starts(area)
    zero(area)
    bases(area)
    return area


def ask(area, name, about, made, amount="1000", records=None, **more):
    area.oracle(name, about, plan(made), records or rows(), [assigned(target="12000")], quotas=[quota(amount)], **more)


def everything(area):
    for mode in MODES:
        for value in VALUES:
            for index in STARTS:
                if value == "payout_share" and mode == "marginal" and index != "attainment":
                    continue
                for boundary in BOUNDARIES:
                    ask(
                        area,
                        f"commission_{mode}_{value}_by_{index}_{boundary}",
                        "sums on the bound, above it, and back below",
                        component(mode, value, index, table={"boundary": boundary}),
                    )


def below(area):
    for mode in MODES:
        for value in VALUES:
            for policy in ("first_tier", "zero"):
                ask(
                    area,
                    f"commission_below_{policy}_{mode}_{value}",
                    "the measure starts below the first tier, reaches it and falls below again",
                    component(mode, value, "attainment", starts=("0.5", "1"), table={"below": policy}),
                    records=rows(amounts=["400", "100", "600", "-900", "-300"]),
                )
    for policy in ("first_tier", "zero"):
        ask(
            area,
            f"commission_below_{policy}_negative_measure",
            "a refund larger than all sales: the measure is negative",
            component("marginal", "rate", "amount", table={"below": policy}),
            records=rows(amounts=["100", "-300", "50"], units=UNITS[:3]),
        )
    ask(
        area,
        "commission_below_default_is_first_tier",
        "`below` left out",
        component("whole", "rate", "amount"),
        records=rows(amounts=["100", "-300"], units=UNITS[:2]),
    )
    ask(
        area,
        "commission_below_error_not_met",
        "the policy costs nothing while the measure stays in the tiers",
        component("marginal", "rate", "amount", table={"below": "error"}),
        records=rows(amounts=["100"], units=["1"]),
    )


def starts(area):
    ask(
        area,
        "commission_first_tier_below_zero",
        "tiers may start below zero",
        component("marginal", "rate", "amount", starts=("-500", "0")),
        records=rows(amounts=["-200", "300"], units=["1", "1"]),
    )
    ask(
        area,
        "commission_bounds_in_thirds",
        "a third of the quota is a bound without a decimal",
        component("marginal", "rate", "attainment", starts=("0", "1/3")),
        records=rows(amounts=["333.33", "0.01"], units=["1", "1"]),
    )
    ask(
        area,
        "commission_threshold_is_not_rounded",
        "999.99 of 1,000 is not 100%",
        component("whole", "rate", "attainment"),
        records=rows(amounts=["999.99", "0.009", "0.001"], units=["1", "1", "1"]),
    )
    for mode in MODES:
        ask(
            area,
            f"commission_alone_{mode}",
            "tiers on each transaction alone",
            component(mode, "rate", "amount", accumulate="transaction"),
            records=rows(amounts=["1500", "900", "-1200"]),
        )
        ask(
            area,
            f"commission_alone_{mode}_step_amount",
            "steps for each transaction alone",
            component(mode, "step_amount", "amount", accumulate="transaction"),
            records=rows(amounts=["1500", "900", "-1200"]),
        )
    ask(
        area,
        "commission_one_tier",
        "a table of one tier is a flat rate with a name",
        part(rate_table=tiers("amount", "whole", "rate", ("0", "0.07"))),
        records=rows(),
    )
    ask(
        area,
        "commission_decelerator",
        "the second tier may pay less",
        part(rate_table=tiers("amount", "whole", "rate", ("0", "0.10"), ("1000", "0.02"))),
        records=rows(),
    )


def zero(area):
    table = {"boundary": "lower_inclusive"}
    for policy in ("zero_attainment", "full_attainment", "top_tier"):
        for mode in MODES:
            ask(
                area,
                f"commission_quota_zero_{policy}_{mode}",
                "a quota of 0 that the plan has an answer for",
                component(mode, "rate", "attainment", starts=("0", "1"), quota=zero_quota(policy), table=table),
                amount="0",
            )
        ask(
            area,
            f"commission_quota_zero_{policy}_steps",
            "steps where the quota is 0",
            component("marginal", "step_amount", "attainment", quota=zero_quota(policy)),
            amount="0",
        )
        ask(
            area,
            f"commission_quota_zero_{policy}_share",
            "a share of the target where the quota is 0",
            component("whole", "payout_share", "attainment", quota=zero_quota(policy)),
            amount="0",
        )
    ask(
        area,
        "commission_quota_zero_target_rate",
        "a rate over a quota of 0 counts as no rate",
        part(base_rate={"kind": "target_over_quota"}, quota=zero_quota("zero_attainment")),
        amount="0",
    )
    ask(
        area,
        "commission_quota_zero_without_need",
        "a flat rate asks no quota: only the attainment is undefined",
        part(rate="0.05", quota=QUOTA),
        amount="0",
    )


def bases(area):
    ask(
        area,
        "commission_units_pick_the_tier_amount_is_paid",
        "tiers by units, paid on the amount",
        component("marginal", "rate", "units"),
    )
    ask(
        area,
        "commission_units_pick_the_tier_amount_is_paid_whole",
        "the same for all of it",
        component("whole", "rate", "units"),
    )
    ask(
        area,
        "commission_no_units_but_an_amount",
        "a line that does not move the measure is paid at the tier it meets",
        component("marginal", "rate", "units"),
        records=rows(units=["10", "0", "2", "0", "-5"]),
    )
    ask(
        area,
        "commission_target_over_quota_multiplier",
        "1.5 times the target rate above quota",
        component("marginal", "multiplier", "attainment", base_rate={"kind": "target_over_quota"}),
    )
    ask(
        area,
        "commission_flat_rate_on_units",
        "7.50 a unit",
        part(rate="7.5", credit="units"),
    )
    ask(
        area,
        "commission_base_rate_alone",
        "a base rate without tiers pays on everything",
        part(base_rate={"kind": "rate", "rate": "0.06"}),
    )
    ask(
        area,
        "commission_target_rate_on_units",
        "a target over a quota of units",
        part(base_rate={"kind": "target_over_quota"}, credit="units", quota=QUOTA),
        amount="7",
    )
