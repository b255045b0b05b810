"""Published and corrected examples of semantics/commission.md that plans of this version can say."""

from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales, split, tiers


def vectors():
    area = Area("worked")
    marginal(area)
    attainment(area)
    whole(area)
    credit(area)
    brokerage(area)
    return area


def amount_plan(mode, *steps, **more):
    return plan(part(rate_table=tiers("amount", mode, "rate", *steps, **more)))


def earned(*amounts):
    return [{"amount": amount} for amount in amounts]


def total(amount, **component):
    return [{"component_id": "deals", "earned": amount, **component}, {"component_id": None, "earned": amount}]


def marginal(area):
    area.worked(
        "spiff-mamount-220k",
        "commission_worked_spiff_mamount",
        "4% of 200,000 and 6% of 20,000",
        amount_plan("marginal", ("0", "0.04"), ("200000", "0.06")),
        sales("220000"),
        lines=[{"amount": "9200", "tier": 2, "rate": "0.06", "at_rate": "13200", "true_up": "-4000"}],
        statements=total("9200"),
    )
    area.worked(
        "spiff-tax-brackets-102k",
        "commission_worked_spiff_tax_brackets",
        "2,500, 3,000 and 140 by tier",
        amount_plan("marginal", ("0", "0.05"), ("50000", "0.06"), ("100000", "0.07")),
        sales("102000"),
        lines=earned("5640"),
        statements=total("5640"),
    )
    area.worked(
        "spiff-tax-brackets-102k",
        "commission_worked_spiff_tax_brackets_by_tier",
        "the same credit in pieces that end at the bounds earns each tier's part",
        amount_plan("marginal", ("0", "0.05"), ("50000", "0.06"), ("100000", "0.07")),
        sales("50000", "50000", "2000"),
        lines=earned("2500", "3000", "140"),
        statements=total("5640"),
    )
    area.worked(
        "oracle-split-rate-report-step",
        "commission_worked_oracle_split_rates",
        "a blended rate of 1.6%",
        amount_plan("marginal", ("0", "0.01"), ("1000", "0.02"), ("5000", "0.03"), ("10000", "0")),
        sales("2500"),
        lines=[{"amount": "40", "tier": 2}],
        statements=total("40"),
    )
    area.worked(
        "oracle-split-rate-report-step",
        "commission_worked_oracle_split_rates_by_tier",
        "1,000 at 1% and 1,500 at 2%",
        amount_plan("marginal", ("0", "0.01"), ("1000", "0.02"), ("5000", "0.03"), ("10000", "0")),
        sales("1000", "1500"),
        lines=earned("10", "30"),
    )
    area.worked(
        "sparrowgenie-nonretroactive-600k",
        "commission_worked_sparrowgenie",
        "9,000, 10,000 and 7,000 by tier",
        amount_plan("marginal", ("0", "0.03"), ("300000", "0.05"), ("500000", "0.07")),
        sales("300000", "200000", "100000"),
        lines=earned("9000", "10000", "7000"),
        statements=total("26000"),
    )
    area.worked(
        "sparrowgenie-nonretroactive-600k",
        "commission_worked_sparrowgenie_at_once",
        "26,000 in one deal",
        amount_plan("marginal", ("0", "0.03"), ("300000", "0.05"), ("500000", "0.07")),
        sales("600000"),
        lines=earned("26000"),
    )


