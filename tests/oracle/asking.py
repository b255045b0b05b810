"""The reference of the questions about a plan: every payout is what the reference of a component earns on one credit."""

from fractions import Fraction

from earning import Line, Payee, base_column, earn
from exact import shown, number
from profits import index

TINY = Fraction(1, 10**9)


def earned(component, quota, target, credit):
    """What one credit earns in an empty period."""
    line = Line(credit, credit)
    earn(component, Payee(quota, target, number(component.get("weight", "1"))), [line])
    return line.earned


def checked(request):
    """The table `payout_curve`: each payout is continued to the ends of its stretch from two places inside."""
    params = request["params"]
    quota, target = (number(params.get(key, "1")) for key in ("quota", "target_variable"))
    rows = []
    for at, component in enumerate(params["document"]["components"]):
        own = index(component) in (None, "amount", "units", "attainment")
        if own and base_column(component) == component["measure"].get("credit", "amount"):
            rows += list(curve(component, at, quota, target))
    return {"ok": True, "tables": {"payout_curve": rows}}


def cuts(component, quota):
    table, line = component.get("rate_table"), component.get("curve")
    scale = quota if index(component) == "attainment" else Fraction(1)
    places = []
    if table:
        places = [number(tier["from"]) for tier in table["tiers"]]
        places += [number(tier["to"]) for tier in table["tiers"] if table["mode"] == "interpolated" and tier["to"]]
        places += [number(table["overage_starts_at"])] if "overage_starts_at" in table else []
    if line:
        places = [number(x) for x, _ in line["points"]]
    return sorted({Fraction(0)} | {place * scale for place in places if place >= 0})


def curve(component, at, quota, target):
    places, below = cuts(component, quota), Fraction(0)
    for start, end in zip(places, [*places[1:], None]):
        last = end if end is not None else start + 1
        near, middle = start + TINY, start + 2 * TINY
        one, two = (earned(component, quota, target, place) for place in (near, middle))
        rate = (two - one) / TINY
        above = one - rate * TINY
        yield {
            "component_id": component["id"],
            "pointer": f"/components/{at}",
            "credit_from": shown(start),
            "credit_to": None if end is None else shown(end),
            "rate": shown(rate),
            "payout": shown(earned(component, quota, target, start)),
            "jump": shown(above - below),
        }
        below = earned(component, quota, target, last - TINY) + rate * TINY
