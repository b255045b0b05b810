"""Credit beyond splits: reporting lines that credit rolls up along, and the most that credits come to."""


def credit(draw, made, people, tables):
    """Adds what a plan says of credit as a whole, and the records that go with it."""
    if draw.chance(0.3):
        made["max_total_credit"] = draw.one(["1", "1.2", "4/3", "1.5", "3", *(["10"] * 5 if draw.sound else [])])
        draw.mark("max_total_credit")
    if draw.chance(0.45):
        hierarchy(draw, made)
        tables["reporting"] = reporting(draw, people)


def hierarchy(draw, made):
    rule = {"date": draw.one(["booked_on", "booked_on", "invoiced_on", "paid_on"])}
    if draw.chance(0.6):
        rule["levels"] = draw.one([1, 1, 2, 3])
    if draw.chance(0.4):
        rule["compress"] = draw.one([True, True, False])
    if draw.chance(0.6):
        rule["paths"] = draw.one(["maximum", "capped_sum", "capped_sum"])
    made["hierarchy"] = rule
    parts = [part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]]
    for part in parts:
        part["roll_up"] = draw.one(["only", "included", "included", "none"])
    if all(part["roll_up"] == "none" for part in parts):
        parts[0]["roll_up"] = "included"
    draw.mark(*(f"roll-up {part['roll_up']}" for part in parts))
    draw.mark(f"roll-up {rule.get('paths', 'maximum')}", f"roll-up levels {rule.get('levels', 'all')}")
    if rule.get("compress"):
        draw.mark("roll-up compressed")


def reporting(draw, people):
    """Lines that change in the year; now and then they overlap or go round."""
    everyone = [*people, "outsider"]
    draw.random.shuffle(everyone)
    rows = []
    for place, person in enumerate(everyone):
        above = everyone[:place] or [None]
        wild = draw.fault(0.04)
        changes = sorted(draw.random.sample(["2026-01-10", "2026-02-01", "2026-03-05", "2026-07-01"], draw.one([0, 0, 1, 2])))
        for start, end in zip([None, *changes], [*changes, None]):
            if draw.chance(0.1):
                continue
            manager = draw.one(everyone if wild else above)
            row = {"person_id": person, "manager_id": manager, "from": start, "to": end}
            rows.append({key: value for key, value in row.items() if value is not None})
        if rows and draw.fault(0.06):
            rows.append({**rows[-1], "manager_id": draw.one(everyone)})
            draw.mark("roll-up overlap")
    draw.random.shuffle(rows)
    if draw.fault(0.06) and rows:
        rows[0]["from"], rows[0]["to"] = "2026-05-01", "2026-05-01"
    draw.mark("roll-up")
    return rows


VALUES = {"family": ["Core", "Add-on"], "term": ["12", "36"], "kind": ["new", "renewal"]}
RATES = ["0.05", "0.1", "0.1", "0.075", "1/3", "0", "-0.02", "1/7"]


def rates(draw):
    """Rules of every precedence, without two that rank the same."""
    made = {"dimensions": draw.random.sample(list(VALUES), draw.one([1, 2, 3]))}
    precedence = draw.one(["most_specific", "most_specific", "priority", "highest", "lowest", "sum"])
    if precedence != "most_specific" or draw.chance(0.5):
        made["precedence"] = precedence
    rules = []
    for place in range(draw.one([1, 2, 3, 5])):
        named = [name for name in made["dimensions"] if draw.chance(0.5)]
        rule = {"id": f"rule-{place}", "rate": draw.one(RATES)}
        if named or draw.chance(0.5):
            rule["match"] = {name: draw.random.sample(VALUES[name], draw.one([1, 1, 2])) for name in named}
        if draw.chance(0.2):
            rule["when"] = {"column": "amount", "op": draw.one(["ge", "lt"]), "value": "500"}
        if precedence == "priority":
            rule["priority"] = draw.random.randint(1, 3)
        if not any(alike(precedence, made["dimensions"], rule, other) for other in rules):
            rules.append(rule)
    if draw.sound or draw.chance(0.7):
        made["otherwise"] = draw.one(["zero", "zero", "zero", "zero" if draw.sound else "error"])
    draw.mark(f"rates {precedence}", f"rates otherwise {made.get('otherwise', 'default')}")
    return {**made, "rules": rules}