def attainment(area):
    accelerators = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1.00", "0.075"), ("1.25", "0.125"))
    area.worked(
        "mrexcel-accelerators-110000",
        "commission_worked_mrexcel_rates",
        "accelerators above quota as rates",
        plan(part(rate_table=accelerators, quota=QUOTA)),
        sales("110000"),
        quotas=[quota("100000")],
        lines=earned("5750"),
        statements=total("5750", quota="100000", attainment="1.1"),
    )
    multiples = tiers("attainment", "marginal", "multiplier", ("0", "1"), ("1.00", "1.5"), ("1.25", "2.5"))
    base = {"kind": "rate", "rate": "0.05"}
    area.worked(
        "mrexcel-accelerators-110000",
        "commission_worked_mrexcel_multiples",
        "the same as multiples of a base rate",
        plan(part(rate_table=multiples, base_rate=base, quota=QUOTA)),
        sales("100000", "10000"),
        quotas=[quota("100000")],
        lines=earned("5000", "750"),
        statements=total("5750"),
    )
    area.worked(
        "falcon-target-rate",
        "commission_worked_falcon_target_rate",
        "60,000 over 1,000,000 is a rate of 6%",
        plan(part(base_rate={"kind": "target_over_quota"}, quota=QUOTA)),
        sales("1000000"),
        [assigned(target="60000")],
        quotas=[quota("1000000")],
        lines=[{"rate": "0.06", "amount": "60000", "tier": None}],
    )
    thresholds = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("0.75", "0.10"), ("1.00", "0.15"))
    area.worked(
        "oracle-revenue-quota-split-on",
        "commission_worked_oracle_split_on",
        "25, then 12.50 and 25 across the bound",
        plan(part(rate_table=thresholds, quota=QUOTA)),
        sales("500", "500"),
        quotas=[quota("1000")],
        lines=earned("25", "37.5"),
        statements=total("62.5", attainment="1"),
    )
    overage = {"kind": "target_over_quota"}
    area.worked(
        "theodortrampe test (semantics/commission.md section 5)",
        "commission_worked_target_at_quota_to_the_cent",
        "80,000 over 150,000 is no decimal, and 100% of quota pays the target, not 79,995",
        plan(part(base_rate=overage, quota=QUOTA)),
        sales("150000"),
        [assigned(target="80000")],
        quotas=[quota("150000")],
        lines=[{"rate": "0.533333333333", "at_rate": "80000", "amount": "80000", "rounding": "0"}],
    )


def whole(area):
    flat = ("0", "0.01"), ("10000", "0.02"), ("50000", "0.03"), ("100000", "0.04")
    for amount, worth, commission in (("5000", "0.01", "50"), ("15000", "0.02", "300"), ("60000", "0.03", "1800")):
        area.worked(
            "oracle-flat-rate-lookup",
            f"commission_worked_oracle_flat_rate_{amount}",
            "the rate of the tier reached applies to everything",
            amount_plan("whole", *flat),
            sales(amount),
            lines=[{"rate": worth, "amount": commission, "true_up": "0"}],
        )
    area.worked(
        "spiff-tier-payout-true-up-sequence",
        "commission_worked_spiff_true_up",
        "crossing a tier re-rates what came before",
        amount_plan("whole", ("0", "0.04"), ("150000", "0.08"), ("250000", "0.12")),
        sales("100000", "60000", "100000"),
        lines=[
            {"amount": "4000", "at_rate": "4000", "true_up": "0"},
            {"amount": "8800", "at_rate": "4800", "true_up": "4000"},
            {"amount": "18400", "at_rate": "12000", "true_up": "6400"},
        ],
        statements=total("31200"),
    )
    steps = ("0", "0.0175"), ("1500000", "0.025"), ("3000000", "0.0325"), ("4500000", "0.0425")
    area.worked(
        "oracle-boundary-upper-inclusive",
        "commission_worked_oracle_boundary_upper",
        "exactly 1,500,000 stays in the lower tier",
        amount_plan("whole", *steps, boundary="upper_inclusive"),
        sales("1500000"),
        lines=[{"tier": 1, "rate": "0.0175", "amount": "26250"}],
    )
    area.worked(
        "oracle-boundary-upper-inclusive",
        "commission_worked_oracle_boundary_lower",
        "the same sum where bounds belong to the upper tier",
        amount_plan("whole", *steps),
        sales("1500000"),
        lines=[{"tier": 2, "rate": "0.025", "amount": "37500"}],
    )


TEAM = ["75000", "60000", "67500", "52500", "45000"]


