"""Lines that stages bring about, and rows of the tables that caps and gates come out in."""

from dataclasses import dataclass
from fractions import Fraction

from exact import number, shown

ZERO = Fraction(0)


@dataclass
class Extra:
    """A line that no line of its component brings about; `row` is the transaction that it is for, where it is for one.

    Where it pays for that later, `later` says how many refunds of it came before.
    """

    kind: str
    when: object
    earned: Fraction
    emitted: bool
    row: int | None = None
    later: int | None = None
    quota_credit: Fraction = ZERO
    commission_credit: Fraction = ZERO
    own: bool = True
    amount: Fraction = ZERO
    part: Fraction = ZERO
    at_rate: Fraction = ZERO
    rate: Fraction | None = None
    tier: int | None = None
    lowers: bool = False


@dataclass
class Balance:
    component: str | None
    window: tuple
    cap: Fraction
    earned: Fraction
    opening: Fraction
    withheld: Fraction
    released: Fraction
    closing: Fraction
    provisional: bool


def balance_row(call, payee, one):
    return {
        "payee_id": payee,
        "component_id": one.component,
        "period_from": str(one.window[0]),
        "period_to": str(one.window[1]),
        **{key: shown(getattr(one, key)) for key in ("cap", "earned", "opening", "withheld", "released", "closing")},
        "provisional": one.provisional,
        "currency": call.plan["currency"],
    }


def gate_row(call, payee, row):
    segment, at, window, gate, passed, actual, withheld, ended = row
    held = gate.get("on_fail") == "hold"
    over = ("released" if gate.get("at_end") == "release" else "forfeited") if ended else "held"
    return {
        "payee_id": payee,
        "component_id": segment.component["id"],
        "gate": at + 1,
        "period_from": str(window[0]),
        "period_to": str(window[1]),
        "value": shown(number(gate["value"])),
        "actual": shown(actual),
        "distance": None if actual is None else shown(number(gate["value"]) - actual),
        "outcome": "passed" if passed else over if held else "failed",
        "withheld": "0" if passed else shown(withheld),
        "provisional": not ended,
        "currency": call.plan["currency"],
    }
