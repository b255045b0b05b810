"""Plans that cannot be loaded: every code, where it points, and several problems at once."""

import copy

from .make import PLAN, QUOTA, Area, part, plan, sales, tiers

RATED = part(rate="0.1")
STEPS = ("0", "0.05"), ("1000", "0.08")


def vectors():
    area = Area("documents")
    weights(area)
    payouts(area)
    tables(area)
    policies(area)
    shapes(area)
    return area


def table(index="amount", mode="marginal", value="rate", **more):
    return tiers(index, mode, value, *STEPS, **more)


def bounded(*bounds, **more):
    """A component whose tiers have exactly these bounds."""
    made = table()
    made["tiers"] = [
        {key: edge for key, edge in (("from", start), ("to", end)) if edge is not ...} | {"value": "0.1"}
        for start, end in bounds
    ]
    return plan(part(rate_table=made), **more)


def weights(area):
    target = {"kind": "target_over_quota"}

    def weighted(*parts):
        return plan(
            *[part(f"part-{at}", weight=weight, base_rate=target, quota=QUOTA) for at, weight in enumerate(parts)]
        )

    area.document(
        "commission_weights_below_one",
        "weights that leave a rest",
        "0.5 and 0.4 are 0.9",
        weighted("0.5", "0.4"),
        [("commission.weights_not_one", "/components", {"sum": "0.9"})],
    )
    area.document(
        "commission_weights_of_rounded_thirds",
        "thirds written as decimals",
        "three times 0.333 is 0.999",
        weighted("0.333", "0.333", "0.333"),
        [("commission.weights_not_one", "/components", {"sum": "0.999"})],
    )
    area.document(
        "commission_weight_negative",
        "a negative weight",
        "-0.5 and 1.5 are 1, and yet",
        weighted("1.5", "-0.5"),
        [("commission.negative_weight", "/components/1/weight")],
    )
    area.document(
        "commission_weight_missing",
        "components that share a target without weights",
        "both draw on the target",
        weighted(None, None),
        [
            ("commission.weight_missing", "/components/0", {"component_id": "part-0"}),
            ("commission.weight_missing", "/components/1", {"component_id": "part-1"}),
        ],
    )
    area.document(
        "commission_duplicate_component",
        "two components of one id",
        "both are deals",
        plan(RATED, RATED),
        [("commission.duplicate_component", "/components/1/id", {"component_id": "deals"})],
    )
    for made in area.vectors[-2:]:
        for component in made["definition"]["components"]:
            if component.get("weight", "") is None:
                del component["weight"]


def payouts(area):
    area.document(
        "commission_payout_missing",
        "a component that pays nothing",
        "neither rate nor table",
        plan(part()),
        [("commission.payout_missing", "/components/0")],
    )
    area.document(
        "commission_payout_conflict",
        "a rate beside a table",
        "only one of the two",
        plan(part(rate="0.1", rate_table=table())),
        [("commission.payout_conflict", "/components/0/rate")],
    )
    area.document(
        "commission_payout_conflict_of_rates",
        "a rate beside a base rate",
        "only one of the two",
        plan(part(rate="0.1", base_rate={"kind": "rate", "rate": "0.1"})),
        [("commission.payout_conflict", "/components/0/rate")],
    )
    area.document(
        "commission_base_rate_missing",
        "multipliers of nothing",
        "there is no base rate",
        plan(part(rate_table=table(value="multiplier"))),
        [("commission.base_rate_missing", "/components/0")],
    )
    area.document(
        "commission_base_rate_unused",
        "a base rate that nothing multiplies",
        "the values are rates",
        plan(part(rate_table=table(), base_rate={"kind": "rate", "rate": "0.1"})),
        [("commission.base_rate_unused", "/components/0/base_rate")],
    )
    for name, made in (
        ("by_attainment", part(rate_table=table("attainment"))),
        ("by_target", part(base_rate={"kind": "target_over_quota"})),
        ("by_quota_periods", part(rate="0.1", period="quota")),
    ):
        area.document(
            f"commission_quota_undeclared_{name}",
            "a quota is needed and none declared",
            "see the component",
            plan(made),
            [("commission.quota_undeclared", "/components/0", {"component_id": "deals"})],
        )
    for index, credit in (("units", "amount"), ("amount", "units")):
        area.document(
            f"commission_index_mismatch_{index}",
            "tiers by another column than the measure adds up",
            f"the measure adds up {credit}",
            plan(part(credit=credit, rate_table=table(index))),
            [("commission.index_mismatch", "/components/0/rate_table/index")],
        )
    area.document(
        "commission_index_mismatch_share",
        "a share of the target for each 100% of no quota",
        "shares in marginal mode are per attainment",
        plan(part(rate_table=table(value="payout_share"), quota=QUOTA)),
        [("commission.index_mismatch", "/components/0/rate_table/value")],
    )


