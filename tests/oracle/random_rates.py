"""Random payout rules: rate tables of every mode, with bounds that running measures land on."""

from exact import number
from profits import index

RATES = ["0.05", "0.1", "0.075", "1/3", "0", "0.123456789", "-0.02", "1/7"]
VALUES = {
    "rate": RATES,
    "amount_per_unit": ["10", "12.5", "1/3", "0", "7.77"],
    "step_amount": ["100", "250.50", "1000", "0", "100/3"],
    "multiplier": ["1", "1.5", "2", "0.5", "4/3", "0"],
    "payout_share": ["0", "0.5", "1", "1.5", "1/3"],
}
STARTS = {
    "amount": ["-500", "0", "0", "0", "250", "1000"],
    "units": ["-5", "0", "0", "0", "5", "10"],
    "attainment": ["-1/2", "0", "0", "0", "0.25", "0.5"],
    "margin": ["-1/2", "0", "0", "0.1", "1/3"],
    "markup": ["-1/2", "0", "0", "0.1", "0.5"],
}
WIDTHS = {
    "amount": ["250", "500", "1000", "333.33", "1000/3"],
    "units": ["5", "10", "2.5", "7"],
    "attainment": ["0.25", "0.5", "1/3", "1", "0.01"],
    "margin": ["0.25", "1/3", "0.1", "0.05"],
    "markup": ["0.25", "0.5", "1", "1/3"],
}


def some(draw, usual):
    """One of the usual numbers, or now and then one that nobody would think of."""
    if draw.chance(0.75):
        return draw.one(usual)
    digits = str(draw.random.randrange(10 ** draw.random.randint(1, 9)))
    places = draw.random.randint(0, 6)
    digits = digits.rjust(places + 1, "0")
    text = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}".rstrip(".")
    return f"-{text}" if draw.chance(0.15) and text.strip("0.") else text


def add(text, width):
    """The next bound, written as a fraction where it is none else."""
    total = number(text) + number(width)
    plain = total.denominator
    for prime in (2, 5):
        while plain % prime == 0:
            plain //= prime
    if plain != 1:
        return f"{total.numerator}/{total.denominator}"
    scaled, places = total, 0
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    text = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}".rstrip(".")
    return f"-{text}" if total < 0 else text


def rate_table(draw, measured):
    by = draw.one([own_index(measured), "attainment", "attainment", draw.one(["margin", "markup"])])
    value = draw.one(list(VALUES))
    mode = draw.one(["marginal", "whole", "whole_overage", "per_segment", "interpolated"])
    if value == "step_amount":
        mode = draw.one(["marginal", "whole", "interpolated"])
    elif by in ("margin", "markup"):
        mode = draw.one(["whole", "whole", "interpolated"])
    if value == "payout_share" and mode not in ("whole", "interpolated"):
        by = "attainment"
    boundary, below = draw.one(["lower_inclusive", "upper_inclusive"]), draw.one(["first_tier", "zero", "error", None])
    if below == "error" and not draw.fault(0.5):
        below = "first_tier"
    bounds = [draw.one(STARTS[by])]
    for _ in range(draw.random.randint(0, 3)):
        bounds.append(add(bounds[-1], draw.one(WIDTHS[by])))
    tiers = [
        {"from": start, "to": end, "value": some(draw, VALUES[value])}
        for start, end in zip(bounds, [*bounds[1:], None])
    ]
    table = {"index": by, "mode": mode, "value": value, "boundary": boundary, "tiers": tiers}
    if below:
        table["below"] = below
    if mode == "interpolated":
        tiers[-1]["to"] = add(bounds[-1], draw.one(WIDTHS[by]))
    elif value == "step_amount" and draw.chance(0.85):
        table["step_amount"] = draw.one(["cumulative", "highest_only"])
        draw.mark(f"{mode} steps {table['step_amount']}")
    if mode == "whole_overage":
        overage(draw, table)
    if mode == "per_segment":
        segments(draw, tiers)
    elif mode in ("marginal", "whole") and value != "step_amount" and (value != "payout_share" or mode != "whole"):
        limits(draw, tiers)
    draw.mark(f"{mode} {value}", f"index {by}", boundary, f"below {below or 'default'}")
    return table


def own_index(measured):
    """What the measure is called where it picks the tier itself."""
    return "units" if measured == "units" else "amount"


def may_pay_on(made):
    """Whether what is paid on is left to say."""
    table, curve = made.get("rate_table"), made.get("curve")
    if table is not None:
        return table["value"] in ("rate", "multiplier")
    return curve is None or curve["apply"] == "rate_on_base"


