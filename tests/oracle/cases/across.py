"""Rate tables of two and more dimensions: what each mode pays in each column, and what picks the column."""

from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, split, zero_quota

CORE = {"column": "family", "op": "eq", "value": "Core"}
SERVICE = {"column": "family", "op": "eq", "value": "Service"}


def grid(index, mode, value, across, *rows, boundary="lower_inclusive", **more):
    """A table from (start, values) pairs, the last without end."""
    starts = [start for start, _ in rows]
    listed = [{"from": start, "to": end, "values": list(own)} for (start, own), end in zip(rows, [*starts[1:], None])]
    return {"index": index, "mode": mode, "value": value, "boundary": boundary, "across": across, "tiers": listed, **more}


def along(index, *starts, **more):
    return {"index": index, "from": list(starts), **more}


def held(column, *values, **more):
    return {"column": column, "values": list(values), **more}


MARGINS = along("transaction_margin", "0", "0.2", "0.4")
MARGIN_GRID = grid(
    "attainment", "marginal", "rate", [MARGINS], ("0", ("0.04", "0.05", "0.06")), ("1", ("0.06", "0.075", "0.09"))
)
REGIONS = held("region", "emea", "amer")
REGION_GRID = grid("amount", "whole", "rate", [REGIONS], ("0", ("0.04", "0.05")), ("1000", ("0.06", "0.08")))


def deal(name, amount, price, cost, day=1, **more):
    return sale(name, amount, f"2026-01-{day:02d}", price=price, cost=cost, **more)


def vectors():
    area = Area("across")
    worked(area)
    modes(area)
    beside(area)
    places(area)
    terms(area)
    return area


def worked(area):
    area.by_hand(
        "commission_across_margin_marginal",
        "the margin of each deal picks the column, attainment the tiers; what is given back unwinds in its own column",
        "600 at 6 %; 400 at 4 % and 400 at 6 %, up to and above the quota of 1,000; 200 back at 9 %; 300 up to 1,500 at 7.5 %",
        plan(part(quota=QUOTA, rate_table=MARGIN_GRID)),
        [deal("t1", "600", "100", "50"), deal("t2", "800", "100", "90", 2), deal("t3", "-200", "-100", "-50", 3),
         deal("t4", "300", "100", "80", 4)],
        quotas=[quota("1000")],
        expect={"ok": True, "tables": {
            "lines": [
                {"amount": "36", "tier": 1, "tier_column": 3, "rate": "0.06", "true_up": "0"},
                {"amount": "40", "tier": 2, "tier_column": 1, "rate": "0.06", "at_rate": "48", "true_up": "-8"},
                {"amount": "-18", "tier": 2, "tier_column": 3, "rate": "0.09"},
                {"amount": "22.5", "tier": 2, "tier_column": 2, "rate": "0.075"},
            ],
            "statements": [{"measure": "1500", "earned": "80.5"}, {"earned": "80.5"}],
        }},
    )
    area.by_hand(
        "commission_across_region_whole",
        "the tier reached pays on all credit, in each column on that of its own deals",
        "600 at 4 %; 600 at 8 %, and 2 % more on the first 600; with 800 left, 200 at 4 % and 600 at 5 % are 38 of 84",
        plan(part(rate_table=REGION_GRID)),
        [sale("t1", "600", "2026-01-01", region="emea"), sale("t2", "600", "2026-01-02", region="amer"),
         sale("t3", "-400", "2026-01-03", region="emea")],
        expect={"ok": True, "tables": {"lines": [
            {"amount": "24", "tier": 1, "tier_column": 1, "rate": "0.04", "at_rate": "24", "true_up": "0"},
            {"amount": "60", "tier": 2, "tier_column": 2, "rate": "0.08", "at_rate": "48", "true_up": "12"},
            {"amount": "-46", "tier": 1, "tier_column": 1, "rate": "0.04", "at_rate": "-16", "true_up": "-30"},
        ]}},
    )
    table = grid(
        "amount", "marginal", "rate", [held("region", "emea", "amer"), held("kind", "new", "renewal", "upsell")],
        ("0", ("0.01", "0.02", "0.03", "0.04", "0.05", "0.06")),
    )
    area.by_hand(
        "commission_across_the_last_dimension_first",
        "of two dimensions the places of the second follow each other first",
        "emea new, emea renewal, emea upsell, amer new, amer renewal, amer upsell: 1 % to 6 % of 100",
        plan(part(rate_table=table)),
        [sale(f"t{at}", "100", f"2026-01-{at + 1:02d}", region=region, kind=kind) for at, (region, kind) in enumerate(
            (region, kind) for region in ("emea", "amer") for kind in ("new", "renewal", "upsell"))],
        expect={"ok": True, "tables": {
            "lines": [{"amount": str(at), "tier_column": at, "tier": 1} for at in range(1, 7)]}},
    )
    matrix = grid(
        "attainment", "whole", "payout_share", [along({"attainment_of": "services"}, "0", "1")],
        ("0", ("0", "0.2")), ("1", ("0.8", "1.3")),
    )
    area.by_hand(
        "commission_across_bonus_matrix",
        "a bonus by two attainments: what each reaches pays, whichever comes last",
        "licences at 50 % and services at 0 pay nothing; 100 % and 0 pay 0.8 of 10,000; the service that reaches its quota makes it 1.3",
        plan(
            part("licences", weight="1", quota=QUOTA, eligible=CORE, rate_table=matrix),
            part("services", weight="0", quota=QUOTA, eligible=SERVICE, rate="0"),
        ),
        [sale("t1", "500", "2026-01-01", family="Core"), sale("t2", "500", "2026-02-01", family="Core"),
         sale("t3", "300", "2026-03-01", family="Service")],
        [assigned(target="10000")],
        quotas=[quota("1000", measure_id="licences"), quota("300", measure_id="services")],
        expect={"ok": True, "tables": {"lines": [
            {"component_id": "licences", "transaction_id": "t1", "amount": "0", "tier": 1, "tier_column": 1},
            {"component_id": "licences", "transaction_id": "t2", "amount": "8000", "tier": 2, "tier_column": 1},
            {"component_id": "licences", "transaction_id": "t3", "amount": "5000", "tier": 2, "tier_column": 2,
             "quota_credit": "0", "rate": None},
            {"component_id": "services", "amount": "0", "tier_column": None},
        ]}},
    )