def brokerage(area):
    """A broker's share goes by what the house has kept of earlier deals: a measure of its own beside the deals."""
    kept = part("kept", period="year", rate="0", eligible={"column": "what", "op": "eq", "value": "kept"})
    share = part(
        "share",
        period="year",
        eligible={"column": "what", "op": "eq", "value": "deal"},
        base_rate={"kind": "rate", "rate": "0.03"},
        rate_table=tiers({"measure": "kept"}, "whole", "multiplier", ("0", "0.60"), ("50000", "0.70"), ("100000", "0.80")),
    )
    area.worked(
        "brokerage-sliding-split-tier3",
        "commission_worked_brokerage_share",
        "3% of 600,000 are 18,000, of which 80% once the house has kept 120,000",
        plan(kept, share),
        [sale("k1", "120000", "2026-01-10", what="kept"), sale("t1", "600000", "2026-02-10", what="deal")],
        lines=[{"transaction_id": "k1", "amount": "0"}, {"transaction_id": "t1", "tier": 3, "rate": "0.024", "amount": "14400"}],
    )


def credit(area):
    team = [assigned("ann"), assigned("bo")]
    flat = plan(part(rate="0.10"))
    area.worked(
        "prowi-split-60-40",
        "commission_worked_prowi_split",
        "a deal shared 60 to 40",
        flat,
        [sale("t1", "100000", payee=None)],
        team,
        splits=[split("t1", "ann", share="0.60"), split("t1", "bo", share="0.40")],
        lines=[
            {"payee_id": "ann", "commission_credit": "60000", "amount": "6000"},
            {"payee_id": "bo", "commission_credit": "40000", "amount": "4000"},
        ],
    )
    area.worked(
        "prowi-split-60-40",
        "commission_worked_prowi_split_weights",
        "the same as weights of 3 and 2",
        flat,
        [sale("t1", "100000", payee=None)],
        team,
        splits=[split("t1", "ann", weight="3"), split("t1", "bo", weight="2")],
        lines=earned("6000", "4000"),
    )
    area.worked(
        "prowi-override-team",
        "commission_worked_prowi_reps",
        "the representatives' own 10%",
        flat,
        sales(*TEAM),
        lines=earned("7500", "6000", "6750", "5250", "4500"),
        statements=total("30000"),
    )
    area.worked(
        "prowi-override-team",
        "commission_worked_prowi_override",
        "the manager's 3% of what each of five sold, along the reporting lines",
        plan(part("override", rate="0.03", roll_up="only"), hierarchy={"date": "booked_on"}),
        [sale(f"t{at}", amount, payee=f"rep{at}") for at, amount in enumerate(TEAM, 1)],
        [assigned("manager"), *(assigned(f"rep{at}") for at in range(1, 6))],
        reporting=[{"person_id": f"rep{at}", "manager_id": "manager"} for at in range(1, 6)],
        lines=[{"payee_id": "manager", "amount": amount} for amount in ("2250", "1800", "2025", "1575", "1350")],
    )
    area.worked(
        "fullcast-amount-change-uncommitted",
        "commission_worked_fullcast_before",
        "5% of 5,000",
        plan(part(rate="0.05")),
        sales("5000"),
        lines=earned("250"),
    )
    area.worked(
        "fullcast-amount-change-uncommitted",
        "commission_worked_fullcast_after",
        "the amount was 7,000 after all",
        plan(part(rate="0.05")),
        sales("7000"),
        lines=earned("350"),
    )
    area.worked(
        "salescookie-thirds",
        "commission_worked_salescookie",
        "6% of 1,000",
        plan(part(rate="0.06")),
        [sale("t1", "1000", "2026-01-10")],
        lines=earned("60"),
    )
    area.worked(
        "Dokan 1.935 (semantics/commission.md section 2.3)",
        "commission_worked_dokan_half_up",
        "1.935 is 1.94 half up, where half even would be 1.94 and half down 1.93",
        plan(part(rate="0.1")),
        sales("19.35"),
        lines=[{"at_rate": "1.935", "amount": "1.94", "rounding": "0.005"}],
    )
