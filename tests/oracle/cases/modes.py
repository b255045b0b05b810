"""Modes beyond marginal and whole: whole-overage, per segment, steps by name, and a tier's least and most."""

from .make import QUOTA, Area, assigned, part, plan, quota, sales, tiers

ACCELERATORS = ("0", "1"), ("1", "1.5"), ("1.25", "2"), ("1.5", "2.5")


def vectors():
    area = Area("modes")
    overage(area)
    segments(area)
    steps(area)
    limits(area)
    return area


def overage_table(index="attainment", value="multiplier", start="1", steps=ACCELERATORS, **more):
    return {**tiers(index, "whole_overage", value, *steps, **more), "overage_starts_at": start}


def segment_table(index, *tiers_given, boundary="lower_inclusive", below=None, value="rate"):
    """Tiers of (start, value, back_to keys)."""
    made = tiers(index, "per_segment", value, *[step[:2] for step in tiers_given], boundary=boundary, below=below)
    for tier, (_, _, *keys) in zip(made["tiers"], tiers_given):
        for more in keys:
            tier.update(more)
    return made


FIRST_DOLLAR = {"back_to": "first_dollar"}
OWN_START = {"back_to": "segment_start"}


def since(tier):
    return {"back_to": "segment_start", "back_to_tier": tier}


def overage(area):
    for example, amount, base, quota_amount, lines in (
        ("whole-overage-110pct", "110000", "0.6", "100000", {"tier": 2, "amount": "69000"}),
        ("whole-overage-175pct", "175000", "0.6", "100000", {"tier": 4, "amount": "172500"}),
        ("whole-overage-125pct-boundary", "125000", "0.5", "100000", {"tier": 3, "amount": "75000"}),
        ("whole-overage-rate-0.5333", "178000", "0.5333", "150000", {"tier": 2, "amount": "102393.6"}),
    ):
        area.worked(
            example,
            f"commission_worked_{example.replace('-', '_').replace('.', '_')}",
            "the base up to quota, the accelerator reached on all above it",
            plan(part(rate_table=overage_table(), base_rate={"kind": "rate", "rate": base}, quota=QUOTA)),
            sales(amount),
            quotas=[quota(quota_amount)],
            lines=[lines],
        )
    area.worked(
        "theodortrampe test (semantics/commission.md section 5)",
        "commission_worked_whole_overage_exact_rate",
        "the same plan at the exact rate of 80,000 over 150,000: 80,000 at quota, and 102,400 with the overage",
        plan(part(rate_table=overage_table(), base_rate={"kind": "target_over_quota"}, quota=QUOTA)),
        sales("150000", "28000"),
        [assigned(target="80000")],
        quotas=[quota("150000")],
        lines=[{"amount": "80000", "tier": 2}, {"amount": "22400"}],
    )
    rates = ("0", "0.05"), ("1000", "0.08"), ("2000", "0.12")
    for boundary in ("lower_inclusive", "upper_inclusive"):
        area.oracle(
            f"commission_whole_overage_{boundary}",
            "sums on a bound, across it, and back below the overage",
            plan(part(rate_table=overage_table("amount", "rate", "1000", rates, boundary=boundary))),
            sales("1000", "500", "500", "300", "-1500", "-900"),
        )
    area.oracle(
        "commission_whole_overage_inside_first_tier",
        "the overage starts inside the first tier, which pays there as below",
        plan(part(rate_table=overage_table("amount", "rate", "600", rates))),
        sales("400", "400", "400", "1000"),
    )
    for below in ("first_tier", "zero"):
        area.oracle(
            f"commission_whole_overage_below_{below}",
            "tiers that start above 0",
            plan(part(rate_table=overage_table("amount", "rate", "1000", (("500", "0.05"), rates[1]), below=below))),
            sales("400", "200", "900", "-1200"),
        )
    for value, worth in (("amount_per_unit", ("10", "12")), ("payout_share", ("1", "2"))):
        area.oracle(
            f"commission_whole_overage_{value}",
            "quota credit picks the tier, what the value is per is paid",
            plan(part(rate_table=overage_table("attainment", value, "1", zip(("0", "1"), worth)), quota=QUOTA)),
            sales("600", "600", "-300", units="3"),
            [assigned(target="12000")],
            quotas=[quota("1000")],
        )
    area.oracle(
        "commission_whole_overage_units_pick_amount_pays",
        "tiers by units, paid on the amount: each line lies below and above by the units it spans",
        plan(part(credit="units", rate_table=overage_table("units", "rate", "10", (("0", "0.05"), ("10", "0.1"))))),
        [{**row, "units": units} for row, units in zip(sales("600", "900", "-500"), ("6", "9", "-7"))],
    )


