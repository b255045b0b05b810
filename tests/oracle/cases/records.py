"""Records that cannot be used: every code, where it points, refused and set aside."""

from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, sales, split, tiers, zero_quota

FLAT = plan(part(rate="0.1"))
BY_QUOTA = plan(part(rate_table=tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1")), quota=QUOTA))
BY_TARGET = plan(part(base_rate={"kind": "target_over_quota"}, quota=QUOTA))
TEAM = [assigned("ann"), assigned("bo")]
T1 = [sale("t1", "1000", payee=None)]
TO_T1 = "/tables/transactions/0/"


def vectors():
    area = Area("records")
    both(area)
    splits(area)
    payees(area)
    return area


def either(area, name, about, why, *given, problems, **more):
    """The same records refused, and set aside with the rest computed."""
    area.refused(name, about, why, *given, problems=problems, **more)
    params = {**more.pop("params", {}), "bad_records": "set_aside"}
    area.oracle(f"{name}_set_aside", f"{about}: the rest is computed", *given, params=params, **more)


def both(area):
    either(
        area,
        "commission_unknown_payee",
        "a payee whom no assignment names",
        "zed has no assignment",
        FLAT,
        [sale("t1", "1", payee="zed"), sale("t2", "2")],
        problems=[("commission.unknown_payee", TO_T1 + "payee_id")],
    )
    either(
        area,
        "commission_credit_conflict",
        "a payee and direct splits beside",
        "t1 names ann and has a direct split",
        FLAT,
        sales("1000", "10"),
        TEAM,
        splits=[split("t1", "bo", share="1")],
        problems=[("commission.credit_conflict", TO_T1 + "payee_id")],
    )
    euros = [sale("t1", "1000", currency="EUR"), sale("t2", "10")]
    either(
        area,
        "commission_fx_rate_missing",
        "no rate, and none is made up from its inverse or another day",
        "there is a rate from dollars, one that has ended and one of another kind",
        FLAT,
        euros,
        fx_rates=[
            rate("USD", "0.9", quote="EUR"),
            rate("EUR", "1.1", "2025-01-01", "2026-01-10"),
            rate("EUR", "1.2", kind="plan"),
        ],
        problems=[("commission.fx_rate_missing", TO_T1 + "currency")],
    )
    area.refused(
        "commission_mixed_currencies_without_rates",
        "two currencies and no rates at all",
        "no table of rates is given",
        FLAT,
        [*euros, sale("t3", "5", currency="JPY")],
        problems=[
            ("commission.fx_rate_missing", TO_T1 + "currency"),
            ("commission.fx_rate_missing", "/tables/transactions/2/currency"),
        ],
    )
    area.oracle(
        "commission_fx_rate_missing_where_none_is_needed",
        "who is not on the plan needs no rate",
        FLAT,
        [
            sale("t1", "1000", payee="bo", currency="EUR"),
            sale("t2", "1000", "2025-12-31", currency="EUR"),
            sale("t3", "5"),
        ],
        [assigned(), assigned("bo", plan_id="other")],
    )
    two = plan(part("booked", rate="0.1"), part("paid", rate="0.01", date="paid_on"))
    either(
        area,
        "commission_fx_rate_missing_for_one_component",
        "a transaction that one component cannot convert is bad for all",
        "there is a rate for the day of booking only",
        two,
        [{**sale("t1", "1000", currency="EUR"), "paid_on": "2026-02-20"}, sale("t2", "7")],
        fx_rates=[rate("EUR", "1.1", to="2026-02-01")],
        problems=[("commission.fx_rate_missing", TO_T1 + "currency")],
    )
    either(
        area,
        "commission_fx_rate_overlap",
        "two rates of one kind on one day",
        "both hold on 2026-02-01",
        FLAT,
        [sale("t1", "1000", currency="EUR"), sale("t2", "10")],
        fx_rates=[rate("EUR", "1.1", to="2026-02-02"), rate("EUR", "1.2", "2026-02-01")],
        problems=[("commission.fx_rate_overlap", "/tables/fx_rates/1/from")],
    )
    for name, worth in (("zero", "0"), ("negative", "-1.1")):
        area.refused(
            f"commission_fx_rate_{name}",
            "a rate is above zero",
            f"{worth} is not",
            FLAT,
            sales("10"),
            fx_rates=[rate("EUR", worth)],
            problems=[("commission.fx_rate_not_positive", "/tables/fx_rates/0/rate")],
        )
    either(
        area,
        "commission_units_missing",
        "no units where the plan pays by them",
        "t1 has none",
        plan(part(rate="2", credit="units")),
        [sale("t1", "1"), sale("t2", "1", units="3")],
        problems=[("table.missing_value", TO_T1 + "units")],
    )
    either(
        area,
        "commission_duplicate_transaction",
        "the same transaction twice",
        "both are t1",
        FLAT,
        [sale("t1", "1"), sale("t1", "2"), sale("t2", "4")],
        problems=[("table.duplicate_id", "/tables/transactions/1/transaction_id")],
    )


def splits(area):
    def bad(name, about, why, code, *rows, records=T1):
        problems = [(code, f"/tables/splits/{at}/share") for at in range(len(rows))]
        either(
            area,
            f"commission_split_{name}",
            about,
            why,
            FLAT,
            [*records, sale("t2", "10")],
            TEAM,
            splits=list(rows),
            problems=[*problems, (code, TO_T1 + "transaction_id")],
        )

    bad(
        "sum_below",
        "shares that leave a rest",
        "0.6 and 0.3 are 0.9",
        "commission.split_sum",
        split("t1", "ann", share="0.6"),
        split("t1", "bo", share="0.3"),
    )
    bad(
        "sum_of_rounded_thirds",
        "thirds written as decimals",
        "three times 0.333333 is not 1",
        "commission.split_sum",
        split("t1", "ann", share="0.333333"),
        split("t1", "bo", share="0.333333"),
        split("t1", "bo", share="0.333333"),
    )
    bad(
        "sum_of_no_weight",
        "weights that are all 0",
        "nothing can be shared by them",
        "commission.split_sum",
        split("t1", "ann", weight="0"),
        split("t1", "bo", weight="0"),
    )
    bad(
        "negative",
        "a negative share",
        "-0.5 and 1.5 are 1, and yet no split",
        "commission.split_negative",
        split("t1", "ann", share="1.5"),
        split("t1", "bo", share="-0.5"),
    )
    bad(
        "negative_weight",
        "a negative weight",
        "-1 is below zero",
        "commission.split_negative",
        split("t1", "ann", weight="2"),
        split("t1", "bo", weight="-1"),
    )
    bad(
        "negative_quota_share",
        "a negative quota share",
        "-0.1 is below zero",
        "commission.split_negative",
        split("t1", "ann", share="1", quota_share="-0.1"),
    )
    bad(
        "mixed",
        "a share beside a weight",
        "one direct split has each",
        "commission.split_mixed",
        split("t1", "ann", share="0.5"),
        split("t1", "bo", weight="1"),
    )
    bad(
        "both",
        "a share and a weight in one split",
        "only one of the two",
        "commission.split_mixed",
        split("t1", "ann", share="1", weight="1"),
    )
    bad("neither", "neither share nor weight", "one of the two", "commission.split_mixed", split("t1", "ann"))
    bad(
        "overlay_weight",
        "an overlay by weight",
        "weights are over direct splits",
        "commission.split_mixed",
        split("t1", "ann", share="1"),
        split("t1", "bo", weight="1", role="overlay"),
    )
    area.refused(
        "commission_split_unusable",
        "a split with a bad cell takes its transaction with it",
        "`half` is no share",
        FLAT,
        [*T1, sale("t2", "10")],
        TEAM,
        splits=[split("t1", "ann", share="half"), split("t1", "bo", share="0.5")],
        problems=[
            ("number.not_a_ratio", "/tables/splits/0/share"),
            ("commission.split_unusable", TO_T1 + "transaction_id"),
        ],
    )
    area.refused(
        "commission_split_of_no_transaction",
        "a split of a transaction that is not there",
        "there is no t9",
        FLAT,
        sales("10"),
        TEAM,
        splits=[split("t9", "ann", share="1")],
        problems=[("table.unknown_id", "/tables/splits/0/transaction_id")],
    )
    area.refused(
        "commission_split_unknown_role",
        "a role that is none",
        "direct or overlay",
        FLAT,
        [*T1],
        TEAM,
        splits=[split("t1", "ann", share="1", role="main")],
        problems=[
            ("table.unknown_value", "/tables/splits/0/role"),
            ("commission.split_unusable", TO_T1 + "transaction_id"),
        ],
    )

    either(
        area,
        "commission_split_unknown_payee",
        "a split to a payee whom no assignment names",
        "zed has no assignment",
        FLAT,
        [*T1, sale("t2", "10")],
        TEAM,
        splits=[split("t1", "ann", share="0.5"), split("t1", "zed", share="0.5")],
        problems=[
            ("commission.unknown_payee", "/tables/splits/1/payee_id"),
            ("commission.split_unusable", TO_T1 + "transaction_id"),
        ],
    )


def payees(area):
    sold = [sale("t1", "100"), sale("t2", "100", payee="bo")]
    at = "/tables/assignments/0/payee_id"
    full = quota("1000", payee="bo")
    targets = [assigned("ann", target="1000"), assigned("bo", target="1000")]

    def payee(name, about, why, code, document=BY_QUOTA, assignments=None, quotas=(), at=at, params=None):
        either(
            area,
            f"commission_{name}",
            about,
            why,
            document,
            sold,
            assignments or targets,
            quotas=[full, *quotas],
            problems=[(code, at)],
            params=params or {},
        )

    payee("quota_missing", "no quota at all: not the same as a quota of 0", "ann has none", "commission.quota_missing")
    payee(
        "quota_missing_of_the_measure",
        "a quota of another measure",
        "it names another",
        "commission.quota_missing",
        quotas=[quota("1", measure_id="other")],
    )
    payee(
        "quota_missing_known_later",
        "a quota that was not known yet",
        "it became known that day",
        "commission.quota_missing",
        quotas=[quota("1", known_at="2026-04-01T00:00:00Z")],
        params={"known_at": "2026-04-01T00:00:00Z"},
    )
    payee(
        "quota_span_short",
        "a quota that ends a month early",
        "March is not covered",
        "commission.quota_span",
        quotas=[quota("1", to="2026-03-01")],
    )
    payee(
        "quota_span_gap",
        "two quotas with a day between",
        "February 1st has none",
        "commission.quota_span",
        quotas=[quota("1", to="2026-02-01"), quota("1", "2026-02-02")],
    )
    payee(
        "quota_span_long",
        "a quota of the year for a quarter",
        "it is not cut to fit",
        "commission.quota_span",
        quotas=[quota("1", to="2027-01-01")],
    )
    payee(
        "quota_zero",
        "a quota of 0",
        "the plan says nothing, which is an error",
        "commission.quota_zero",
        quotas=[quota("0")],
    )
    for policy in ("full_attainment", "top_tier"):
        document = plan(part(base_rate={"kind": "target_over_quota"}, quota=zero_quota(policy)))
        payee(
            f"quota_zero_target_{policy}",
            "a target over a quota of 0 is no rate",
            "a number over 0",
            "commission.quota_zero",
            document=document,
            quotas=[quota("0")],
        )
    payee(
        "target_missing",
        "no target variable where one is needed",
        "ann has none",
        "commission.target_missing",
        document=BY_TARGET,
        assignments=[assigned("ann"), targets[1]],
        quotas=[quota("1000")],
    )
    for column, code, row in (
        ("amount", "commission.quota_negative", quota("-1")),
        ("to", "time.empty_period", quota("1", to="2026-01-01")),
        ("currency", "number.currency_mismatch", quota("1", currency="EUR")),
    ):
        area.refused(
            f"commission_quota_bad_{column}",
            "a quota that is none",
            f"see its {column}",
            BY_QUOTA,
            sold[1:],
            targets[1:],
            quotas=[full, {**row, "payee_id": "bo", "measure_id": "other"}],
            problems=[(code, f"/tables/quotas/1/{column}")],
        )
    area.refused(
        "commission_quota_overlap",
        "two quotas of one measure on one day",
        "both hold on January 1st",
        BY_QUOTA,
        sold[1:],
        targets[1:],
        quotas=[full, full],
        problems=[("commission.quota_overlap", "/tables/quotas/1/from")],
    )
    either(
        area,
        "commission_assignment_overlap",
        "two assignments to the plan on one day",
        "both hold in February",
        FLAT,
        sold,
        [assigned("ann", to="2026-03-01"), assigned("bo"), assigned("ann", start="2026-02-01")],
        problems=[("commission.assignment_overlap", "/tables/assignments/2/from")],
    )
    error = plan(part(rate_table=tiers("amount", "marginal", "rate", ("0", "0.1"), below="error")))
    for policy in ("refuse", "set_aside"):
        area.refused(
            f"commission_below_first_tier_{policy}",
            "a measure below the first tier, where the plan calls that an error",
            "100 - 300 is below 0",
            error,
            [sale("t2", "-300", "2026-01-11"), sale("t1", "100")],
            params={"bad_records": policy},
            problems=[("commission.below_first_tier", TO_T1 + "amount", {"payee_id": "ann", "component_id": "deals"})],
        )
