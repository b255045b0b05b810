"""What a component makes of its credit: factors, then the most of one transaction (semantics 2.4, stage 4)."""

from exact import number
from rules import holds


def shaped(component, row, quota, commission):
    """Quota and commission credit after factors and cap; a refund is capped as its sale."""
    for factor in component.get("credit_multipliers", []):
        if holds(factor.get("when"), row):
            quota *= number(factor.get("quota", "1"))
            commission *= number(factor.get("commission", "1"))
    cap = component.get("credit_cap", {})
    return within(quota, cap.get("quota")), within(commission, cap.get("commission"))


def within(credit, cap):
    return credit if cap is None else max(-number(cap), min(number(cap), credit))
