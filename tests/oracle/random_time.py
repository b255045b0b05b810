"""Random terms of time: proration, ramps, changes in mid-period, relief."""

HOLIDAYS = ["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-05-30", "2026-07-03"]
STARTS = ["2025-11-15", "2026-01-01", "2026-01-15", "2026-02-10", "2026-03-31"]


def terms(draw, made):
    """What a plan says of time."""
    if draw.chance(0.4):
        made["proration"] = proration(draw)
    mode = draw.one([None, "segmented", "carry_attainment", "carry_attainment", "latest_for_all", "latest_for_all"])
    if mode:
        made["mid_period"] = mode
    draw.mark(f"mid_period {mode or 'default'}")
    if draw.chance(0.3):
        made["ramp"] = ramp(draw)
    for part in made["components"]:
        if "quota" in part and part["measure"]["period"] != "quota" and draw.chance(0.25):
            part["quota"]["parts"] = draw.one(["segments", "segments", "add_up"])
            draw.mark(f"quota parts {part['quota']['parts']}")


def versions(draw, made, component):
    """Sometimes what a plan paid by before, with other components."""
    if not draw.chance(0.25):
        return
    cut = draw.one(["2026-01-15", "2026-02-14", "2026-03-01", "2026-05-10"])
    made["effective"]["from"] = cut
    if (made["effective"].get("to") or "9999") <= cut:
        return
    count = draw.one([1, 2])
    weights = [["1"], ["1/2", "1/2"]][count - 1]
    parts = [component(draw, draw.random.randint(0, 1) * 5 + at, weights[at]) for at in range(count)]
    end = draw.one([cut, cut, "2026-01-10"])
    made["earlier_versions"] = [{"effective": {"from": "2020-01-01", "to": end}, "components": parts}]
    draw.mark("plan versions")


def proration(draw):
    basis = draw.one([None, "calendar_days", "whole_months", "thirty_360", "working_days"])
    given = {}
    if basis:
        given["basis"] = basis
    if basis == "working_days" and draw.chance(0.7):
        given["holidays"] = draw.random.sample(HOLIDAYS, draw.random.randint(1, 4))
    if draw.chance(0.5):
        given["applies_to"] = draw.one([[], ["quota"], ["target_variable"], ["quota", "target_variable"]])
        draw.mark("proration of " + (" and ".join(given["applies_to"]) or "nothing"))
    draw.mark(f"proration {basis or 'default'}")
    return given


def ramp(draw):
    months = []
    multiplied, held, guaranteed = draw.chance(0.4), draw.chance(0.4), draw.chance(0.3)
    for _ in range(draw.random.randint(1, 4)):
        month = {"quota": draw.one(["0.25", "0.5", "1/3", "0.9", "0", "1"])}
        if draw.chance(0.1):
            month = {}
        if multiplied and draw.chance(0.7):
            month["rate_multiplier"] = draw.one(["0.5", "1.5", "1/3", "1"])
        if held and draw.chance(0.6):
            month["accelerators"] = draw.one([False, False, True])
        if guaranteed and draw.chance(0.6):
            month["guarantee"] = draw.one(["1000", "333.33", "0"])
        months.append(month)
    made = {"months": months}
    draw.mark(*(["ramp without accelerators"] if held else []), *(["ramp guarantee"] if guaranteed else []))
    if draw.chance(0.6):
        made["first_month"] = draw.one(["start_month", "first_full_month"])
    draw.mark(f"ramp {made.get('first_month', 'default')}", *(["ramp rate_multiplier"] if multiplied else []))
    return made


def changes(draw, rows):
    """Assignments that change within a period, and ramps that start."""
    made = []
    for row in rows:
        if draw.chance(0.4):
            row["ramp_start"] = draw.one(STARTS)
        if row.get("to") is None and draw.chance(0.25):
            cut = draw.one(["2026-02-14", "2026-03-01", "2026-05-05", "2026-06-20"])
            if cut > row["from"]:
                later = {**row, "from": cut}
                kind = draw.one(["target", "target", "pause", "same"])
                if kind == "target":
                    later["target_variable"] = draw.one(["2000", "44444.44", "3"])
                if kind == "pause":
                    row["to"] = draw.one(["2026-01-20", "2026-02-05"])
                    if row["to"] <= row["from"]:
                        row["to"] = cut
                else:
                    row["to"] = cut
                draw.mark(f"assignment changes {kind}")
                made.append(later)
        made.append(row)
    return made


def relief(draw, made, people):
    rows = []
    for payee in people:
        for _ in range(draw.random.randint(0, 2)):
            start, to = draw.one(
                [("2026-01-01", "2026-04-01"), ("2026-02-10", "2026-02-24"), ("2026-03-15", "2026-05-02")]
            )
            row = {"payee_id": payee, "from": start, "to": to, "amount": draw.one(["100", "33.33", "400", "99999"])}
            if draw.chance(0.3):
                part = draw.one(made["components"])
                row["measure_id"] = part["measure"].get("id", part["id"])
            if draw.chance(0.1):
                row["known_at"] = "2026-04-01T00:00:00Z"
            if draw.fault(0.06):
                row.update(draw.one([{"amount": "-1"}, {"to": start}, {"currency": "EUR"}]))
            draw.mark("relief above quota" if row["amount"] == "99999" else "relief")
            rows.append(row)
    return rows
