"""What the modes refuse, how a plan with them reads, and how their lines are explained."""

from .make import QUOTA, Area, part, plan, sales, tiers
from .modes import ACCELERATORS, FIRST_DOLLAR, overage_table, segment_table, since

AT = "/components/0/rate_table"


def vectors():
    area = Area("modes_said")
    documents(area)
    words(area)
    explained(area)
    return area


def table(mode="marginal", value="rate", **more):
    return {**tiers("amount", mode, value, ("0", "0.05"), ("1000", "0.08")), **more}


def documents(area):
    def refused(name, about, why, made, *problems, **more):
        area.document(name, about, why, plan(part(rate_table=made, **more)), list(problems))

    unused, mismatch = "commission.table_key_unused", "commission.mode_mismatch"
    refused(
        "commission_overage_start_missing",
        "an overage that starts nowhere",
        "there is no overage_starts_at",
        table("whole_overage"),
        ("commission.overage_start_missing", AT),
    )
    for name, start in (("above", "1500"), ("below_zero", "-1")):
        refused(
            f"commission_overage_start_{name}",
            "an overage outside the first tier",
            f"{start} is not in 0 to 1,000",
            table("whole_overage", overage_starts_at=start),
            ("commission.overage_start_outside", f"{AT}/overage_starts_at"),
        )
    refused(
        "commission_table_keys_unused",
        "every key that a marginal table of rates has no use for",
        "no overage, no steps, no segments",
        {
            **table(overage_starts_at="1000", step_amount="cumulative"),
            "tiers": [
                {"from": "0", "to": "1000", "value": "0.05", "back_to": "segment_start"},
                {"from": "1000", "to": None, "value": "0.08", "back_to_tier": 1},
            ],
        },
        (unused, f"{AT}/overage_starts_at"),
        (unused, f"{AT}/step_amount"),
        (unused, f"{AT}/tiers/0/back_to"),
        (unused, f"{AT}/tiers/1/back_to_tier"),
    )
    for mode in ("whole_overage", "per_segment"):
        refused(
            f"commission_mode_mismatch_steps_{mode}",
            "sums for reaching a tier in a mode that pays on credit",
            "a sum is not spread over credit",
            table(mode, "step_amount", **({"overage_starts_at": "1000"} if mode == "whole_overage" else {})),
            (mismatch, f"{AT}/mode"),
        )
    refused(
        "commission_back_to_tier_above",
        "a tier that pays from the start of one above it",
        "tier 1 names tier 2",
        {
            **table("per_segment"),
            "tiers": [
                {"from": "0", "to": "1000", "value": "0.05", **since(2)},
                {"from": "1000", "to": None, "value": "0.08", **since(2)},
            ],
        },
        ("commission.back_to_tier_above", f"{AT}/tiers/0/back_to_tier", {"tier": 1}),
    )
    crossed = table()
    crossed["tiers"][1].update(min="10", max="5")
    refused(
        "commission_tier_limits_crossed",
        "a least above the most",
        "10 is more than 5",
        crossed,
        ("commission.tier_limits_crossed", f"{AT}/tiers/1/min", {"tier": 2}),
    )
    limited = table("whole", "step_amount")
    limited["tiers"][0]["min"] = "1"
    refused(
        "commission_tier_limits_unused",
        "limits on a sum for reaching a tier",
        "the sum is what the tier pays",
        limited,
        (unused, f"{AT}/tiers/0/min", {"tier": 1}),
    )
    refused(
        "commission_whole_overage_share_by_amount",
        "a share of the target for each 100% of no quota",
        "shares other than in whole mode are per attainment",
        table("whole_overage", "payout_share", overage_starts_at="1000"),
        ("commission.index_mismatch", f"{AT}/value"),
        quota=QUOTA,
    )


def describe(area, name, about, made, *said, **more):
    document = plan(part(rate_table=made, **more))
    lines = [
        "plan `plan` pays in USD, from 2020-01-01",
        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
        *said,
    ]
    area.vectors.append(
        {
            "name": name,
            "about": about,
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": document,
            "params": {},
            "expect": {"ok": True, "summary": {"lines": lines}, "warnings": []},
            "source": "by hand: read beside the document, key by key",
        }
    )


DEALS = "component `deals` adds up the amount by `booked_on`, quarter by quarter"
BELOW = "    below the first tier, the first tier's value holds"