DEALS = [
    deal("t1", "400", "150", "100", 1, units="3", family="Core", region="emea"),
    deal("t2", "700", "100", "90", 2, units="8", family="Service", region="amer"),
    deal("t3", "250", "80", "20", 3, units="1", family="Core", region="amer"),
    deal("t4", "-300", "-100", "-90", 4, units="-2", family="Core", region="emea"),
    deal("t5", "900.55", "0", "10", 5, units="5", family="Core", region=""),
    deal("t6", "500", "100", "130", 6, units="2", family="Service", region="emea"),
]
BY = (
    along("transaction_amount", "0", "400", "700", boundary="upper_inclusive"),
    along("transaction_units", "0", "3", "8"),
    along("transaction_margin", "0", "1/3", "0.5"),
    along("transaction_markup", "0", "0.5", "2", below="zero"),
    held("region", "amer", "emea", "apac", otherwise="zero"),
)


def steps(count):
    """Values for some tiers of so many columns, no two of a tier alike."""
    return [tuple(str((tier + 2) * (column + 3)) for column in range(count)) for tier in range(3)]


def spread(mode, value, across, count, index="amount", **more):
    factor = {"rate": "0.01", "multiplier": "0.1"}.get(value)
    rows = [tuple(f"0.0{number}" if factor and len(number) == 1 else f"0.{number}" if factor else number for number in row)
            for row in steps(count)]
    made = grid(index, mode, value, across, *zip(("0", "500", "1200"), rows), **more)
    if mode == "whole_overage":
        made["overage_starts_at"] = "500"
    if mode == "per_segment":
        made["tiers"][1]["back_to"] = "first_dollar"
        made["tiers"][2] |= {"back_to": "segment_start", "back_to_tier": 2}
    return made


def modes(area):
    for mode in ("marginal", "whole", "whole_overage", "per_segment"):
        for dimension in BY:
            name = dimension.get("index", "column")
            area.oracle(
                f"commission_across_{mode}_{name}",
                f"columns by {name.replace('_', ' ')}, tiers {mode.replace('_', ' ')}",
                plan(part(rate_table=spread(mode, "rate", [dimension], 3))),
                DEALS,
            )
        area.oracle(
            f"commission_across_{mode}_two_dimensions",
            "the margin and the region of a deal, and a base that is not the measure",
            plan(part(pays_on="gross_profit", rate_table=spread(mode, "rate", [BY[2], BY[4]], 9))),
            DEALS,
        )
        area.oracle(
            f"commission_across_{mode}_alone",
            "every deal meets the table by itself",
            plan(part(accumulate="transaction", rate_table=spread(mode, "amount_per_unit", [BY[0]], 3))),
            DEALS,
        )


