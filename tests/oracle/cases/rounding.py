"""Every level, way to reconcile and mode of rounding; large numbers and thirds."""

from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales, split, tiers

HALVES = ["0.10", "0.30", "-0.10", "0.50", "-0.30"]
MODES = ["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]


def vectors():
    area = Area("rounding")
    for mode in MODES:
        area.oracle(
            f"commission_rounding_line_{mode}",
            "half cents, each line for itself",
            plan(part(rate="0.05"), rounding={"at": "line", "mode": mode}),
            sales(*HALVES),
        )
    policies(area)
    currencies(area)
    sizes(area)
    return area


def policies(area):
    thirds = sales("10", "10", "10", "-10", "0.01")
    for at in ("line", "component", "payee"):
        for reconcile in [None] if at == "line" else [None, "cumulative_difference", "largest_remainder"]:
            policy = {"at": at} if reconcile is None else {"at": at, "reconcile": reconcile}
            area.oracle(
                f"commission_rounding_{at}_{reconcile or 'default'}",
                "thirds of a dollar in two components",
                plan(part("first", rate="1/3"), part("second", rate="1/7"), rounding=policy),
                thirds,
            )
    area.oracle(
        "commission_rounding_default",
        "no policy: by component, cumulative, half up",
        plan(part(rate="1/3")),
        sales("1", "1", "1"),
    )
    area.oracle(
        "commission_rounding_line_none",
        "lines for themselves, said twice",
        plan(part(rate="1/3"), rounding={"at": "line", "reconcile": "none"}),
        sales("1", "1", "1"),
    )
    area.oracle(
        "commission_rounding_continues_in_later_months",
        "February's cents follow January's in the quarter",
        plan(part(rate="1/3")),
        [sale("t1", "10", "2026-01-10"), sale("t2", "10", "2026-02-10")],
        params={"period": "2026-M02"},
    )
    area.oracle(
        "commission_rounding_largest_remainder_of_a_month",
        "only the lines of the call share its total",
        plan(part(rate="1/3"), rounding={"reconcile": "largest_remainder"}),
        [sale("t1", "10", "2026-01-10"), sale("t2", "10", "2026-02-10"), sale("t3", "10", "2026-02-11")],
        params={"period": "2026-M02"},
    )
    area.oracle(
        "commission_rounding_starts_again_in_each_measure_period",
        "two months, each with its own cents",
        plan(part(rate="1/3", period="month")),
        [sale("t1", "10", "2026-01-10"), sale("t2", "10", "2026-01-11"), sale("t3", "10", "2026-02-10")],
    )
    area.oracle(
        "commission_rounding_payee_over_months",
        "the payee's cents go on from component to component and month to month",
        plan(part("first", rate="1/3", period="month"), part("second", rate="1/6"), rounding={"at": "payee"}),
        [sale("t1", "10", "2026-01-10"), sale("t2", "10", "2026-01-11"), sale("t3", "10", "2026-02-10")],
    )
    area.oracle(
        "commission_rounding_refund_mirrors_sale",
        "half up away from zero: a sale and its refund are 0",
        plan(part(rate="0.05"), rounding={"at": "line"}),
        sales("0.10", "-0.10"),
    )
    area.oracle(
        "commission_rounding_largest_remainder_ties",
        "equal fractions: the earlier line gets the cent",
        plan(part(rate="0.5"), rounding={"reconcile": "largest_remainder"}),
        sales("0.01", "0.01", "0.02", "0.01"),
    )
    area.oracle(
        "commission_rounding_largest_remainder_negative",
        "a negative total mirrors the positive one",
        plan(part(rate="1/3"), rounding={"reconcile": "largest_remainder"}),
        sales("-10", "-10", "-0.5"),
    )


def currencies(area):
    area.oracle(
        "commission_rounding_yen",
        "a yen has no cents",
        plan(part(rate="0.05"), currency="JPY"),
        sales("1010", "1010", "1010"),
    )
    area.oracle(
        "commission_rounding_dinar",
        "a dinar has a thousand fils",
        plan(part(rate="1/3"), currency="KWD"),
        sales("1", "1", "1"),
    )


def sizes(area):
    area.oracle(
        "commission_amounts_finer_than_cents",
        "an amount may be finer than a cent and stays so",
        plan(part(rate="1")),
        sales("0.004", "0.004", "0.004"),
    )
    area.oracle(
        "commission_weights_in_thirds",
        "three components share the target in thirds",
        plan(
            *[
                part(name, weight="1/3", base_rate={"kind": "target_over_quota"}, quota=QUOTA)
                for name in ("first", "second", "third")
            ]
        ),
        sales("1000"),
        [assigned(target="1000")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_splits_in_thirds",
        "three payees share a deal in thirds",
        plan(part(rate="0.1")),
        [sale("t1", "100", payee=None)],
        [assigned("ann"), assigned("bo"), assigned("cy")],
        splits=[split("t1", payee, share="1/3") for payee in ("ann", "bo", "cy")],
    )
    area.oracle(
        "commission_large_and_small",
        "19 digits and a fraction of a cent in one sum",
        plan(part(rate_table=tiers("amount", "marginal", "rate", ("0", "1/3"), ("1000000000000000", "0.123456789")))),
        sales("9999999999999999.99", "0.0001", "-9999999999999999.98"),
    )
    area.oracle(
        "commission_beyond_128_bits",
        "products beyond 128 bits are computed exactly all the same",
        plan(
            part(
                rate_table=tiers("attainment", "whole", "multiplier", ("0", "1/7"), ("1/3", "1.0000000001")),
                base_rate={"kind": "target_over_quota"},
                quota=QUOTA,
            )
        ),
        sales("333333333333.333333", "0.000000000001", "98765432.123456789"),
        [assigned(target="99999999999.99")],
        quotas=[quota("999999999999.999997")],
    )
    area.oracle(
        "commission_shown_to_12_places",
        "a rate that is no decimal is shown half even to 12 places",
        plan(part(rate="2/3")),
        sales("1", "0.5"),
    )
    area.refused(
        "commission_result_beyond_28_digits",
        "a result that no decimal holds is refused, not rounded",
        "10^21 times 10^8 has 30 digits",
        plan(part(rate="100000000")),
        sales("1", "1000000000000000000000"),
        problems=[
            ("number.out_of_range", "/tables/transactions/1/amount", {"payee_id": "ann", "component_id": "deals"})
        ],
    )