def alike(precedence, dimensions, one, other):
    """Whether two rules may fit one transaction and rank the same."""
    mine, others = one.get("match", {}), other.get("match", {})
    if precedence == "priority" and one["priority"] != other["priority"]:
        return False
    if precedence == "most_specific" and set(mine) != set(others):
        return False
    meet = all(set(mine[name]) & set(others[name]) for name in mine if name in others)
    return meet and precedence in ("priority", "most_specific")


def shaping(draw, made):
    """Factors on credit and a cap for each transaction."""
    if draw.chance(0.2):
        made["credit_multipliers"] = [factor(draw) for _ in range(draw.one([1, 1, 2]))]
        draw.mark("credit multiplier")
    if draw.chance(0.15):
        sums = ["100", "300.5", "1000", "0", "2.5"]
        kinds = draw.one([["quota"], ["commission"], ["quota", "commission"]])
        made["credit_cap"] = {kind: draw.one(sums) for kind in kinds}
        draw.mark("credit cap", *(f"credit cap {kind}" for kind in kinds))


def factor(draw):
    kinds = draw.one([["quota"], ["quota"], ["commission"], ["quota", "commission"]])
    made = {kind: draw.one(["1.5", "0.5", "2", "0", "4/3", "1"]) for kind in kinds}
    draw.mark(*(f"credit multiplier {kind}" for kind in kinds))
    if draw.chance(0.6):
        made["when"] = draw.one(
            [
                {"column": "term", "op": "eq", "value": "36"},
                {"column": "kind", "op": "in", "value": ["new", "renewal"]},
                {"column": "amount", "op": "lt", "value": "0"},
            ]
        )
    return made


def fx(draw, own):
    """Which rates a plan uses, and which it may derive."""
    made = {"date": draw.one(["measure", "booking", "invoice", "payment", "plan_fixed", "period_end", "period_average"])}
    if made["date"] == "period_average":
        if draw.chance(0.3):
            made["kind"] = "average"
    elif draw.chance(0.5):
        made["kind"] = draw.one(["spot", "average", "plan"])
    if made["date"] in ("period_end", "period_average") and draw.chance(0.6):
        made["period"] = draw.one(["month", "quarter", "half", "year"])
    if draw.chance(0.6):
        made["allow"] = {}
        if draw.chance(0.6):
            made["allow"]["inverse"] = draw.one([True, True, False])
        if draw.chance(0.6):
            made["allow"]["cross"] = draw.one(["CHF", "CHF", "EUR"])
        draw.mark(*(f"fx {key}" for key, value in made["allow"].items() if value))
    draw.mark(f"fx date {made['date']}")
    return made


def pass_by(draw, made, rows, base, quote, kind):
    """Now and then a rate is given the other way round only, or through a third currency."""
    way = draw.one(["given", "given", "round", "through"])
    allowed = made.get("fx", {}).get("allow", {})
    possible = {"given", *(["round"] if allowed.get("inverse") else []), *(["through"] if allowed.get("cross") == "CHF" else [])}
    if way == "given" or draw.sound and way not in possible:
        return
    rows[:] = [row for row in rows if (row["base"], row["quote"], row["kind"]) != (base, quote, kind)]
    if way == "through":
        turned = draw.chance(0.4) and (allowed.get("inverse") or not draw.sound)
        ends = [("CHF", base), (quote, "CHF")] if turned else [(base, "CHF"), ("CHF", quote)]
        for first, second in ends:
            if not any((row["base"], row["quote"], row["kind"]) == (first, second, kind) for row in rows):
                start = "2026-02-15" if draw.fault(0.4) else "2019-01-01"
                rows.append({"base": first, "quote": second, "from": start, "rate": draw.one(["0.9", "1.25", "3"]), "kind": kind})
