"""Cases for the number and time rooms, computed with Python's own fractions.

Written from the definitions, not from the Rust: rounding is floor and comparison of fractions, shares
are exact products, day counts are spelled out. `python3 number_cases.py` writes number_cases.csv beside
itself, always the same bytes; `core/tests/number_oracle.rs` reads it.
"""

import csv
import math
import random
import struct
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

MODES = ["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]
LIMIT = 10**28
random = random.Random(20260401)
rows = []


def case(operation, expected, *arguments):
    rows.append([operation, expected, *arguments])


def text(value):
    return f"{value.numerator}/{value.denominator}"


def texts(values):
    return " ".join(value if isinstance(value, str) else str(value) for value in values)


# Rounding


def rounded(value, mode):
    below = math.floor(value)
    above = below if value == below else below + 1
    toward_zero, away = (below, above) if value >= 0 else (above, below)
    middle = Fraction(below + above, 2)
    if mode in ("up", "down", "ceiling", "floor"):
        return {"up": away, "down": toward_zero, "ceiling": above, "floor": below}[mode]
    if below == above or value != middle:
        return below if value < middle or below == above else above
    return {"half_up": away, "half_down": toward_zero, "half_even": below if below % 2 == 0 else above}[mode]


def canonical(mantissa, scale):
    """The decimal's text, or nothing if it has more than 28 digits."""
    while scale > 0 and mantissa % 10 == 0:
        mantissa, scale = mantissa // 10, scale - 1
    if abs(mantissa) >= LIMIT or scale > 28:
        return None
    digits = str(abs(mantissa)).rjust(scale + 1, "0")
    whole, part = (digits[:-scale], digits[-scale:]) if scale else (digits, "")
    return ("-" if mantissa < 0 else "") + whole + ("." + part if part else "")


def some_fraction():
    kind = random.randrange(6)
    if kind == 0:  # ties at a few decimals
        return Fraction(random.randrange(-2001, 2002), 2 * 10 ** random.randrange(4))
    if kind == 1:
        return Fraction(random.randrange(-10**6, 10**6), random.randrange(1, 400))
    if kind == 2:
        return Fraction(random.randrange(-10**12, 10**12), random.randrange(1, 10**6))
    if kind == 3:  # beyond 64 bits
        return Fraction(random.randrange(-10**26, 10**26), random.randrange(1, 10**22))
    if kind == 4:  # at the edge of 128 bits
        return Fraction(random.randrange(-(2**127), 2**127), random.randrange(2**120, 2**127))
    return Fraction(random.randrange(-(10**60), 10**60), random.randrange(1, 10**45))


for _ in range(220):
    value, scale = some_fraction(), random.choice([0, 0, 1, 2, 2, 2, 3, 4, 6, 12, 28])
    for mode in MODES:
        mantissa = rounded(value * 10**scale, mode)
        case("round", canonical(mantissa, scale) or "number.out_of_range", text(value), scale, mode)

# Arithmetic and order

for _ in range(250):
    left, right = some_fraction(), some_fraction()
    if random.randrange(5) == 0:
        right = left * random.choice([1, -1])
    case("add", text(left + right), text(left), text(right))
    case("sub", text(left - right), text(left), text(right))
    case("mul", text(left * right), text(left), text(right))
    case("div", text(left / right) if right else "number.division_by_zero", text(left), text(right))
    case("cmp", "lt" if left < right else "gt" if left > right else "eq", text(left), text(right))

# Shares


def largest_remainder(total, weights, keys):
    sign, magnitude, whole = (-1 if total < 0 else 1), abs(total), sum(weights)
    ideal = [Fraction(magnitude) * weight / whole for weight in weights]
    shares = [math.floor(share) for share in ideal]
    order = sorted(range(len(weights)), key=lambda i: (-(ideal[i] - shares[i]), keys[i], i))
    for i in order[: magnitude - sum(shares)]:
        shares[i] += 1
    assert sum(shares) == magnitude and all(abs(s - e) < 1 for s, e in zip(shares, ideal))
    return [sign * share for share in shares]


for _ in range(500):
    count = random.randrange(1, 13)
    kind = random.randrange(4)
    if kind == 0:  # ties by the dozen
        weights = [Fraction(random.randrange(0, 3)) for _ in range(count)]
    elif kind == 1:
        weights = [Fraction(random.randrange(0, 1000), random.choice([1, 2, 3, 7, 12, 100])) for _ in range(count)]
    elif kind == 2:
        weights = [Fraction(random.randrange(0, 10**24), random.randrange(1, 10**20)) for _ in range(count)]
    else:
        weights = [Fraction(random.randrange(1, 10**9)) for _ in range(count)]
    total = random.choice([1, -1]) * random.choice([random.randrange(0, 20), random.randrange(10**9), random.randrange(10**27)])
    keys = random.choice([list(range(count)), [random.randrange(5) for _ in range(count)], list(range(count))[::-1]])
    if sum(weights) == 0:
        case("shares", "number.zero_weights", total, texts(map(text, weights)), texts(keys))
    else:
        case("shares", texts(largest_remainder(total, weights, keys)), total, texts(map(text, weights)), texts(keys))

# Parts of a rounded sum, by units: whole units of each magnitude first, then the largest fractions of the
# sign that is short.


def reconcile(parts, total):
    units = [rounded(part, "down") for part in parts]
    left = total - sum(units)
    sign = -1 if left < 0 else 1
    short = [i for i, part in enumerate(parts) if (part - units[i]) * sign > 0]
    for i in sorted(short, key=lambda i: (-abs(parts[i] - units[i]), i))[: abs(left)]:
        units[i] += sign
    assert sum(units) == total and all(abs(u - p) < 1 for u, p in zip(units, parts))
    return units


for _ in range(400):
    unit = random.choice([1, 2, 3, 6, 8, 100, 999])
    low = random.choice([0, -5000])
    parts = [Fraction(random.randrange(low, 5000), unit) for _ in range(random.randrange(0, 10))]
    mode = random.choice(MODES)
    total = rounded(sum(parts, Fraction(0)), mode)
    case("parts", texts(reconcile(parts, total)), total, texts(map(text, parts)))

# Lines of a sequence

for _ in range(400):
    scale, mode = random.choice([0, 2, 2, 3]), random.choice(MODES)
    unit = random.choice([1, 3, 7, 48, 365, 1000, 10**9 + 7])
    low = random.choice([0, -50000])
    parts = [Fraction(random.randrange(low, 50000), unit) for _ in range(random.randrange(1, 14))]
    lines, before, running = [], 0, Fraction(0)
    for part in parts:
        running += part
        after = rounded(running * 10**scale, mode)
        lines.append(after - before)
        before = after
    case("lines", texts(lines), scale, mode, texts(map(text, parts)))

# Proration


def last_of_february(day):
    return day.month == 2 and (day + timedelta(1)).month == 3


def thirty_360_us(first, second):
    d1, d2 = first.day, second.day
    if last_of_february(first) and last_of_february(second):
        d2 = 30
    if last_of_february(first):
        d1 = 30
    if d2 == 31 and d1 in (30, 31):
        d2 = 30
    if d1 == 31:
        d1 = 30
    return 360 * (second.year - first.year) + 30 * (second.month - first.month) + (d2 - d1)


def month_starts(first, end):
    """First days of the months counted from `first`, before `end`."""
    starts, index = [], 0
    while True:
        year, month = divmod(first.year * 12 + first.month - 1 + index, 12)
        month += 1
        length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        start = date(year, month, min(first.day, length))
        if start >= end:
            return starts
        starts.append(start)
        index += 1


def factor(basis, active, whole):
    start, end = max(active[0], whole[0]), min(active[1], whole[1])
    if start >= end:
        return Fraction(0)
    if basis == "whole_months":
        starts = month_starts(*whole)
        return Fraction(sum(start <= day < end for day in starts), len(starts))
    if basis == "thirty_360" and thirty_360_us(*whole) != 0:
        days = thirty_360_us(whole[0], end) - thirty_360_us(whole[0], start)
        return Fraction(days, thirty_360_us(*whole))
    return Fraction((end - start).days, (whole[1] - whole[0]).days)


def some_day(low, high):
    day = low + timedelta(random.randrange((high - low).days))
    if random.randrange(3) == 0:  # an end of a month, or the day after
        day = (day.replace(day=1) + timedelta(random.choice([-1, 0, -2]))) if day.year > 1 else day
    return day


for _ in range(500):
    first = some_day(date(1999, 1, 1), date(2030, 1, 1))
    whole = (first, first + timedelta(random.choice([1, 7, 28, 30, 31, 90, 91, 92, 181, 365, 366, 500])))
    start = some_day(whole[0] - timedelta(40), whole[1] + timedelta(10))
    active = (start, start + timedelta(random.randrange(1, 400)))
    for basis in ("calendar_days", "whole_months", "thirty_360"):
        days = [day.isoformat() for day in (*active, *whole)]
        case("prorate", text(factor(basis, active, whole)), basis, *days)

# Decimals


def read_decimal(literal):
    body = literal[1:] if literal.startswith("-") else literal
    whole, point, part = body.partition(".")
    digits = set("0123456789")
    if not whole or not set(whole) <= digits or (point and not part) or not set(part) <= digits:
        return "number.not_a_decimal"
    mantissa = int(whole + part) * (-1 if literal.startswith("-") else 1)
    return canonical(mantissa, len(part)) or "number.out_of_range"


def significant(digits):
    return len(digits.lstrip("0").rstrip("0")) or 1


def read_json(literal):
    body, mark, exponent = literal.lower().partition("e")
    plain = read_decimal(body)
    if mark:
        return "number.not_a_decimal" if plain == "number.not_a_decimal" else "number.not_exact"
    if "." in body and not plain.endswith("not_a_decimal") and significant(body.lstrip("-").replace(".", "")) > 15:
        return "number.not_exact"
    return plain


def read_float(value):
    if math.isnan(value):
        return "number.nan"
    if math.isinf(value):
        return "number.infinite"
    # repr is the shortest text that reads back as the same float.
    body, _, exponent = repr(value).partition("e")
    whole, _, part = body.lstrip("-").partition(".")
    digits, power = whole + part, int(exponent or 0) - len(part)
    if significant(digits) > 15:
        return "number.not_exact"
    mantissa = int(digits) * (-1 if value < 0 else 1)
    if power > 0:
        mantissa, power = mantissa * 10**power, 0
    return canonical(mantissa, -power) or "number.out_of_range"


def some_literal():
    count = random.choice([1, 2, 3, 6, 14, 15, 16, 18, 19, 20, 27, 28, 29, 30, 35])
    digits = "".join(random.choice("0123456789") for _ in range(count))
    point = random.randrange(0, count + 1)
    literal = digits[:point] + ("." + digits[point:] if random.randrange(3) else digits[point:])
    literal = random.choice(["", "", "-", "0", "00000000000000000000", "-0"]) + literal
    return literal + (random.choice(["0", "000", "0" * 30]) if random.randrange(4) == 0 and "." in literal else "")


ODD = ["", "-", "+1", "1.", ".5", "-.5", "1e5", "1E5", "1_000", "1,000", " 1", "1 ", "0x1f", "NaN", "Infinity", "--1", "1-", "1.2.3", "½", "１"]
for literal in ODD + [some_literal() for _ in range(600)]:
    case("decimal", read_decimal(literal), literal)

JSON = ["0", "-0", "-0.0", "1e5", "1.5E+3", "2e-3", "0.1", "100.10", "0.30000000000000004", "1234567890123456.5", "123456789012345.6", "12345678901234.5", "0.000000000000000000001", "1e400"]
for literal in JSON + [literal for literal in (some_literal() for _ in range(600)) if literal.strip("-")[:1].isdigit() and not literal.endswith(".")]:
    case("json", read_json(literal), literal)


def some_float():
    kind = random.randrange(4)
    if kind == 0:
        return struct.unpack(">d", struct.pack(">Q", random.randrange(2**64)))[0]
    if kind == 1:
        return random.randrange(-(10**15), 10**15) / 10 ** random.randrange(0, 10)
    if kind == 2:
        return float(f"{random.randrange(-999, 1000)}e{random.randrange(-32, 32)}")
    return random.randrange(-(10**6), 10**6) / 100 + random.choice([0, 0.1, 0.2])


for value in [0.0, -0.0, 0.1 + 0.2, math.nan, math.inf, -math.inf, 5e-324, 1e28, 1e27, 1e-28, 1e-29] + [some_float() for _ in range(600)]:
    case("float", read_float(value), struct.pack(">d", value).hex())

width = max(map(len, rows))
with (Path(__file__).parent / "number_cases.csv").open("w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["operation", "expected"] + [f"argument_{i + 1}" for i in range(width - 2)])
    writer.writerows(row + [""] * (width - len(row)) for row in rows)
print(len(rows), "cases")
