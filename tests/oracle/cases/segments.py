"""Time: segments of a measure period, proration, ramps, relief, and quotas that changed."""

from .explained import EARNING, INSIDE, TIER, credited, explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, sale, tiers, zero_quota

TABLE = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
TARGET = {"kind": "target_over_quota"}
BY_QUOTA = part(rate_table=TABLE, quota=QUOTA)
BY_TARGET = part(
    rate_table=tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1", "2")), base_rate=TARGET, quota=QUOTA
)
FULL = [quota("9000")]
MONTHLY = [
    sale("t1", "1000", "2026-01-10"),
    sale("t2", "3000", "2026-02-14"),
    sale("t3", "4000", "2026-02-15"),
    sale("t4", "2500", "2026-03-20"),
]
MODES = ("segmented", "carry_attainment", "latest_for_all")


def vectors():
    area = Area("segments")
    worked(area)
    parts(area)
    bases(area)
    changes(area)
    plans(area)
    versions(area)
    quotas(area)
    ramps(area)
    relief(area)
    views(area)
    faults(area)
    explained(area)
    return area


def worked(area):
    year = part(
        rate_table=tiers("attainment", "whole", "payout_share", ("0", "0"), ("1", "1")), quota=QUOTA, period="year"
    )
    given = {"quotas": [quota("800000", "2019-01-01", "2020-01-01")], "params": {"period": "2019"}}
    area.worked(
        "seanmasters-annual-proration",
        "commission_worked_annual_proration",
        "214 of 365 days: a quota of 469,041.10, shown exactly, and 43,972.60 for reaching it",
        plan(year, effective={"from": "2019-01-01"}),
        [sale("t1", "469041.10", "2019-12-31")],
        [assigned(target="75000", start="2019-06-01")],
        lines=[{"amount": "43972.6"}],
        statements=[
            {"quota": "469041.095890410959", "base_quota": "800000", "earned": "43972.6", "period_from": "2019-06-01"},
            {"component_id": None, "earned": "43972.6"},
        ],
        **given,
    )
    area.worked(
        "seanmasters-annual-proration",
        "commission_worked_annual_proration_a_cent_short",
        "a cent less is no 100 %",
        plan(year, effective={"from": "2019-01-01"}),
        [sale("t1", "469041.09", "2019-12-31")],
        [assigned(target="75000", start="2019-06-01")],
        lines=[{"amount": "0"}],
        **given,
    )
    for start, basis in (
        ("2019-06-01", "whole_months"),
        ("2019-06-02", "whole_months"),
        ("2019-06-02", "calendar_days"),
    ):
        area.oracle(
            f"commission_start_day_{start[-2:]}_by_{basis}",
            "one convention, named: by days the start day counts, by months the month whose first day is there",
            plan(year, effective={"from": "2019-01-01"}, proration={"basis": basis}),
            [sale("t1", "500000", "2019-12-31")],
            [assigned(target="75000", start=start)],
            **given,
        )


