"""The result tables and the summary, in the shapes of TABLES.md."""

from fractions import Fraction

import across
import bonuses
import clawing
import earning
import restoring
import sharing
import stages
from exact import displayed, shown
from fates import IDS
from records import overlap
from segments import guarantee


def answer(call, fates):
    seen = [segment for segment in call.segments if is_seen(call, segment)]
    shared = call.sharing.payees()
    payees = sorted({segment.payee for segment in seen} | set(call.clawed) | shared | call.pools.payees(), key=str.encode)
    by_payee = {payee: [segment for segment in seen if segment.payee == payee] for payee in payees}
    listed = []
    for payee in payees:
        handed = call.sharing.lines(payee, by_payee[payee]) + call.pools.lines(payee)
        listed += lines(call, by_payee[payee]) + handed + call.clawed.get(payee, [])
    summary = {
        "plan_id": call.plan["id"],
        "currency": call.plan["currency"],
        "period": {
            "from": str(call.period[0]),
            "to": str(call.period[1]),
            "label": call.fiscal.label(call.period),
        },
        "payees": len(payees),
        "lines": len(listed),
        "earned": shown(total(call.segments) + call.sharing.total() + call.pools.total() + clawing.total(call.clawed.values())),
        "records": {table: count(found) for table, found in fates.items()},
    }
    tables = {
        "credits": credits(call),
        "lines": listed,
        "statements": [row for payee in payees for row in statements(call, payee, by_payee[payee])],
        "excluded": excluded(call, fates),
        "set_aside": set_aside(call),
    }
    if any(part.get("gates") for part in call.plan["components"]):
        tables["gates"] = call.gates
    if stages.has_caps(call.plan):
        tables["cap_balances"] = call.balances
    return {"ok": True, "summary": summary, "warnings": warnings(call), "tables": tables}


def days_of(call, segment):
    """The days of a segment that the call pays; all of the call's where it pays only what comes after them."""
    window = max(segment.window[0], call.period[0]), min(segment.window[1], call.period[1])
    return window if window[0] < window[1] else call.period


def is_seen(call, segment):
    """Whether a segment has days in the call or something to pay: stages add up more than the call pays."""
    emitted = any(line.emitted for line in segment.lines)
    return emitted or overlap(segment.window, call.period)


def warnings(call):
    """What comes with a result, by the place it points to."""
    found = []
    if call.taken_whole & {segment.payee for segment in call.segments}:
        found.append("commission.partial_assignment")
    if not call.roster.spans:
        found.append("commission.no_assignments")
    elif bonuses.of_teams(call.plan) and not any(call.roster.teams.values()):
        found.append("commission.no_teams")
    return found


def count(fates):
    used, aside = fates.count(None), fates.count("set_aside")
    return {"rows": len(fates), "used": used, "excluded": len(fates) - used - aside, "set_aside": aside}


def total(segments):
    amounts = (line.amount for segment in segments for line in segment.lines if line.emitted)
    return sum(amounts, Fraction(0))


def credits(call):
    """The credits of assigned payees inside the window, in the plan's currency."""
    rows = []
    for credit in sorted(call.credits + call.lowerings, key=restoring.placed):
        counted = [part for part in call.plan["components"] if call.day_of(credit, part) is not None]
        if not counted:
            continue
        row = call.transactions[credit.row]
        amount = Fraction(row["amount"]) * call.find_rate(row, counted[0])[0]
        lowers = isinstance(credit, restoring.Lowering)
        rows.append(
            {
                "transaction_id": call.transactions[restoring.placed(credit)]["transaction_id"],
                "payee_id": credit.payee,
                "role": credit.role,
                "quota_credit": shown(amount * credit.quota_share * (credit.by if lowers else 1)),
                "commission_credit": "0" if lowers else shown(amount * credit.share),
                "currency": call.plan["currency"],
            }
        )
    return rows