def look_beside(draw, parts):
    """Lets another component's measure pick a tier: then all run side by side."""
    if len(parts) < 2 or not draw.chance(0.5):
        return
    first = parts[0]["measure"]
    for part in parts:
        part["measure"].update(date=first["date"], period=first["period"])
        part["measure"].pop("accumulate", None)
        if first["period"] == "quota":
            part.setdefault("quota", {"source": "table"})
    for part in parts:
        table, curve = part.get("rate_table"), part.get("curve")
        rounded = part.get("quota", {}).get("attainment_rounding")
        if rounded or not (table or curve) or table and table["mode"] not in ("whole", "interpolated"):
            continue
        if draw.chance(0.6):
            other = draw.one([one for one in parts if one is not part])
            (table or curve)["index" if table else "x"] = {"measure": other["measure"].get("id", other["id"])}
            draw.mark("index another measure", *(["curve by another measure"] if curve else []))


def overage(draw, table):
    """The overage starts where the second tier does, or somewhere in the first; never below 0."""
    first = table["tiers"][0]
    ends = [end for end in (first["from"], first["to"]) if end is not None]
    start = draw.one(ends)
    if draw.chance(0.3):
        start = add(first["from"], draw.one(["0.1", "1/7", "0"]))
        if first["to"] is not None and number(start) > number(first["to"]):
            start = first["to"]
    while number(start) < 0:
        if first["to"] is not None and number(first["to"]) < 0:
            first["from"], start = "-9999", "0"
            table["tiers"][1:] = []
            first["to"] = None
        else:
            start = "0"
    table["overage_starts_at"] = start
    draw.mark("overage inside the first tier" if start not in ends else "overage at a bound")


def segments(draw, tiers):
    for at, tier in enumerate(tiers, 1):
        kind = draw.one(["none", "none", "first_dollar", "own", "below"])
        if kind == "first_dollar":
            tier["back_to"] = "first_dollar"
        elif kind != "none":
            tier["back_to"] = "segment_start"
            if kind == "below":
                tier["back_to_tier"] = draw.random.randint(1, at)
        draw.mark(f"back to {kind}")


def limits(draw, tiers):
    if not draw.chance(0.2):
        return
    for tier in tiers:
        for key, usual in (("min", ["5", "20", "1/3"]), ("max", ["50", "200", "1000/3"])):
            if draw.chance(0.5):
                tier[key] = draw.one(usual)
                draw.mark(f"tier {key}")


YS = {
    "share_of_target": ["0", "0.5", "1", "2", "1/3"],
    "rate_on_base": ["0", "0.05", "0.1", "1/3", "-0.02"],
    "amount": ["0", "100", "250.5", "1000/3"],
}


def curve(draw, measured):
    x = draw.one([own_index(measured), own_index(measured), "attainment", "attainment", "margin", "markup"])
    apply = draw.one(list(YS))
    points = [[draw.one(STARTS[x]), some(draw, YS[apply])]]
    for _ in range(draw.random.randint(0, 4)):
        jump = draw.chance(0.2) and (len(points) < 2 or points[-2][0] != points[-1][0])
        points.append([points[-1][0] if jump else add(points[-1][0], draw.one(WIDTHS[x])), some(draw, YS[apply])])
        draw.mark(*(["curve jump"] if jump else []))
    made = {"x": x, "apply": apply, "points": points}
    sloped = [len(points) > 1 and pair[0][0] != pair[1][0] for pair in (points[:2], points[-2:]) if len(pair) == 2]
    ends = {"below": ["zero", "hold"], "above": ["hold"]}
    for key, slope in zip(ends, sloped):
        if slope:
            ends[key].append("extrapolate")
    for key, choices in ends.items():
        if draw.chance(0.6):
            made[key] = draw.one(choices)
        draw.mark(f"curve {key} {made.get(key, 'default')}")
    draw.mark(f"curve {apply}", f"curve by {x}")
    return made


def compared(draw, made):
    """How attainment is looked up."""
    table = made.get("rate_table") or {}
    split = table.get("mode") == "marginal" and table.get("value") != "step_amount"
    if index(made) == "attainment" and not split and draw.chance(0.3):
        made["quota"]["attainment_rounding"] = {"scale": draw.one([0, 1, 2, 4])}
        if draw.chance(0.5):
            made["quota"]["attainment_rounding"]["mode"] = draw.one(["half_up", "half_even", "floor", "up"])
        draw.mark("attainment rounded")


def base_rate(draw):
    if draw.chance(0.5):
        return {"kind": "target_over_quota"}
    return {"kind": "rate", "rate": draw.one(["0.06", "0.1", "1/3"])}