def parts(area):
    for name, about, start, to in (
        ("first_day", "hired on the first day: everything in full", "2026-01-01", None),
        ("second_day", "hired on the second day: 89 of 90 days", "2026-01-02", None),
        ("last_day", "hired on the last day: 1 of 90", "2026-03-31", None),
        ("day_after", "hired on the day after: no statement", "2026-04-01", None),
        ("leaver", "left after the 14th of February: 45 of 90 days", "2020-01-01", "2026-02-15"),
        ("one_day", "there for one day", "2026-02-14", "2026-02-15"),
    ):
        area.oracle(
            f"commission_part_{name}",
            about,
            plan(BY_TARGET),
            MONTHLY,
            [assigned(target="900", start=start, to=to)],
            quotas=FULL,
        )
    away = [assigned(target="900", to="2026-02-01"), assigned(target="900", start="2026-03-01")]
    for mode in MODES:
        area.oracle(
            f"commission_leave_{mode}",
            "away in February: two segments, or one of 62 days of 90",
            plan(BY_TARGET, mid_period=mode),
            MONTHLY,
            away,
            quotas=FULL,
        )
    area.oracle(
        "commission_part_with_a_quota_of_its_own",
        "a quota for just these days is not prorated",
        plan(BY_TARGET),
        MONTHLY,
        [assigned(target="900", start="2026-02-10")],
        quotas=[quota("5000", "2026-02-10")],
    )
    area.oracle(
        "commission_part_of_quotas_by_month",
        "a quota in months: 19 of 28 days of February, all of March",
        plan(BY_TARGET),
        MONTHLY,
        [assigned(target="900", start="2026-02-10")],
        quotas=[
            quota("1000", to="2026-02-01"),
            quota("2800", "2026-02-01", "2026-03-01"),
            quota("5000", "2026-03-01"),
        ],
    )
    for name, applies in (("nothing", []), ("quota", ["quota"]), ("target", ["target_variable"])):
        area.oracle(
            f"commission_proration_of_{name}",
            "what is not prorated is taken as given, with a warning",
            plan(BY_TARGET, proration={"applies_to": applies}),
            MONTHLY,
            [assigned(target="900", start="2026-02-15")],
            quotas=FULL,
        )
    area.oracle(
        "commission_part_of_each_month_paid",
        "monthly pay on a quarterly measure that starts on the hire's first day",
        plan(BY_QUOTA),
        MONTHLY,
        [assigned(start="2026-02-10")],
        params={"period": "2026-02"},
        quotas=FULL,
    )
    area.oracle(
        "commission_renewal_changes_nothing",
        "an assignment renewed on the same terms is one segment",
        plan(BY_TARGET),
        MONTHLY,
        [assigned(target="900", to="2026-02-15"), assigned(target="900", start="2026-02-15")],
        quotas=FULL,
    )
    area.oracle(
        "commission_plan_starts_within_the_quarter",
        "a plan in force from mid-February has the quota of its days",
        plan(BY_QUOTA, effective={"from": "2026-02-15"}),
        MONTHLY,
        quotas=FULL,
    )


def bases(area):
    days = {
        "calendar_days": {},
        "whole_months": {},
        "thirty_360": {},
        "working_days": {"holidays": ["2026-01-01", "2026-02-16", "2026-02-14", "2026-02-16"]},
    }
    for basis, more in days.items():
        for start in ("2026-02-01", "2026-02-16", "2026-03-31"):
            area.oracle(
                f"commission_proration_{basis}_from_{start[5:].replace('-', '_')}",
                "the part of a quarter by this basis",
                plan(part(base_rate=TARGET, quota=zero_quota("zero_attainment")), proration={"basis": basis, **more}),
                [sale("t1", "1000", "2026-03-31")],
                [assigned(target="9000", start=start)],
                quotas=FULL,
            )
    area.refused(
        "commission_proration_to_a_quota_of_nothing",
        "hired after the first of the last month, by whole months",
        "no month of the quarter belongs to ann, so her quota is 0",
        plan(BY_QUOTA, proration={"basis": "whole_months"}),
        MONTHLY,
        [assigned(start="2026-03-02")],
        quotas=FULL,
        problems=[("commission.quota_zero", "/tables/assignments/0/payee_id")],
    )


def changes(area):
    raised = [assigned(target="900", to="2026-02-15"), assigned(target="1800", start="2026-02-15")]
    for mode in MODES:
        for period in ("2026-Q1", "2026-01", "2026-M02", "2026-M03"):
            area.oracle(
                f"commission_mid_period_{mode}_{period[5:].lower()}",
                "the target variable doubles in the middle of the quarter",
                plan(BY_TARGET, mid_period=mode),
                MONTHLY,
                raised,
                params={"period": period},
                quotas=FULL,
            )
        area.oracle(
            f"commission_mid_period_{mode}_whole",
            "all credit at the tier reached, which a later segment may raise for the earlier ones",
            plan(
                part(
                    rate_table=tiers("attainment", "whole", "multiplier", ("0", "1"), ("1", "2")),
                    base_rate=TARGET,
                    quota=QUOTA,
                ),
                mid_period=mode,
            ),
            MONTHLY,
            raised,
            quotas=FULL,
        )
        area.oracle(
            f"commission_mid_period_{mode}_without_target",
            "a component that pays by no target does not change with it",
            plan(BY_QUOTA, mid_period=mode),
            MONTHLY,
            raised,
            quotas=FULL,
        )
    area.refused(
        "commission_mid_period_target_missing",
        "the second segment has no target variable",
        "the assignment of the segment at fault is pointed to",
        plan(BY_TARGET),
        MONTHLY,
        [raised[0], assigned(start="2026-02-15")],
        quotas=FULL,
        problems=[("commission.target_missing", "/tables/assignments/1/payee_id")],
    )
    area.oracle(
        "commission_mid_period_rounding",
        "each segment is rounded for itself, and its lines add up",
        plan(part(base_rate=TARGET, quota=QUOTA), rounding={"at": "payee"}),
        [sale("t1", "33.33", "2026-01-02"), sale("t2", "33.34", "2026-02-20"), sale("t3", "33.33", "2026-03-02")],
        [assigned(target="1000", to="2026-02-15"), assigned(target="777.77", start="2026-02-15")],
        quotas=[quota("7000")],
    )


