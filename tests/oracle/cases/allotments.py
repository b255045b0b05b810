"""What a segment is given: quotas that change, ramps, relief, attainment to date."""

from .explained import EARNING, INSIDE, TIER, credited, explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, sale, tiers, zero_quota
from .segments import BY_QUOTA, BY_TARGET, FULL, MODES, MONTHLY, TABLE, TARGET



def vectors():
    area = Area("allotments")
    quotas(area)
    ramps(area)
    held_back(area)
    guaranteed(area)
    relief(area)
    views(area)
    faults(area)
    explained(area)
    return area


def quotas(area):
    moving = part(rate_table=TABLE, quota={"source": "table", "parts": "segments"})
    halves = [quota("4000", to="2026-02-15"), quota("6000", "2026-02-15")]
    for mode in MODES:
        area.oracle(
            f"commission_quota_change_{mode}",
            "a quota that changes within the quarter starts a segment",
            plan(moving, mid_period=mode),
            MONTHLY,
            quotas=halves,
        )
    area.oracle(
        "commission_quota_change_for_a_hire",
        "a quota that changes is prorated for who came later",
        plan(moving),
        MONTHLY,
        [assigned(start="2026-02-01")],
        quotas=halves,
    )
    area.refused(
        "commission_quota_change_with_a_gap",
        "ten days between two quotas have none",
        "the segment from February 5th to 15th has no quota",
        plan(moving),
        MONTHLY,
        quotas=[quota("4000", to="2026-02-05"), quota("6000", "2026-02-15")],
        problems=[("commission.quota_missing", "/tables/assignments/0/payee_id")],
    )
    early, late = "2025-12-01T00:00:00Z", "2026-02-10T00:00:00Z"
    rewritten = [
        quota("9000", known_at=early),
        quota("4000", to="2026-02-15", known_at=late),
        quota("2000", "2026-02-15", known_at=late),
    ]
    for name, params in (("then", {"known_at": late}), ("now", {})):
        area.oracle(
            f"commission_quota_rewritten_{name}",
            "a quota replaced by two of other spans: what was known last at the question holds",
            plan(BY_QUOTA),
            MONTHLY,
            params=params,
            quotas=rewritten,
        )
    area.refused(
        "commission_quota_rewritten_in_part",
        "a later version that covers a part of the quarter leaves the rest without a quota",
        "the earlier version is replaced as a whole",
        plan(BY_QUOTA),
        MONTHLY,
        quotas=rewritten[:2],
        problems=[("commission.quota_span", "/tables/assignments/0/payee_id")],
    )
    area.refused(
        "commission_quota_versions_known_together",
        "two versions known at the same moment",
        "neither is the later one",
        plan(BY_QUOTA),
        MONTHLY,
        quotas=[*rewritten, quota("3000", "2026-03-01", known_at=late)],
        problems=[("commission.quota_overlap", "/tables/quotas/3/from")],
    )


def ramps(area):
    ramp = {"months": [{"quota": "0.25"}, {"quota": "0.5"}, {"quota": "0.75"}]}
    for first in ("start_month", "first_full_month"):
        for start in ("2026-01-01", "2026-01-20", "2025-12-15", "2025-09-01", "2026-03-31"):
            area.oracle(
                f"commission_ramp_{first}_from_{start[2:].replace('-', '_')}",
                "a quarter's quota is the sum over its months, each at its part of the ramp",
                plan(BY_QUOTA, ramp={**ramp, "first_month": first}),
                MONTHLY,
                [{**assigned(start="2025-01-01"), "ramp_start": start}],
                quotas=FULL,
            )
    area.oracle(
        "commission_ramp_of_a_hire",
        "base times ramp times proration: February at a quarter of its part, March at a half",
        plan(BY_QUOTA, ramp=ramp),
        MONTHLY,
        [{**assigned(start="2026-02-10"), "ramp_start": "2026-02-10"}],
        quotas=FULL,
    )
    area.oracle(
        "commission_ramp_by_month",
        "a monthly measure has the month's own part",
        plan(part(rate_table=TABLE, quota=QUOTA, period="month"), ramp=ramp),
        MONTHLY,
        [{**assigned(start="2026-01-20"), "ramp_start": "2026-01-20"}],
        quotas=[
            quota("3000", to="2026-02-01"),
            quota("3000", "2026-02-01", "2026-03-01"),
            quota("3000", "2026-03-01"),
        ],
    )
    area.oracle(
        "commission_ramp_by_whole_months",
        "by whole months each month of the quarter weighs the same",
        plan(BY_QUOTA, ramp=ramp, proration={"basis": "whole_months"}),
        MONTHLY,
        [{**assigned(), "ramp_start": "2026-01-01"}],
        quotas=FULL,
    )
    area.oracle(
        "commission_ramp_of_a_quota_as_given",
        "a quota that is not prorated has the average of the ramp over the days",
        plan(BY_QUOTA, ramp=ramp, proration={"applies_to": []}),
        MONTHLY,
        [{**assigned(start="2026-02-01"), "ramp_start": "2026-02-01"}],
        quotas=FULL,
    )
    area.oracle(
        "commission_ramp_without_a_start",
        "who has no ramp start is not ramped",
        plan(BY_QUOTA, ramp=ramp),
        MONTHLY,
        quotas=FULL,
    )
    faster = {"months": [{"rate_multiplier": "1.5"}, {"quota": "0.5", "rate_multiplier": "4/3"}, {"guarantee": "500"}]}
    for period in ("2026-Q1", "2026-M02"):
        area.oracle(
            f"commission_ramp_multiplies_rates_{period[5:].lower()}",
            "one running sum and one quota, at each month's own rates",
            plan(BY_TARGET, ramp=faster),
            MONTHLY,
            [{**assigned(target="900"), "ramp_start": "2026-01-01"}],
            params={"period": period},
            quotas=FULL,
        )


