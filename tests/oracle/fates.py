"""What became of every record: rows = used + excluded + set aside (DESIGN.md section 5).

A transaction is excluded for the reason of the credit that came furthest, over all components.
"""

import bonuses
import restoring
import rolling
import subjects
from fiscal import day
from records import cell, known, overlap

REASONS = [
    "known_later",
    "no_payee",
    "not_on_plan",
    "no_date",
    "not_assigned",
    "outside_period",
    "not_eligible",
    "payee_set_aside",
]
IDS = {
    "transactions": "transaction_id",
    "splits": "transaction_id",
    "assignments": "payee_id",
    "quotas": "payee_id",
    "quota_relief": "payee_id",
    "fx_rates": "base",
    "flags": "payee_id",
    "reporting": "person_id",
}


def settle(call):
    """By table: the reason of every record that is not used, "set_aside" for bad ones, None for used ones."""
    of = {
        "transactions": transaction,
        "splits": split,
        "assignments": assignment,
        "quotas": quota,
        "quota_relief": relief,
        "fx_rates": rate,
        "flags": flag,
        "reporting": line,
    }
    call.passed = rolling.rows_passed(call) | call.sharing.rows
    aside = {(table, row) for table, row, *_ in call.bad}
    fates = {}
    for table in IDS:
        if table in call.tables:
            found = [of[table](call, at, row) for at, row in enumerate(call.tables[table])]
            fates[table] = ["set_aside" if (table, at) in aside else fate for at, fate in enumerate(found)]
    return fates


def transaction(call, at, row):
    if at in call.used:
        return None
    if not known(row, call.limit):
        return "known_later"
    if at in call.refunds.linked or call.removed.get(at) == 1:
        return max((refund_reason(call, row, part) for part in call.plan["components"]), key=REFUND_REASONS.index)
    reasons = ["no_payee"]
    for credit in (credit for credit in call.credits if credit.row == at):
        reasons += [reason(call, credit, row, component) for component in call.plan["components"]]
    return max(reasons, key=REASONS.index)


REFUND_REASONS = ["no_date", "outside_period", "transaction_not_used"]


def refund_reason(call, row, component):
    when = day(cell(row, component["measure"]["date"]))
    if when is None:
        return "no_date"
    return "transaction_not_used" if call.period[0] <= when < call.period[1] else "outside_period"


def reason(call, credit, row, component):
    when = day(cell(row, component["measure"]["date"]))
    if credit.payee not in call.roster.spans:
        return "not_on_plan" if when else "no_date"
    if when is None:
        return "no_date"
    if not call.roster.on(credit.payee, when):
        return "not_assigned"
    if not call.window[0] <= when < call.window[1]:
        return "outside_period"
    if not call.is_eligible(credit, component):
        return "not_eligible"
    return "payee_set_aside" if credit.payee in set_aside(call) else "outside_period"


def set_aside(call):
    """Payees who are on the plan in the period and could not be paid."""
    paid = {segment.payee for segment in call.segments}
    return {payee for payee in call.roster.spans if call.roster.within(payee, call.period)} - paid


def split(call, _, row):
    ids = {call.transactions[at]["transaction_id"] for at in call.used}
    return None if row["transaction_id"] in ids else "transaction_not_used"


def assignment(call, at, row):
    if row["plan_id"] != call.plan["id"]:
        return "not_on_plan"
    mine = [span for span in call.roster.spans.get(row["payee_id"], []) if span[3] == at]
    spans = [segment.span for segment in call.segments if segment.payee == row["payee_id"]]
    return None if any(overlap(own, span) for own in mine for span in spans) else "outside_period"


def quota(call, at, row):
    if cell(row, "payee_id") not in call.roster.spans:
        return "not_on_plan"
    if not known(row, call.limit):
        return "known_later"
    for segment in call.segments:
        if segment.payee == row["payee_id"] and segment.quota is not None:
            measure = segment.component["measure"].get("id", segment.component["id"])
            rows = call.quotas.of(segment.payee, measure, segment.period)
            if any(used[4] == at and overlap(used[1], segment.quota_days) for used in rows):
                return None
    return "not_needed"


def relief(call, at, row):
    if row["payee_id"] not in call.roster.spans:
        return "not_on_plan"
    if not known(row, call.limit):
        return "known_later"
    for segment in call.segments:
        if segment.payee == row["payee_id"] and segment.quota is not None:
            names = None, segment.component["measure"].get("id", segment.component["id"])
            for measure, span, _, own in call.reliefs.get(segment.payee, []):
                if own == at and measure in names and overlap(span, segment.quota_days):
                    return None
    return "not_needed"


def flag(call, at, row):
    mine = [one for one in call.flags if one["row"] == at]
    for segment in (one for one in call.segments if one.payee == row["payee_id"]):
        asked = [*subjects.subjects(segment.component), *({"flag": name} for name in bonuses.scores(segment.component))]
        named = any(isinstance(subject, dict) and subject.get("flag") == row["name"] for subject in asked)
        if named and any(overlap((segment.span[0], segment.window[1]), (one["from"], one["to"])) for one in mine):
            return None
    return "not_needed"


def rate(call, at, _):
    """A rate is used if it converted a used transaction for a payee on the plan."""
    used = (credit for credit in call.credits + call.lowerings if restoring.placed(credit) in call.used)
    for credit in used:
        row = call.transactions[credit.row]
        dated = [part for part in call.plan["components"] if call.day_of(credit, part) is not None]
        if any(at in call.find_rate(row, component)[1] for component in dated):
            return None
    return "not_needed"


def line(call, at, _):
    return None if at in call.passed else "not_needed"