def tables(area):
    at = "/components/0/rate_table/tiers/"
    for name, about, why, bounds, code, pointer in (
        (
            "from_missing",
            "a tier without a start",
            "the first has no from",
            [(..., "10"), ("10", None)],
            "from_missing",
            "0/from",
        ),
        ("gap", "a gap between tiers", "10 to 11 is in none", [("0", "10"), ("11", None)], "gap", "1/from"),
        (
            "gap_of_two_cents",
            "only one minor unit is closed",
            "two cents are a gap",
            [("0", "9.98"), ("10", None)],
            "gap",
            "1/from",
        ),
        ("overlap", "tiers that overlap", "9 to 10 is in both", [("0", "10"), ("9", None)], "overlap", "1/from"),
        ("unordered", "tiers from the highest", "5 is below 10", [("10", "20"), ("5", None)], "unordered", "1/from"),
        ("turned", "a tier that ends before it starts", "10 to 5", [("10", "5"), ("20", None)], "unordered", "0/to"),
        ("empty", "a tier without width", "10 to 10", [("0", "10"), ("10", "10"), ("10", None)], "empty", "1/to"),
        (
            "closed",
            "a last tier that ends",
            "credit beyond 20 lands nowhere",
            [("0", "10"), ("10", "20")],
            "closed",
            "1/to",
        ),
        (
            "open_inside",
            "a tier without an end before the last",
            "only the last has none",
            [("0", None), ("10", None)],
            "unordered",
            "0/to",
        ),
    ):
        problems = [(f"commission.tier_{code}", at + pointer)]
        if name == "turned":
            problems.append(("commission.tier_gap", at + "1/from"))
        if name == "empty":
            problems.append(("commission.tier_unordered", at + "2/from"))
        area.document(f"commission_tier_{name}", about, why, bounded(*bounds), problems)
    quota = part(rate_table=table("attainment"), quota=QUOTA)
    quota["rate_table"]["tiers"][1]["from"] = "1000.01"
    area.document(
        "commission_tier_gap_in_attainment",
        "0.01 of attainment is no minor unit",
        "gaps are closed for amounts only",
        plan(quota),
        [("commission.tier_gap", at + "1/from")],
    )
    closed = bounded(("0", "999.99"), ("1000", None))
    area.warned(
        "commission_tier_gap_closed",
        "a gap of one cent is how people write it: closed, with a warning",
        "999.99 and 1000 are a cent apart",
        closed,
        {
            "code": "commission.tier_gap_closed",
            "help": "let each tier start where the one below ends",
            "message": "the gap of one minor unit below this tier was closed: the tier below ends where this starts",
            "params": {"gap": "0.01"},
            "pointer": at + "1/from",
        },
    )
    area.oracle(
        "commission_tier_gap_closed_pays",
        "999.995 is in the lower tier, which ends at 1,000",
        bounded(("0", "1000"), ("1000", None)),
        sales("999.995", "0.01"),
    )
    area.vectors[-1]["definition"] = closed
    yen = bounded(("0", "999"), ("1000", None), currency="JPY")
    area.oracle(
        "commission_tier_gap_closed_yen",
        "a minor unit of a yen is a yen",
        bounded(("0", "1000"), ("1000", None), currency="JPY"),
        sales("999.5", "1"),
    )
    area.vectors[-1]["definition"] = yen


