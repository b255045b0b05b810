"""Which rate a transaction has where a component pays by rules (semantics 2.11, rule precedence)."""

from fractions import Fraction

from exact import number
from records import cell
from rules import holds


def fitting(rates, row):
    """The rules whose dimensions and condition all fit; an empty cell fits no value."""

    def fits(rule):
        matched = rule.get("match", {})
        return all(cell(row, name) in values for name, values in matched.items()) and holds(rule.get("when"), row)

    return [rule for rule in rates["rules"] if fits(rule)]


def rate_of(component, row):
    """The rate of a transaction; None where no rule fits and the plan takes that for an error."""
    rates = component["rates"]
    found, precedence = fitting(rates, row), rates.get("precedence", "most_specific")
    if not found:
        return Fraction(0) if rates.get("otherwise") == "zero" else None
    values = [number(rule["rate"]) for rule in found]
    if precedence == "sum":
        return sum(values)
    if precedence in ("highest", "lowest"):
        return max(values) if precedence == "highest" else min(values)
    if precedence == "priority":
        return number(min(found, key=lambda rule: rule["priority"])["rate"])
    named = [[name in rule.get("match", {}) for name in rates.get("dimensions", [])] for rule in found]
    return values[named.index(max(named))]
