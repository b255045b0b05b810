"""Credit beyond splits: reporting lines that credit rolls up along, and the most that credits come to."""


def credit(draw, made, people, tables):
    """Adds what a plan says of credit as a whole, and the records that go with it."""
    if draw.chance(0.3):
        made["max_total_credit"] = draw.one(["1", "1.2", "4/3", "1.5", "3"])
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
        wild = draw.chance(0.02)
        changes = sorted(draw.random.sample(["2026-01-10", "2026-02-01", "2026-03-05", "2026-07-01"], draw.one([0, 0, 1, 2])))
        for start, end in zip([None, *changes], [*changes, None]):
            if draw.chance(0.1):
                continue
            manager = draw.one(everyone if wild else above)
            row = {"person_id": person, "manager_id": manager, "from": start, "to": end}
            rows.append({key: value for key, value in row.items() if value is not None})
        if rows and draw.chance(0.03):
            rows.append({**rows[-1], "manager_id": draw.one(everyone)})
            draw.mark("roll-up overlap")
    draw.random.shuffle(rows)
    if draw.chance(0.03) and rows:
        rows[0]["from"], rows[0]["to"] = "2026-05-01", "2026-05-01"
    draw.mark("roll-up")
    return rows
