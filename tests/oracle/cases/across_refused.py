"""What a rate table of several dimensions may not say, each thing with its own code and place."""

from .across import MARGIN_GRID, MARGINS, REGION_GRID, REGIONS, along, grid, held
from .make import QUOTA, Area, part, plan

AT = "/components/0/rate_table"


def vectors():
    area = Area("across_refused")

    def document(name, about, why, made, *problems, **more):
        area.document(name, about, why, plan(part(rate_table=made, **more)), list(problems))

    wrong = {
        **REGION_GRID,
        "across": [REGIONS, along("transaction_margin", "0", "0.4", "0.2")],
        "tiers": [
            {"from": "0", "to": "500", "value": "0.1"},
            {"from": "500", "to": "900", "values": ["0.1"], "value": "0.1"},
            {"from": "900", "to": "2000"},
            {"from": "1000", "to": None, "values": ["1", "2", "3", "4", "5", "6"]},
        ],
    }
    document(
        "commission_across_everything_wrong",
        "values in the wrong form, of the wrong number and none, bounds out of order and tiers that overlap, all at once",
        "every tier but the last, the third start, the last tier's start",
        wrong,
        ("commission.across_unordered", f"{AT}/across/1/from/2"),
        ("commission.tier_value_conflict", f"{AT}/tiers/0/value", {"tier": 1}),
        ("commission.tier_value_conflict", f"{AT}/tiers/1/value", {"tier": 2}),
        ("commission.tier_value_missing", f"{AT}/tiers/2", {"tier": 3}),
        ("commission.tier_overlap", f"{AT}/tiers/3/from", {"tier": 4}),
    )
    document(
        "commission_across_values_count",
        "not one value for each column",
        "three places times two are six columns",
        {**MARGIN_GRID, "across": [MARGINS, REGIONS]},
        ("commission.tier_values_count", f"{AT}/tiers/0/values", {"tier": 1}),
        ("commission.tier_values_count", f"{AT}/tiers/1/values", {"tier": 2}),
        quota=QUOTA,
    )
    document(
        "commission_values_without_across",
        "values where the table has one dimension, and a tier without any",
        "there are no columns",
        {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
         "tiers": [{"from": "0", "to": "5", "values": ["0.1", "0.2"]}, {"from": "5", "to": None}]},
        ("commission.tier_value_conflict", f"{AT}/tiers/0/values", {"tier": 1}),
        ("commission.tier_value_missing", f"{AT}/tiers/1", {"tier": 2}),
    )
    forms = [
        {},
        {"index": "transaction_amount", "column": "region", "from": ["0"]},
        {"index": "transaction_units", "values": ["emea"], "otherwise": "zero"},
        {"column": "kind", "from": ["0"], "boundary": "lower_inclusive", "below": "zero"},
        held("region", "emea", "emea"),
        held("region", "amer"),
    ]
    document(
        "commission_across_forms",
        "dimensions by nothing and by two things, with keys of the other kind, without places, and twice the same",
        "each dimension has one thing wrong, or more",
        {**REGION_GRID, "across": forms},
        ("commission.across_form", f"{AT}/across/0"),
        ("commission.across_form", f"{AT}/across/1"),
        ("commission.across_form", f"{AT}/across/2"),
        ("commission.across_form", f"{AT}/across/2/otherwise"),
        ("commission.across_form", f"{AT}/across/2/values"),
        ("commission.across_form", f"{AT}/across/3"),
        ("commission.across_form", f"{AT}/across/3/below"),
        ("commission.across_form", f"{AT}/across/3/boundary"),
        ("commission.across_form", f"{AT}/across/3/from"),
        ("commission.across_twice", f"{AT}/across/4/values/1"),
        ("commission.across_twice", f"{AT}/across/5"),
    )
    document(
        "commission_across_interpolated",
        "an interpolated table of two dimensions",
        "there is one line between two values",
        {**REGION_GRID, "mode": "interpolated", "tiers": [{"from": "0", "to": "1000", "values": ["0.1", "0.2"]}]},
        ("commission.across_mismatch", f"{AT}/across"),
    )
    lump = grid("amount", "whole", "step_amount", [REGIONS, along("transaction_amount", "0")], ("0", ("5", "6")))
    document(
        "commission_across_sums_by_transaction",
        "sums for reaching a tier, in columns that every deal picks anew",
        "a sum has no part for a deal",
        lump,
        ("commission.across_mismatch", f"{AT}/across/0"),
        ("commission.across_mismatch", f"{AT}/across/1"),
    )
    limited = {**REGION_GRID, "tiers": [{**REGION_GRID["tiers"][0], "min": "5"}, {**REGION_GRID["tiers"][1], "max": "9"}]}
    document(
        "commission_across_tier_limits",
        "a least and a most of a tier that has several columns",
        "they have no one part",
        limited,
        ("commission.across_mismatch", f"{AT}/tiers/0/min", {"tier": 1}),
        ("commission.across_mismatch", f"{AT}/tiers/1/max", {"tier": 2}),
    )
    document(
        "commission_across_caps_and_gates",
        "a cap on attainment, and a gate that pays the excess alone",
        "no attainment says what deals in columns earn",
        {**REGION_GRID, "index": "attainment"},
        ("commission.limit_unused", "/components/0/cap/attainment"),
        ("commission.gate_unused", "/components/0/gates/0/on_pass"),
        quota=QUOTA,
        cap={"attainment": "2"},
        gates=[{"subject": "attainment", "op": "ge", "value": "0.5", "on_pass": "excess_only"}],
    )
    for name, second, wanted, problem in (
        ("unknown_measure", part("services"), {"measure": "sold"}, ("commission.index_measure_unknown", {"measure_id": "sold"})),
        ("unknown_component", part("services"), {"attainment_of": "none"}, ("commission.subject_unknown", {"component_id": "none"})),
        ("other_periods", part("services", period="month", quota=QUOTA), {"attainment_of": "services"},
         ("commission.index_measure_mismatch", {"measure_id": "services"})),
        ("no_quota", part("services"), {"attainment_of": "services"},
         ("commission.quota_undeclared", {"component_id": "services"})),
    ):
        table = grid("amount", "marginal", "rate", [along(wanted, "0")], ("0", ("0.1",)))
        area.document(
            f"commission_across_{name}",
            "a dimension by another component that does not run beside this one",
            "an unknown measure or component, other periods, no quota",
            plan(part(weight="1", rate_table=table), {**second, "weight": "0", "rate": "0"}),
            [(problem[0], f"{AT}/across/0/index", problem[1])],
        )
    return area