def words(area):
    describe(
        area,
        "describe_commission_whole_overage",
        "the overage in words",
        overage_table(steps=ACCELERATORS[:2]),
        DEALS,
        "  it pays by attainment; the first tier pays up to 100 %, the tier reached on all credit above 100 %",
        "    tier 1, from 0 % to below 100 %: 1 times 0.6",
        "    tier 2, from 100 %: 1.5 times 0.6",
        BELOW,
        base_rate={"kind": "rate", "rate": "0.6"},
        quota=QUOTA,
    )
    made = segment_table("amount", ("0", "0.02"), ("500", "0.05", FIRST_DOLLAR), ("1000", "0.1", since(2)))
    describe(
        area,
        "describe_commission_per_segment",
        "each segment in words",
        {**made, "boundary": "upper_inclusive"},
        DEALS,
        "  it pays by the amount so far; the tier reached says which credit it pays on",
        "    tier 1, above 0 to 500: 0.02 on the credit inside it",
        "    tier 2, above 500 to 1000: 0.05 on all credit of the period, from the first dollar on",
        "    tier 3, above 1000: 0.1 on all credit from the start of tier 2 on",
        BELOW,
    )
    limited = table()
    limited["tiers"][0].update(min="5", max="40")
    describe(
        area,
        "describe_commission_tier_limits",
        "a tier's least and most in words",
        limited,
        DEALS,
        "  it pays by the amount so far; each tier pays on the credit inside it",
        "    tier 1, from 0 to below 1000: 0.05, at least 5, at most 40",
        "    tier 2, from 1000: 0.08",
        BELOW,
    )
    describe(
        area,
        "describe_commission_steps",
        "steps in words",
        {**table("marginal", "step_amount"), "step_amount": "highest_only", "below": "zero"},
        DEALS,
        "  it pays by the amount so far; the highest tier reached pays its sum",
        "    tier 1, from 0 to below 1000: 0.05 for reaching it",
        "    tier 2, from 1000: 0.08 for reaching it",
        "    below the first tier, nothing is paid",
    )


def explained(area):
    retro = segment_table("amount", ("0", "0.02"), ("500", "0.05", FIRST_DOLLAR), ("1000", "0.1"))
    for name, made, row, said in (
        (
            "per_segment",
            retro,
            2,
            """earning: what the period has earned with this line, less what it had earned before = 40 (measure_before 600, measure_after 1200, transaction t3, date 2026-01-03) [/components/0]
  tier 3: what the period has earned with this line = 70 [/components/0/rate_table/tiers/2]
    tier 2: credit times the rate that it earns = 50 (credit 1000, rate 0.05) [/components/0/rate_table/tiers/1]
    tier 3: credit times the rate that it earns = 20 (credit 200, rate 0.1) [/components/0/rate_table/tiers/2]
  earlier lines: less what they have earned = -30
  quota_credit: `amount` of the transaction = 600 (amount 600) [/tables/transactions/2]
""",
        ),
        (
            "whole_overage",
            overage_table("amount", "rate", "500", (("0", "0.02"), ("1000", "0.1"))),
            2,
            """earning: what the period has earned with this line, less what it had earned before = 68 (measure_before 600, measure_after 1200, transaction t3, date 2026-01-03) [/components/0]
  tier 2: what the period has earned with this line = 80 [/components/0/rate_table/tiers/1]
    tier 1: credit times the rate that it earns = 10 (credit 500, rate 0.02) [/components/0/rate_table/tiers/0]
    tier 2: credit times the rate that it earns = 70 (credit 700, rate 0.1) [/components/0/rate_table/tiers/1]
  earlier lines: less what they have earned = -12
  quota_credit: `amount` of the transaction = 600 (amount 600) [/tables/transactions/2]
""",
        ),
    ):
        area.by_hand(
            f"commission_explain_{name}",
            "each part of the credit at the rate that it earns now, less what was earned before",
            "see the vector of the same plan" if name == "per_segment" else "500 at 2% and 700 at 10%",
            plan(part(rate_table=made)),
            sales("400", "200", "600"),
            expect={"ok": True},
        )
        area.vectors[-1]["explain"] = {"table": "lines", "row": row, "expect": {"words": said}}
    limited = table()
    limited["tiers"][0]["max"] = "40"
    area.by_hand(
        "commission_explain_tier_limit",
        "a tier that would pay more than its most",
        "1,000 at 5% is 50",
        plan(part(rate_table=limited)),
        sales("1000"),
        expect={"ok": True},
    )
    area.vectors[-1]["explain"] = {
        "table": "lines",
        "row": 0,
        "expect": {
            "words": """earning: what the period has earned with this line, less what it had earned before = 40 (measure_before 0, measure_after 1000, transaction t1, date 2026-01-01) [/components/0]
  tier 2: what the period has earned with this line = 40 [/components/0/rate_table/tiers/1]
    tier 1: the most that the tier pays = 40 [/components/0/rate_table/tiers/0/max]
      tier 1: credit times the rate that it earns = 50 (credit 1000, rate 0.05) [/components/0/rate_table/tiers/0]
  earlier lines: less what they have earned = 0
  quota_credit: `amount` of the transaction = 1000 (amount 1000) [/tables/transactions/0]
"""
        },
    }