def both(first, second=None, **more):
    return plan(
        part("licences", weight="1", eligible=CORE, **first),
        part("services", weight="0", measure="sold", eligible=SERVICE, **(second or {"rate": "0"})),
        **more,
    )


def beside(area):
    for mode in ("marginal", "whole", "whole_overage", "per_segment"):
        area.oracle(
            f"commission_across_{mode}_another_measure",
            "the column that another measure has reached pays on all credit so far",
            both({"rate_table": spread(mode, "rate", [along({"measure": "sold"}, "0", "700", "1200")], 3)}),
            DEALS,
        )
        area.oracle(
            f"commission_across_{mode}_attainment_of_another",
            "what another component has attained, and the region of each deal",
            both(
                {"rate_table": spread(mode, "rate", [along({"attainment_of": "services"}, "0", "7/8"), BY[4]], 6)},
                {"quota": QUOTA, "rate": "0"},
            ),
            DEALS,
            quotas=[quota("800", measure_id="sold")],
        )
    refund = sale("r2", "-350", "2026-01-04", None, reverses_id="t2", price="-100", cost="-90", units="-4", family="Service", region="amer")
    for along_what, second in (({"measure": "sold"}, {"rate": "0"}), ({"attainment_of": "services"}, {"quota": QUOTA, "rate": "0"})):
        starts = ("0", "350", "700") if "measure" in along_what else ("0", "7/16", "7/8")
        area.oracle(
            f"commission_across_{next(iter(along_what))}_with_a_refund",
            "what a refund takes off the other measure leads back to the column below",
            both({"rate_table": spread("whole", "rate", [along(along_what, *starts)], 3)}, second, clawback={"restore_attainment": "current"}),
            [*DEALS[:3], refund, DEALS[4]],
            **({} if "measure" in along_what else {"quotas": [quota("800", measure_id="sold")]}),
        )
    for value, way in (("step_amount", "cumulative"), ("step_amount", "highest_only")):
        area.oracle(
            f"commission_across_steps_{way}",
            "sums for a tier and a column that another measure reaches",
            both({"rate_table": spread("marginal", value, [along({"measure": "sold"}, "0", "700")], 2, step_amount=way)}),
            DEALS,
        )
    for policy in ("zero_attainment", "full_attainment", "top_tier"):
        area.oracle(
            f"commission_across_attainment_of_a_quota_of_zero_{policy}",
            "what another component has attained of nothing is what that one says",
            both(
                {"rate_table": spread("whole", "rate", [along({"attainment_of": "services"}, "0", "1", "2")], 3)},
                {"quota": zero_quota(policy), "rate": "0"},
            ),
            DEALS,
            quotas=[quota("0", measure_id="sold")],
        )
    area.refused(
        "commission_across_attainment_of_a_quota_of_zero",
        "an attainment that picks a column, of a quota of zero",
        "no policy says what it is",
        both(
            {"rate_table": spread("whole", "rate", [along({"attainment_of": "services"}, "0", "1")], 2)},
            {"quota": QUOTA, "rate": "0"},
        ),
        DEALS,
        quotas=[quota("0", measure_id="sold")],
        problems=[("commission.quota_zero", "/tables/assignments/0/payee_id")],
    )
    for name, params in (("first", {"period": "2026-01"}), ("rest", {"period": {"from": "2026-02-01", "to": "2026-04-01"}})):
        area.oracle(
            f"commission_across_by_month_{name}",
            "a part of the quarter pays what it changes, also where another's sale picks another column",
            both({"rate_table": spread("whole", "rate", [along({"measure": "sold"}, "0", "700", "1200"), BY[2]], 9)}),
            [{**row, "booked_on": f"2026-0{1 + at // 3}-10"} for at, row in enumerate(DEALS)],
            params=params,
        )


