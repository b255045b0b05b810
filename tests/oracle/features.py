"""The features that no run of the oracle may leave out, and how many pairs each needs.

A run counts the pairs that agreed and paid something. In the test run each feature has to come up at all; the run by
hand that `README.md` names needs 200 of each. With `--fill` a run leaves out what draws nothing that is still short of
that, and ends where nothing is: rare features then cost no more than they have to.
"""

IN_THE_TEST_RUN = 1

CALCULATED = {
    "mode and value": [
        *(f"marginal {value}" for value in ("rate", "amount_per_unit", "step_amount", "multiplier", "payout_share")),
        *(f"whole {value}" for value in ("rate", "amount_per_unit", "step_amount", "multiplier", "payout_share")),
        *(f"interpolated {value}" for value in ("rate", "amount_per_unit", "step_amount", "multiplier", "payout_share")),
        *(f"whole_overage {value}" for value in ("rate", "amount_per_unit", "multiplier", "payout_share")),
        *(f"per_segment {value}" for value in ("rate", "amount_per_unit", "multiplier", "payout_share")),
        *(f"{mode} steps {way}" for mode in ("marginal", "whole") for way in ("cumulative", "highest_only")),
        *("back to none", "back to own", "back to below", "back to first_dollar"),
        *("overage at a bound", "overage inside the first tier"),
        *("flat rate", "flat target_over_quota", "multiplier of rate", "multiplier of target_over_quota"),
        *("curve share_of_target", "curve rate_on_base", "curve amount", "curve jump"),
        *(f"curve below {end}" for end in ("zero", "hold", "extrapolate")),
        *(f"curve above {end}" for end in ("hold", "extrapolate")),
        *(f"{mode} across" for mode in ("marginal", "whole", "whole_overage", "per_segment")),
        *(f"{value} across" for value in ("rate", "amount_per_unit", "step_amount", "multiplier", "payout_share")),
        *(f"rates {precedence}" for precedence in ("most_specific", "priority", "highest", "lowest", "sum")),
    ],
    "index": [
        *(f"index {index}" for index in ("amount", "attainment", "units", "margin", "markup", "another measure")),
        *(f"curve by {index}" for index in ("amount", "attainment", "units", "margin", "markup", "another measure")),
        *(f"across transaction_{what}" for what in ("amount", "units", "margin", "markup")),
        *("across column", "across measure", "across attainment_of", "across 1 dimensions", "across 2 dimensions"),
        *("across alone", "across below zero", "across below first_tier"),
        *("lower_inclusive", "upper_inclusive", "below first_tier", "below zero", "attainment rounded", "quota zero"),
        *("pays on amount", "pays on units", "pays on gross_profit", "accumulate transaction"),
    ],
    "gate": [
        *(f"gate {subject}" for subject in ("attainment", "measure", "attainment_of", "measure_of", "flag")),
        *(f"gate fails {way}" for way in ("default", "zero", "factor", "base_rate_only", "hold")),
        *(f"gate passes {way}" for way in ("default", "from_first_unit", "excess_only")),
        *("gate ends forfeit", "gate ends release"),
        *(f"gate window {unit}" for unit in ("month", "quarter", "half", "year")),
        *("multiplier factor", "multiplier when", "multiplier steps"),
        *(f"kicker {base}" for base in ("amount", "credit", "component_result", "target_variable", "ote")),
        *("kicker window", "linked payment", "linked share_of_target"),
    ],
    "cap": [
        *("line cap", "rate cap", "cap forfeit", "cap carry", "cap attainment", "plan cap", "floor", "plan floor", "limit prorated"),
        *("tier min", "tier max"),
    ],
    "weight": ["weight", "target variable", "2 components", "3 components"],
    "split": [
        *("split share", "split weight", "split overlay", "split overlay beside payee", "split quota_share"),
        *("max_total_credit", "credit cap quota", "credit cap commission"),
        *("credit multiplier quota", "credit multiplier commission"),
    ],
    "roll-up": [
        *("roll-up included", "roll-up only", "roll-up none", "roll-up maximum", "roll-up capped_sum"),
        *("roll-up levels 1", "roll-up levels 2", "roll-up levels 3", "roll-up levels all", "roll-up compressed"),
    ],
    "override": [
        *(f"override {basis}" for basis in ("revenue", "commission", "differential", "excess")),
        *(f"override by {way}" for way in ("rate", "rates", "own_rate")),
        *("override compressed", "override on overrides", "override eligible", "override lines change"),
        *("split_stage payout", "split_stage owner named"),
    ],
    "team": [
        *(f"team {way}" for way in ("headcount", "credit", "weight")),
        *(f"team pool of {base}" for base in ("amount", "credit", "component_result")),
        *("team when attainment_of", "team when measure_of", "team by a payout curve"),
        *("team of some components", "team prorated", "team changes"),
    ],
    "ramp": ["ramp start_month", "ramp first_full_month", "ramp rate_multiplier", "ramp guarantee", "ramp without accelerators"],
    "proration": [
        *(f"proration {basis}" for basis in ("default", "calendar_days", "whole_months", "thirty_360", "working_days")),
        *(f"proration of {what}" for what in ("nothing", "quota", "target_variable", "quota and target_variable")),
        *(f"mid_period {mode}" for mode in ("default", "segmented", "carry_attainment", "latest_for_all")),
        *("assignment changes target", "assignment changes pause", "plan versions", "relief", "denominator to_date"),
        *("quota parts segments", "quota parts add_up", "quota in parts", "quota known_at"),
    ],
    "clawback": [
        *(f"clawback {mode}" for mode in ("original_rate", "recalculate", "current_rate", "schedule", "pro_rata_term")),
        *(f"restore_attainment {where}" for where in ("none", "current", "original")),
        *("clawback basis actual", "clawback basis rate", "refund in parts", "late refund", "reversal"),
    ],
    "currency": [
        *("fx", "fx inverse", "fx cross"),
        *(
            f"fx date {date}"
            for date in ("measure", "booking", "invoice", "payment", "plan_fixed", "period_end", "period_average")
        ),
    ],
    "rounding": [
        *(f"mode {mode}" for mode in ("half_up", "half_down", "half_even", "up", "down", "ceiling", "floor")),
        *("rounding line none", "rounding component cumulative_difference", "rounding component largest_remainder"),
        *("rounding payee cumulative_difference", "rounding payee largest_remainder"),
    ],
    "what came out": [
        *("a true-up", "a change after the rate", "a credit that rolled up", "no change after the rate"),
        *("a line of kind clawback", "a line of kind floor", "a line of kind plan_cap", "a line of kind cap_release"),
        *("a line of kind gate", "a line of kind kicker", "a line of kind share", "a line of kind override"),
        *("a line of kind restored_attainment", "a line of kind spiff", "a line of kind mbo", "a line of kind milestone"),
        *("a line of kind team",),
    ],
}