def lines(call, segments):
    """The lines of one payee; numbers run through a component."""
    rows, numbers, staged = [], {}, stages.used(call.plan)
    for segment in segments:
        component = segment.component["id"]
        for line in segment.lines:
            if not line.emitted:
                continue
            numbers[component] = numbers.get(component, 0) + 1
            if isinstance(line, stages.Extra):
                rows.append(extra(call, segment, line, numbers[component]))
                continue
            earned = line.part if staged else line.earned
            true_up = earned - line.at_rate
            modified = line.earned - earned
            rows.append(
                {
                    "payee_id": segment.payee,
                    "component_id": component,
                    "line_no": numbers[component],
                    "transaction_id": call.transactions[line.row]["transaction_id"],
                    **clawing.kind(call, line.row, kind_of(segment, line)),
                    **({"source_payee_id": None} if sharing.used(call.plan) else {}),
                    "period_from": str(days_of(call, segment)[0]),
                    "period_to": str(days_of(call, segment)[1]),
                    "effective_on": str(line.when),
                    "quota_credit": shown(line.quota_credit),
                    "commission_credit": shown(line.commission_credit),
                    "measure_before": shown(line.before),
                    "measure_after": shown(line.after),
                    "tier": line.tier,
                    **({"tier_column": line.tier_column} if across.used(call.plan) else {}),
                    "rate": shown(line.rate),
                    "at_rate": shown(line.at_rate),
                    "true_up": shown(true_up),
                    "amount": shown(line.amount),
                    "rounding": shown(line.amount - displayed(line.at_rate) - displayed(true_up) - displayed(modified)),
                    "currency": call.plan["currency"],
                    **({"modified": shown(modified)} if staged else {}),
                }
            )
    return rows


def kind_of(segment, line):
    return "restored_attainment" if line.lowers else "spiff" if "bonus" in segment.component else "earning"


def extra(call, segment, line, number):
    """A line that a stage brought about."""
    measure = shown(sum((one.quota_credit for one in segment.all), Fraction(0)))
    return {
        "payee_id": segment.payee,
        "component_id": segment.component["id"],
        "line_no": number,
        "transaction_id": None if line.row is None else call.transactions[line.row]["transaction_id"],
        **(clawing.kind(call, line.row) if call.refunds.named and line.row is not None else {}),
        "kind": line.kind,
        "period_from": str(days_of(call, segment)[0]),
        "period_to": str(days_of(call, segment)[1]),
        "effective_on": str(line.when),
        "quota_credit": "0",
        "commission_credit": "0",
        "measure_before": measure,
        "measure_after": measure,
        "tier": None,
        "rate": None,
        "at_rate": "0",
        "true_up": "0",
        "modified": shown(line.earned),
        "amount": shown(line.amount),
        "rounding": shown(line.amount - displayed(line.earned)),
        "currency": call.plan["currency"],
    }


def statements(call, payee, segments):
    """One row a component and measure period, one a component with clawbacks, then the payee's total."""
    taken_back, handed = call.clawed.get(payee, []), call.sharing.lines(payee, segments) + call.pools.lines(payee)
    rows = [statement(call, segment) for segment in segments]
    rows += clawing.statements(call, payee, handed) + clawing.statements(call, payee, taken_back)
    earned = total(segments) + clawing.total([handed, taken_back])
    lines = sum(row["lines"] for row in rows)
    return [*rows, clawing.summed(call, payee, None, earned, shown(guarantee(call, payee)), lines)]


def statement(call, segment):
    measure = sum((line.quota_credit for line in segment.all), restoring.taken_off_later(call, segment))
    quota = segment.view
    reason = "no_quota" if quota is None else "zero_denominator" if quota == 0 else None
    if reason is None and abs(measure / quota) * 10**12 >= 10**28:
        # Twelve places of it are more than 28 digits.
        reason = "out_of_range"
    return {
        "payee_id": segment.payee,
        "component_id": segment.component["id"],
        "period_from": str(days_of(call, segment)[0]),
        "period_to": str(days_of(call, segment)[1]),
        "measure": shown(measure),
        "base_quota": shown(segment.terms.base),
        "quota_relief": shown(segment.terms.relief),
        "quota": shown(quota),
        "attainment": None if reason else shown(measure / quota),
        "attainment_reason": reason,
        "target_variable": shown(segment.terms.target),
        "earned": shown(total([segment])),
        "guarantee": None,
        "currency": call.plan["currency"],
        "lines": sum(line.emitted for line in segment.lines),
    }


def excluded(call, fates):
    rows = []
    for table, found in fates.items():
        for at, fate in enumerate(found):
            if fate not in (None, "set_aside"):
                record = call.tables[table][at].get(IDS[table])
                rows.append({"table": table, "row": at, "record_id": record, "reason": fate})
    return rows


def set_aside(call):
    bad = sorted(call.bad)
    return [{"table": table, "row": row, "column": column, "code": code} for table, row, column, code in bad]