def places(area):
    for dimension in [along("transaction_amount", "100", "500", below=below) for below in ("first_tier", "zero")]:
        area.oracle(
            f"commission_across_below_{dimension['below']}",
            "what holds below the first place of a dimension",
            plan(part(rate_table=spread("marginal", "rate", [dimension], 2))),
            [sale("t1", "50", "2026-01-01"), sale("t2", "500", "2026-01-02"), sale("t3", "-700", "2026-01-03")],
        )
    area.refused(
        "commission_across_below_error",
        "a deal below the first place of a dimension that refuses it",
        "50 is less than 100",
        plan(part(rate_table=spread("marginal", "rate", [along("transaction_amount", "100", "500", below="error")], 2))),
        [sale("t1", "200", "2026-01-01"), sale("t2", "50", "2026-01-02")],
        problems=[("commission.below_first_tier", "/tables/transactions/1/amount")],
    )
    area.refused(
        "commission_across_no_column",
        "deals whose region the table does not have, or that have none",
        "apac is no place of it, and an empty cell none at all",
        plan(part(rate_table=REGION_GRID)),
        [sale("t1", "5", region="emea"), sale("t2", "5", region="apac"), sale("t3", "5", region="")],
        problems=[("commission.rate_missing", "/tables/transactions/1/region"),
                  ("commission.rate_missing", "/tables/transactions/2/region")],
    )
    area.refused(
        "commission_across_without_price_or_units",
        "deals without what their column goes by",
        "t1 has no cost, t2 no price, and neither units",
        plan(part(rate_table=spread("marginal", "rate", [MARGINS, along("transaction_units", "0", "5")], 6))),
        [sale("t1", "100", price="100"), sale("t2", "100", cost="10")],
        problems=[("table.missing_value", "/tables/transactions/0/cost"),
                  ("table.missing_value", "/tables/transactions/0/units"),
                  ("table.missing_value", "/tables/transactions/1/price"),
                  ("table.missing_value", "/tables/transactions/1/units")],
    )
    area.refused(
        "commission_across_unknown_column",
        "a dimension by a column that there is not",
        "transactions have no region",
        plan(part(rate_table=REGION_GRID)),
        [sale("t1", "5")],
        problems=[("rule.unknown_column", "/components/0/rate_table/across/0/column", {"column": "region"})],
    )
    area.oracle(
        "commission_across_shares_and_currencies",
        "the whole deal picks the column, in the plan's currency, whatever share of it is credited",
        plan(part(rate_table=spread("marginal", "rate", [along("transaction_amount", "0", "500", "1000")], 3))),
        [sale("t1", "900", payee=None, currency="EUR"), sale("t2", "500")],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="1/3"), split("t1", "bo", share="2/3", quota_share="1")],
        fx_rates=[rate("EUR", "1.25")],
    )


ATTAINED = grid(
    "attainment", "marginal", "multiplier", [REGIONS], ("0", ("0.5", "1")), ("1", ("1", "2")), ("1.5", ("3", "1"))
)


def terms(area):
    target = {"base_rate": {"kind": "target_over_quota"}}
    sold = [sale("t1", "700", "2026-01-05", region="emea"), sale("t2", "900", "2026-02-05", region="amer"),
            sale("t3", "400", "2026-03-05", region="emea")]
    for mode in ("marginal", "whole"):
        table = {**ATTAINED, "mode": mode}
        area.oracle(
            f"commission_across_ramp_without_accelerators_{mode}",
            "in the first month no column pays more above quota than at it",
            plan(
                part(quota=QUOTA, rate_table=table, **target),
                ramp={"months": [{"quota": "0.5", "accelerators": False}, {"quota": "0.9", "rate_multiplier": "1.5"}]},
            ),
            sold,
            [{**assigned(target="10000"), "ramp_start": "2026-01-01"}],
            quotas=[quota("1000")],
        )
        for policy in ("zero_attainment", "full_attainment", "top_tier"):
            area.oracle(
                f"commission_across_{mode}_quota_zero_{policy}",
                "with a quota of 0 one tier holds, in every column",
                plan(part(quota=zero_quota(policy), rate_table={**table, "value": "rate"})),
                sold,
                quotas=[quota("0")],
            )
    area.oracle(
        "commission_across_attainment_rounded",
        "the rounded attainment picks the tier, the region the column",
        plan(part(quota={**QUOTA, "attainment_rounding": {"scale": 1}}, rate_table={**ATTAINED, "mode": "whole"}, **target)),
        sold,
        [assigned(target="10000")],
        quotas=[quota("1666")],
    )
    area.oracle(
        "commission_across_refunds",
        "a refund takes back what its sale earned in its column, and one by recalculation what the period then lacks",
        plan(part(rate_table=REGION_GRID)),
        [*sold, sale("r1", "-700", "2026-03-10", region="emea", reverses_id="t1"),
         sale("r2", "-450", "2026-03-11", reverses_id="t2", region="amer", clawback_mode="recalculate")],
    )
    area.oracle(
        "commission_across_payout_share",
        "a part of the target for each quota, in a column of its own for each region",
        plan(part(quota=QUOTA, rate_table={**ATTAINED, "value": "payout_share"})),
        sold,
        [assigned(target="10000")],
        quotas=[quota("1000")],
    )