def policies(area):
    area.document(
        "commission_reconcile_missing",
        "a rounded total whose lines do not add up to it",
        "reconcile is none",
        plan(RATED, rounding={"at": "component", "reconcile": "none"}),
        [("commission.reconcile_missing", "/rounding/reconcile")],
    )
    unused = plan(RATED, rounding={"at": "line", "reconcile": "cumulative_difference"})
    area.warned(
        "commission_reconcile_unused",
        "lines rounded for themselves are not reconciled: a warning",
        "no total, nothing to reconcile",
        unused,
        {
            "code": "commission.reconcile_unused",
            "help": "remove reconcile, or round at component or payee",
            "message": "each line is rounded for itself, so there is no total for the lines to add up to",
            "pointer": "/rounding/reconcile",
        },
    )
    plain = plan(RATED, rounding={"at": "line"})
    area.oracle("commission_reconcile_unused_changes_nothing", "each line for itself", plain, sales("0.05", "0.05"))
    area.vectors[-1]["definition"] = unused
    area.document(
        "commission_effective_empty",
        "a plan that ends before it starts",
        "2019 is before 2020",
        plan(RATED, effective={"from": "2020-01-01", "to": "2019-01-01"}),
        [("time.empty_period", "/effective/to")],
    )
    area.document(
        "commission_zone_unknown",
        "a zone that is none",
        "there is no Mars/Olympus",
        plan(RATED, time_zone="Mars/Olympus"),
        [("time.unknown_zone", "/time_zone")],
    )
    rule = {"column": "amount", "op": "eq", "value": "many"}
    area.document(
        "commission_rule_mismatch",
        "an amount compared with a word",
        "amounts are numbers",
        plan(part(rate="0.1", eligible=rule)),
        [("rule.type_mismatch", "/components/0/eligible/value")],
    )
    several = plan(part("a"), part("a", rate="0.1", rate_table=table()), rounding={"reconcile": "none"})
    area.document(
        "commission_all_problems_together",
        "every problem of meaning at once",
        "three of components, one of rounding",
        several,
        [
            ("commission.payout_missing", "/components/0"),
            ("commission.duplicate_component", "/components/1/id"),
            ("commission.payout_conflict", "/components/1/rate"),
            ("commission.reconcile_missing", "/rounding/reconcile"),
        ],
    )


def shapes(area):
    for name, change, problem in (
        (
            "boundary_missing",
            lambda made: made["components"][0]["rate_table"].pop("boundary"),
            ("document.missing_key", "/components/0/rate_table"),
        ),
        (
            "mode_unknown",
            lambda made: made["components"][0]["rate_table"].update(mode="median"),
            ("document.unknown_value", "/components/0/rate_table/mode"),
        ),
        (
            "tiers_none",
            lambda made: made["components"][0]["rate_table"].update(tiers=[]),
            ("document.out_of_range", "/components/0/rate_table/tiers"),
        ),
        (
            "key_misspelt",
            lambda made: made["components"][0].update(wieght="1"),
            ("document.unknown_key", "/components/0/wieght"),
        ),
        (
            "value_not_a_ratio",
            lambda made: made["components"][0]["rate_table"]["tiers"][0].update(value="5%"),
            ("number.not_a_ratio", "/components/0/rate_table/tiers/0/value"),
        ),
        ("currency_unknown", lambda made: made.update(currency="DOLLAR"), ("number.unknown_currency", "/currency")),
        (
            "period_unknown",
            lambda made: made["components"][0]["measure"].update(period="week"),
            ("document.unknown_value", "/components/0/measure/period"),
        ),
    ):
        made = copy.deepcopy(plan(part(rate_table=table())))
        change(made)
        area.document(f"commission_shape_{name}", "a document of the wrong shape", "see the key named", made, [problem])
    assert PLAN["id"] == "plan"