PAID = {
    "draw": [
        *(f"draw {kind}" for kind in ("recoverable", "non_recoverable", "recoverable_forgiven", "guarantee")),
        *("disburse at_start", "disburse at_settlement", "recover_cap", "recover_pct", "minimum_payout", "target_share"),
        *(f"negative {policy}" for policy in ("carry", "pay_negative", "clamp_until_period_end")),
        *("opening balances", "exit", "payout in another currency", "earning in another currency"),
        *(f"a ledger line {kind}" for kind in ("adjusted", "clawed_back", "manual", "fx_difference")),
        *(f"a ledger line {kind}" for kind in ("reserved", "reserve_released", "reserve_forfeited")), "opening reserves",
    ],
    "release": [
        *(f"release by {event}" for event in ("booking", "invoice", "cash", "date", "after", "instalments")),
        *(f"holdback until {event}" for event in ("date", "after", "invoice", "collected")),
        *("rate_lock booking", "rate_lock release", "a movement re_rated"),
        *("holdback", "left_before", "cancelled on exit", "negative collection", "negative earning"),
        *("clawback of what was earned", "several clawbacks", "late payment"),
    ],
    "capitalisation": [
        *("start full_month", "start half_month", "start daily", "churn", "clawback"),
        *("short benefit expense", "short benefit capitalise", "not incremental"),
        *(f"roll-forward by {unit}" for unit in ("month", "quarter", "half", "year")),
    ],
    "residual": [
        *(f"billing {months}" for months in ("calendar", "anniversary")),
        *(f"billed {when}" for when in ("in_advance", "in_arrears")),
        *(f"{end} part month {part}" for end in ("first", "last") for part in ("prorated", "full", "none")),
        *("end event", "stream counted on", "stream known later", "stream shared", "stream reassigned"),
        *("owner known later", "owner by the stream", "residual", "residual restated"),
    ],
}