def held_back(area):
    held = {"months": [{"accelerators": False}, {"accelerators": True}]}
    started = [{**assigned(target="900"), "ramp_start": "2026-02-01"}]
    for mode, value in (
        ("marginal", "multiplier"),
        ("whole", "multiplier"),
        ("whole", "payout_share"),
        ("marginal", "step_amount"),
        ("interpolated", "multiplier"),
    ):
        for boundary in ("lower_inclusive", "upper_inclusive"):
            steps = [("0", "0.5"), ("0.5", "1"), ("1", "1.5"), ("1.1", "2")]
            table = tiers("attainment", mode, value, *steps, boundary=boundary)
            if mode == "interpolated":
                table["tiers"][-1]["to"] = "2"
            more = {"base_rate": TARGET} if value == "multiplier" else {}
            area.oracle(
                f"commission_ramp_without_accelerators_{mode}_{value}_{boundary}",
                "in the first month nothing above 100 % pays more than what 100 % reaches; in the second it does again",
                plan(part(rate_table=table, quota=QUOTA, **more), ramp=held),
                [*MONTHLY, sale("t5", "1000", "2026-02-28")],
                started,
                quotas=[quota("8000")],
            )
    for name, curve in (
        ("extrapolated", {"points": [["0.5", "0"], ["1", "1"]], "above": "extrapolate"}),
        ("between_points", {"points": [["0", "0"], ["1.25", "2"], ["2", "2"]]}),
        ("jumps", {"points": [["0", "0"], ["1", "0.8"], ["1", "1"], ["1.5", "2"]]}),
        ("starts_above", {"points": [["1.1", "1"], ["1.5", "2"]], "below": "extrapolate"}),
    ):
        area.oracle(
            f"commission_ramp_without_accelerators_curve_{name}",
            "in the first month a curve stays where it is at 100 %",
            plan(part(curve={"x": "attainment", "apply": "share_of_target", **curve}, quota=QUOTA), ramp=held),
            [*MONTHLY, sale("t5", "1000", "2026-02-28")],
            started,
            quotas=[quota("8000")],
        )


def guaranteed(area):
    sure = {"months": [{"guarantee": "3000"}, {"guarantee": "2000"}, {}]}
    for name, start, first, applies in (
        ("from_its_first_day", "2026-01-01", "start_month", None),
        ("from_mid_month", "2026-01-17", "start_month", None),
        ("from_the_first_full_month", "2026-01-17", "first_full_month", None),
        ("in_full", "2026-01-17", "start_month", ["quota", "target_variable"]),
        ("that_is_over", "2025-06-01", "start_month", None),
    ):
        area.oracle(
            f"commission_ramp_guarantee_{name}",
            "what the settlement pays at least, month by month, in the payee's total",
            plan(
                BY_QUOTA,
                ramp={**sure, "first_month": first},
                **({"proration": {"applies_to": applies}} if applies else {}),
            ),
            MONTHLY,
            [{**assigned(start=start), "ramp_start": start}],
            quotas=FULL,
        )


