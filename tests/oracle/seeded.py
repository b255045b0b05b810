"""Faults to seed, one or more of each stage: a file of core/src, an expression or statements that stand there once, and
what the fault makes of them."""

COMMISSION = "commission"


def fault(name, about, file, right, wrong):
    return {"name": name, "about": about, "file": f"core/src/{file}", "right": right, "wrong": wrong}


FAULTS = [
    fault(
        "tier boundary",
        "a measure that is equal to a bound stays in the tier below",
        f"{COMMISSION}/rates/ladder.rs",
        "tiers.boundary == Boundary::UpperInclusive",
        "tiers.boundary == Boundary::LowerInclusive",
    ),
    fault(
        "true-up sign",
        "a true-up has the wrong sign",
        f"{COMMISSION}/engine/kernel.rs",
        "part.minus(at_rate)",
        "at_rate.minus(part)",
    ),
    fault(
        "rounding mode",
        "a tie goes towards zero where it should go away from it",
        "number/rounding.rs",
        "divisor >> 1",
        "if self == Self::HalfUp { all_but_one >> 1 } else { divisor >> 1 }",
    ),
    fault(
        "split remainder",
        "the smallest fractions get the cents that are left over",
        "number/allocation.rs",
        "sorted::sort(&mut candidates);",
        "sorted::sort(&mut candidates);\n    candidates.reverse();",
    ),
    fault(
        "split quota share",
        "what rolls up is measured by the share that is paid on",
        f"{COMMISSION}/credit/rollup.rs",
        "both(|share| &share.quota)",
        "both(|share| &share.commission)",
    ),
    fault(
        "roll-up de-duplication",
        "a manager above two of a deal's payees is credited with both shares",
        f"{COMMISSION}/credit/rollup.rs",
        "own.max(other).clone()",
        "own.add(other)",
    ),
    fault(
        "exchange rate date",
        "the rate of the first day after the period instead of its last",
        f"{COMMISSION}/credit/values.rs",
        "period.to().days() - 1",
        "period.to().days()",
    ),
    fault(
        "proration",
        "a day too many of whoever is there for a part",
        "time/proration.rs",
        "measure(active.to()) - measure(active.from())",
        "measure(active.to()) - measure(active.from()) + 1",
    ),
    fault(
        "ramp",
        "the ramp starts in the month it is hired in, whatever the plan says",
        f"{COMMISSION}/periods/ramp.rs",
        "1 + i32::from(late)",
        "1",
    ),
    fault(
        "gate",
        "a gate of at least is passed only by more",
        f"{COMMISSION}/stages/condition.rs",
        "actual >= value",
        "actual > value",
    ),
    fault(
        "cap release",
        "what a cap withheld is paid beyond the next period's room",
        f"{COMMISSION}/stages/component_cap.rs",
        "account.most.clone().min(owed.clone())",
        "account.most.clone().max(owed.clone())",
    ),
    fault(
        "plan cap",
        "what one component takes of the cap is still there for the next",
        f"{COMMISSION}/stages/plan_cap.rs",
        "left.sub(&got)",
        "left.clone()",
    ),
    fault(
        "clawback share",
        "a refund of a part takes back all",
        f"{COMMISSION}/clawback/stage.rs",
        "basis.mul(&share).mul(&factor).neg()",
        "basis.mul(&factor).neg()",
    ),
    fault(
        "clawback of what was left",
        "a refund takes its part of the sale from what was paid after another part was gone",
        f"{COMMISSION}/clawback/stage.rs",
        "refund.share.checked_div(&original.of)",
        "refund.share.checked_div(&Exact::ONE)",
    ),
    fault(
        "paid later",
        "what a gate or multiplier changes for earlier lines is paid for the last of them",
        f"{COMMISSION}/stages/value.rs",
        "self.kept.lines.iter().map(|line| line.row)",
        "std::iter::repeat(self.kept.lines.last().map_or(0, |line| line.row))",
    ),
    fault(
        "clawback time",
        "a month is over one day late",
        f"{COMMISSION}/clawback/factor.rs",
        "reached <= refund",
        "reached < refund",
    ),
    fault(
        "draw recovery order",
        "the draw is recovered before the negative balance",
        f"{COMMISSION}/settlement/period.rs",
        "self.recover_negative()?;\n        self.draw(facts.draw, &draw)?;",
        "self.draw(facts.draw, &draw)?;\n        self.recover_negative()?;",
    ),
    fault(
        "release by cash",
        "what is paid back stays released",
        f"{COMMISSION}/release/timeline.rs",
        "collected.add(amount)",
        "collected.add(&amount.abs())",
    ),
    fault(
        "restatement",
        "what is gone from the calculation is not taken back",
        f"{COMMISSION}/restatement/adjustment.rs",
        "amount(new).sub(&amount(old))",
        "if new.is_none() { Exact::ZERO } else { amount(new).sub(&amount(old)) }",
    ),
]
