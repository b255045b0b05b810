"""Segments: who comes, leaves, is away, gets another target or another version of the plan."""

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