def relief(area):
    table = {"payee_id": "ann", "from": "2026-02-01", "to": "2026-03-01", "amount": "2000"}
    for name, about, rows in (
        ("within", "a month's leave takes 2,000 off the quota", [table]),
        ("twice", "those for the same days add up", [table, {**table, "amount": "500.50"}]),
        (
            "by_measure",
            "one for this measure, one for another",
            [{**table, "measure_id": "deals"}, {**table, "measure_id": "other"}],
        ),
        (
            "across",
            "28 of 48 days lie in the quarter",
            [{**table, "from": "2026-03-04", "to": "2026-04-21", "amount": "4800"}],
        ),
        ("outside", "a leave in another quarter", [{**table, "from": "2026-04-01", "to": "2026-05-01"}]),
        ("of_a_stranger", "who is not on the plan", [{**table, "payee_id": "zed"}]),
    ):
        area.oracle(f"commission_relief_{name}", about, plan(BY_QUOTA), MONTHLY, quotas=FULL, quota_relief=rows)
    area.oracle(
        "commission_relief_known_later",
        "the relief as it was known then: not at all",
        plan(BY_QUOTA),
        MONTHLY,
        params={"known_at": "2026-03-01T00:00:00Z"},
        quotas=FULL,
        quota_relief=[{**table, "known_at": "2026-03-01T00:00:00Z"}],
    )
    area.oracle(
        "commission_relief_of_a_hire",
        "relief comes after proration",
        plan(BY_QUOTA),
        MONTHLY,
        [assigned(start="2026-02-15")],
        quotas=FULL,
        quota_relief=[table],
    )
    above = [{**table, "amount": "9000.01"}]
    for policy in ("zero_attainment", "full_attainment", "top_tier"):
        area.oracle(
            f"commission_relief_above_quota_{policy}",
            "relief above the quota leaves a quota of 0, for which the plan has its policy",
            plan(part(rate_table=TABLE, quota=zero_quota(policy))),
            MONTHLY,
            quotas=FULL,
            quota_relief=above,
        )
    area.refused(
        "commission_relief_above_quota",
        "relief above the quota leaves a quota of 0",
        "the plan says nothing of such a quota, which is an error",
        plan(BY_QUOTA),
        MONTHLY,
        quotas=FULL,
        quota_relief=above,
        problems=[("commission.quota_zero", "/tables/assignments/0/payee_id")],
    )
    area.refused(
        "commission_relief_bad",
        "reliefs that are none, all at once",
        "see the column of each",
        plan(BY_QUOTA),
        MONTHLY,
        quotas=FULL,
        quota_relief=[{**table, "amount": "-1"}, {**table, "to": "2026-02-01"}, {**table, "currency": "EUR"}],
        problems=[
            ("commission.relief_negative", "/tables/quota_relief/0/amount"),
            ("time.empty_period", "/tables/quota_relief/1/to"),
            ("number.currency_mismatch", "/tables/quota_relief/2/currency"),
        ],
    )


def views(area):
    year = plan(part(rate_table=TABLE, quota=QUOTA, period="year"))
    annual = [quota("36500", "2026-01-01", "2027-01-01")]
    for name, assignments in (("year", None), ("hire", [assigned(start="2026-02-10")])):
        for denominator in ("full_period", "to_date"):
            area.oracle(
                f"commission_{denominator}_of_a_{name}",
                "after one quarter of a year's measure; what is paid is the same either way",
                year,
                MONTHLY,
                assignments,
                params={"denominator": denominator},
                quotas=annual,
            )


def faults(area):
    for position, key in enumerate(("quota", "rate_multiplier", "guarantee")):
        months = [{}, {}, {}]
        months[position] = {key: "-0.5"}
        area.document(
            f"commission_ramp_negative_{key}",
            "a month of a ramp below zero",
            "what a ramp gives is zero or more",
            plan(BY_QUOTA, ramp={"months": months}),
            [("commission.ramp_negative", f"/ramp/months/{position}/{key}")],
        )
    area.warned(
        "commission_holidays_unused",
        "holidays where no working days are counted",
        "calendar days have no holidays",
        plan(BY_QUOTA, proration={"holidays": ["2026-01-01"]}),
        {
            "code": "commission.holidays_unused",
            "help": "prorate by working_days, or remove them",
            "message": "only working days leave holidays out",
            "pointer": "/proration/holidays",
        },
    )


def explained(area):
    """30 of 90 days of a quota of 9,000 at a half, less 200: 1,300; 30 of 90 days of a target of 900."""
    quota_node = node(
        "quota",
        "1300",
        "each quota times the part of it that counts, less relief, never below zero",
        parts=[
            node(
                "given",
                "1500",
                "a quota times the part of it that counts: proration, and ramp in it",
                "/tables/quotas/0",
                amount="9000",
                factor="1/6",
            ),
            node(
                "relief",
                "-200",
                "a relief times the part of its days",
                "/tables/quota_relief/0",
                amount="400",
                factor="0.5",
            ),
        ],
    )
    target_node = node(
        "target_variable",
        "300",
        "the target variable times the part of the period",
        "/tables/assignments/0/target_variable",
        given="900",
        factor="1/3",
    )
    explain(
        area,
        "commission_explained_terms",
        "where the quota and the target variable of a part of a quarter come from",
        "9,000 x 30/90 x 0.5 - 400 x 15/30 = 1,300; 900 x 30/90 = 300; 650 of 1,300 earn 150",
        plan(BY_TARGET, ramp={"months": [{"quota": "0.5"}, {"quota": "0.5"}]}),
        [sale("t1", "650", "2026-03-05")],
        [{**assigned(target="900", start="2026-03-02"), "ramp_start": "2026-03-02"}],
        quotas=FULL,
        quota_relief=[{"payee_id": "ann", "from": "2026-02-15", "to": "2026-03-17", "amount": "400"}],
        tree=node(
            "earning",
            "150",
            EARNING,
            "/components/0",
            parts=[
                node("tier 1", "150", INSIDE, f"{TIER}0", credit="650", rate="3/13"),
                credited("650", 0),
                quota_node,
                target_node,
            ],
            rounded="150",
            rounding="0",
            quota="1300",
            target_variable="300",
            measure_before="0",
            measure_after="650",
            transaction="t1",
            date="2026-03-05",
        ),
    )