RESTATED = {
    "reason": [
        *("closed", "transaction_new", "transaction_withdrawn", "transaction_changed", "credit_changed"),
        *("quota_changed", "earlier_credit_changed", "terms_changed"),
    ],
}

BOOKED = {
    "change": ["transaction new", "transaction changed", "transaction withdrawn", "split new", "split changed", "refund new"],
    "reason": [
        *("transaction_new", "transaction_withdrawn", "transaction_changed", "credit_changed", "earlier_credit_changed"),
        "terms_changed",
    ],
}

ASKED = {
    "question": ["what_if", "credit_needed", "expected_cost", "simulate", "compare", "paid", "ratios", "clawback_options"],
    "what-if": [
        *(f"what_if: index {index}" for index in ("amount", "attainment", "units")),
        *("what_if: roll-up", "what_if: 2 components"),
        *(f"what_if: override {basis}" for basis in ("revenue", "commission", "differential", "excess")),
    ],
    "credit needed": [
        *("credit_needed: marginal", "credit_needed: whole", "credit_needed: per_segment", "credit_needed: curve"),
        *("credit_needed: step_amount", "credit_needed: one component", "credit_needed: nothing needed"),
    ],
    "expected cost": [
        *("expected_cost: index attainment", "expected_cost: index amount", "expected_cost: curve share_of_target"),
        *("simulate: range", "simulate: a payee apart", "simulate: a component apart"),
    ],
    "comparison": [
        *("compare: a difference", "compare: terms changed", "compare: rounded otherwise", "compare: without cap"),
        *("compare: without gates", "compare: without overrides", "compare: without plan_cap"),
    ],
    "clawback options": [
        f"clawback_options: {mode}" for mode in ("original_rate", "recalculate", "current_rate", "schedule", "pro_rata_term")
    ],
    "payments": [f"paid: {one}" for one in ("overpaid", "underpaid", "not_due", "not_paid", "correct", "by line", "by component", "by payee")],
    "ratios": [f"ratios: {one}" for one in ("no_target", "no_salary", "no_quota", "no_sales", "zero_denominator")],
}


# What only shows in what comes out, and what is drawn that may bring it.
BROUGHT_BY = {
    "credit_changed": ["split changed", "split new", "split overlay"],
    "quota_changed": ["index attainment", "without faults"],
    **dict.fromkeys(("transaction_new", "transaction_withdrawn", "transaction_changed", "terms_changed"), ["without faults"]),
    **dict.fromkeys(("closed", "earlier_credit_changed"), ["without faults"]),
    "a line of kind cap_release": ["cap carry within the call"],
    "a line of kind plan_cap": ["plan cap"],
    "a line of kind gate": ["gate attainment_of", "gate measure_of"],
    "a line of kind restored_attainment": ["restore_attainment current", "restore_attainment original"],
    "a line of kind share": ["split_stage payout"],
    "a line of kind override": ["override lines change"],
}


def seen(tables):
    """What the lines of a result show that a plan alone does not."""
    for line in tables["lines"]:
        yield f"a line of kind {line['kind']}"
        if line["true_up"] != "0":
            yield "a true-up"
        if "modified" in line:
            yield "no change after the rate" if line["modified"] == "0" else "a change after the rate"
    if any(credit["role"] == "rollup" for credit in tables.get("credits", [])):
        yield "a credit that rolled up"


def short(counts, least, groups):
    """Features with too few pairs."""
    return [name for names in groups.values() for name in names if counts[name] < least]


def lacking(counts, least, groups):
    """The same, each with how many it has."""
    return [f"{name} {counts[name]}" for name in short(counts, least, groups)]