def plans(area):
    people = [
        assigned(target="900", plan_id="junior", to="2026-02-15"),
        assigned(target="1800", plan_id="senior", start="2026-02-15"),
    ]
    for name, steps in (("junior", ("0", "1")), ("senior", ("0", "1.5"))):
        rates = tiers("attainment", "marginal", "multiplier", steps, ("1", "2"))
        area.oracle(
            f"commission_plan_change_{name}",
            "from one plan to another within a quarter: each plan has its segment, each in a call of its own",
            plan(part(rate_table=rates, base_rate=TARGET, quota=QUOTA), id=name),
            MONTHLY,
            people,
            quotas=FULL,
        )


def versions(area):
    slow = tiers("attainment", "marginal", "multiplier", ("0", "0.5"), ("1", "1"))
    before = {
        "effective": {"from": "2025-01-01", "to": "2026-02-15"},
        "components": [part(rate_table=slow, base_rate=TARGET, quota=QUOTA), part("gone", rate="0.01", period="month")],
    }
    for component in before["components"]:
        component["weight"] = "1" if component["id"] == "deals" else "0"
    for mode in MODES:
        for period in ("2026-Q1", "2026-M03"):
            area.oracle(
                f"commission_versions_{mode}_{period[5:].lower()}",
                "a new version of the plan from mid-February, without one component and with another rate table",
                plan(
                    BY_TARGET,
                    effective={"from": "2026-02-15"},
                    mid_period=mode,
                    earlier_versions=[before],
                ),
                MONTHLY,
                [assigned(target="900")],
                params={"period": period},
                quotas=FULL,
            )
    area.oracle(
        "commission_versions_with_a_gap",
        "between two versions nobody is on the plan",
        plan(
            BY_QUOTA,
            effective={"from": "2026-03-01"},
            earlier_versions=[
                {"effective": {"from": "2026-01-11", "to": "2026-02-15"}, "components": [BY_QUOTA]},
                {"effective": {"from": "2024-01-01", "to": "2026-01-11"}, "components": [BY_QUOTA]},
            ],
        ),
        MONTHLY,
        quotas=FULL,
    )
    flat = part(rate="0.1")
    area.document(
        "commission_versions_overlap",
        "two versions on one day, and one that ends before it starts",
        "February belongs to both",
        plan(
            flat,
            effective={"from": "2026-02-01"},
            earlier_versions=[
                {"effective": {"from": "2025-01-01", "to": "2026-03-01"}, "components": [flat]},
                {"effective": {"from": "2025-01-01", "to": "2024-12-01"}, "components": [flat]},
            ],
        ),
        [
            ("commission.version_overlap", "/earlier_versions/0/effective"),
            ("time.empty_period", "/earlier_versions/1/effective/to"),
        ],
    )
    area.document(
        "commission_versions_are_checked",
        "an earlier version is held to the same rules, at its own place",
        "two ids and two weights that do not add up",
        plan(
            flat,
            effective={"from": "2026-02-01"},
            earlier_versions=[
                {
                    "effective": {"from": "2025-01-01", "to": "2026-02-01"},
                    "components": [{**flat, "weight": "0.5"}, {**flat, "weight": "0.4"}],
                }
            ],
        ),
        [
            ("commission.weights_not_one", "/earlier_versions/0/components"),
            ("commission.duplicate_component", "/earlier_versions/0/components/1/id"),
        ],
    )


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
        ("by_measure", "one for this measure, one for another", [{**table, "measure_id": "deals"}, {**table, "measure_id": "other"}]),
        ("across", "28 of 48 days lie in the quarter", [{**table, "from": "2026-03-04", "to": "2026-04-21", "amount": "4800"}]),
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
            node("relief", "-200", "a relief times the part of its days", "/tables/quota_relief/0", amount="400", factor="0.5"),
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