def segments(area):
    retro = segment_table("amount", ("0", "0.02"), ("500", "0.05", FIRST_DOLLAR), ("1000", "0.1"))
    area.by_hand(
        "commission_per_segment_retro_then_marginal",
        "from 500 on everything at 5%, above 1,000 the credit inside the tier at 10%",
        "400 at 2% is 8; 600 at 5% is 30; 1,000 at 5% and 200 at 10% are 70",
        plan(part(rate_table=retro)),
        sales("400", "200", "600", "-700"),
        expect={
            "ok": True,
            "tables": {
                "lines": [
                    {"tier": 1, "at_rate": "8", "true_up": "0", "amount": "8"},
                    {"tier": 2, "at_rate": "10", "true_up": "12", "amount": "22"},
                    {"tier": 3, "at_rate": "60", "true_up": "-20", "amount": "40"},
                    {"tier": 2, "at_rate": "-35", "true_up": "-10", "amount": "-45"},
                ]
            },
        },
    )
    named = segment_table("amount", ("0", "0.02"), ("500", "0.04"), ("1000", "0.1", since(2)), ("2000", "0.2"))
    area.by_hand(
        "commission_per_segment_back_to_a_named_tier",
        "from 1,000 on all above 500 earns 10%, what lies below keeps its 2%",
        "900: 10 + 16; 1,500: 10 + 100; 2,500: 10 + 150 + 100",
        plan(part(rate_table=named)),
        sales("900", "600", "1000"),
        expect={
            "ok": True,
            "tables": {"lines": [{"amount": "26"}, {"amount": "84"}, {"amount": "150", "tier": 4}]},
        },
    )
    for boundary in ("lower_inclusive", "upper_inclusive"):
        made = segment_table("amount", ("0", "0.02"), ("500", "0.05", FIRST_DOLLAR), ("1000", "0.1", OWN_START))
        area.oracle(
            f"commission_per_segment_{boundary}",
            "the measure stops on each bound",
            plan(part(rate_table={**made, "boundary": boundary})),
            sales("500", "500", "500", "-500", "-500", "-600"),
        )
    for below in ("first_tier", "zero"):
        for name, keys in (("marginal", {}), ("first_dollar", FIRST_DOLLAR)):
            area.oracle(
                f"commission_per_segment_below_{below}_{name}",
                "a first tier that starts above 0, and a measure that falls below it",
                plan(part(rate_table=segment_table("amount", ("500", "0.02", keys), ("1000", "0.1"), below=below))),
                sales("400", "300", "500", "-1500"),
            )
    area.oracle(
        "commission_per_segment_below_zero",
        "tiers below 0, downward from there: what was earned where a tier is entered stays or is rated again",
        plan(
            part(
                rate_table=segment_table(
                    "amount", ("-1000", "0.01", FIRST_DOLLAR), ("-500", "0.02"), ("0", "0.05"), ("500", "0.1", since(1))
                )
            )
        ),
        sales("-300", "-400", "-600", "1200", "700"),
    )
    area.oracle(
        "commission_per_segment_attainment_of_thirds",
        "tiers at thirds of the quota with multiples of the target rate",
        plan(
            part(
                rate_table=segment_table(
                    "attainment", ("0", "1"), ("1/3", "4/3", FIRST_DOLLAR), ("1", "2"), value="multiplier"
                ),
                base_rate={"kind": "target_over_quota"},
                quota=QUOTA,
            )
        ),
        sales("300", "100", "700"),
        [assigned(target="7000")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_per_segment_units_pick_amount_pays",
        "tiers by units, paid on the amount that came with the units inside each",
        plan(
            part(
                credit="units",
                rate_table=segment_table("units", ("0", "0.02"), ("5", "0.05", FIRST_DOLLAR), ("10", "0.1")),
            )
        ),
        [{**row, "units": units} for row, units in zip(sales("400", "300", "900", "-500"), ("4", "3", "9", "-8"))],
    )


def steps(area):
    for mode, given in (("marginal", "highest_only"), ("whole", "cumulative")):
        area.oracle(
            f"commission_steps_{mode}_{given}",
            "the key says which steps count, whatever the mode",
            plan(
                part(
                    rate_table={
                        **tiers("amount", mode, "step_amount", ("0", "10"), ("500", "50"), ("1000", "100")),
                        "step_amount": given,
                    }
                )
            ),
            sales("500", "600", "-700"),
        )


def limits(area):
    rates = tiers("amount", "marginal", "rate", ("0", "0.05"), ("1000", "0.1"))
    rates["tiers"][0]["max"], rates["tiers"][1]["min"] = "40", "25"
    area.by_hand(
        "commission_tier_least_and_most",
        "a tier pays at least its min as soon as it pays anything, and at most its max",
        "1,000 at 5% is 50, at most 40; 1,000 exactly has nothing in tier 2; 100 above it are 10, at least 25",
        plan(part(rate_table=rates)),
        sales("1000", "100", "400", "-500"),
        expect={
            "ok": True,
            "tables": {
                "lines": [
                    {"amount": "40", "at_rate": "100", "true_up": "-60", "tier": 2},
                    {"amount": "25", "at_rate": "10", "true_up": "15"},
                    {"amount": "25", "at_rate": "40", "true_up": "-15"},
                    {"amount": "-50", "at_rate": "-50"},
                ]
            },
        },
    )
    area.vectors[-1]["source"] = (
        "worked-example: PandaTech README, minimum on an empty portion (semantics/commission.md sections 2.5 and 5)"
    )
    whole = tiers("amount", "whole", "rate", ("0", "0.05"), ("1000", "0.1"))
    whole["tiers"][0]["min"], whole["tiers"][1]["max"] = "20", "120"
    area.oracle(
        "commission_tier_limits_whole",
        "the tier reached pays on everything, within its own limits",
        plan(part(rate_table=whole)),
        sales("100", "500", "400", "500", "-1500", "-100"),
    )
    area.oracle(
        "commission_tier_limits_units_pick_amount_pays",
        "limits where quota credit and base differ",
        plan(part(credit="units", rate_table={**rates, "index": "units"})),
        [{**row, "units": units} for row, units in zip(sales("900", "900", "-500"), ("900", "600", "-700"))],
    )
