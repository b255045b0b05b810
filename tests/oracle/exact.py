"""Numbers of the reference: exact fractions, and the few ways in which one is rounded or written.

Written from DESIGN.md section 3 and semantics 2.2 and 2.3, not from the Rust.
"""

import math
from fractions import Fraction

MODES = ["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]
MINOR_UNITS = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KWD": 3}


def number(text):
    """A decimal, an integer or a fraction such as `1/3`."""
    return Fraction(text)


def to_units(value, mode):
    """The whole number that a value rounds to."""
    below, above = math.floor(value), math.ceil(value)
    if below == above:
        return below
    toward_zero, away = (below, above) if value > 0 else (above, below)
    half = value - below == Fraction(1, 2)
    nearest = below if value - below < Fraction(1, 2) else above
    return {
        "ceiling": above,
        "floor": below,
        "up": away,
        "down": toward_zero,
        "half_up": away if half else nearest,
        "half_down": toward_zero if half else nearest,
        "half_even": (below if below % 2 == 0 else above) if half else nearest,
    }[mode]


def rounded(value, places, mode):
    scale = 10**places
    return Fraction(to_units(value * scale, mode), scale)


def shown(value):
    """The canonical decimal of a value: half-even to 12 places, no trailing zeros, no minus zero."""
    if value is None:
        return None
    units = to_units(value * 10**12, "half_even")
    digits = f"{abs(units):013d}"
    text = f"{digits[:-12]}.{digits[-12:]}".rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 else text


def displayed(value):
    """The value that `shown` writes."""
    return rounded(value, 12, "half_even")


def cumulative(parts, places, mode):
    """Line k is R(S_k) - R(S_(k-1)), S the exact running sum."""
    lines, before, total = [], Fraction(0), Fraction(0)
    for part in parts:
        total += part
        after = rounded(total, places, mode)
        lines.append(after - before)
        before = after
    return lines


def largest_remainder(parts, places, mode):
    """The rounded total, shared: whole units of every magnitude first, the rest to the largest fractions.

    What is left over has one sign and goes to parts of that sign; equal fractions are served in order.
    """
    scale = 10**places
    exact = [part * scale for part in parts]
    left = to_units(sum(exact, Fraction(0)), mode)
    units = [to_units(part, "down") for part in exact]
    left -= sum(units)
    sign = -1 if left < 0 else 1
    fractions = [(part - unit) * sign for part, unit in zip(exact, units)]
    order = sorted((at for at, fraction in enumerate(fractions) if fraction > 0), key=lambda at: (-fractions[at], at))
    for at in order[: abs(left)]:
        units[at] += sign
    return [Fraction(unit, scale) for unit in units]
