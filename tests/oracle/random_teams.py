"""Random team bonuses, and who is in which team."""

from random_stages import UNITS

TEAMS = ["north", "south", None]
WEIGHTS = ["1", "2", "0.5", "1/3", "0"]


def teams(draw, made, tables):
    """One or two pools, whose members come, go and change teams."""
    parts = [part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]]
    listed = [pool(draw, f"pool-{at}", made["components"], parts) for at in range(draw.one([1, 1, 2]))]
    made["bonuses"] = [*made.get("bonuses", []), *listed]
    for row in tables["assignments"]:
        team = draw.one(TEAMS if not draw.chance(0.3) else TEAMS[:1])
        if team:
            row["team_id"] = team
            if not draw.fault(0.1):
                row["team_weight"] = draw.one(WEIGHTS[:4] if draw.sound else WEIGHTS)
    if draw.chance(0.5):
        move(draw, tables["assignments"])


def pool(draw, name, parts, every):
    made = {"id": name, "kind": "team", "period": draw.one(["month", "quarter", "quarter", "half", "year"])}
    made["share_by"] = draw.one(["headcount", "credit", "weight"])
    base = draw.one([None, "credit", "component_result"])
    made.update({"amount": draw.one(["100", "1000/3", "0.05"])} if base is None else {"rate": draw.one(["0.01", "1/7", "0.1"]), "base": base})
    if (base or made["share_by"] == "credit") and draw.chance(0.5):
        made["components"] = draw.random.sample(sorted({part["id"] for part in every}), 1)
        draw.mark("team of some components")
    if made["share_by"] != "credit" and draw.chance(0.5):
        made["prorated"] = True
        draw.mark("team prorated")
    months = UNITS[made["period"]]
    inside = [part for part in parts if UNITS.get(part["measure"]["period"], 99) <= months]
    if inside and draw.chance(0.5):
        of = draw.one(inside)
        attains = "quota" in of and draw.chance(0.7)
        subject = {"attainment_of": of["id"]} if attains else {"measure_of": of["id"]}
        values = ["0.1", "0.25", "0.5"] if attains else ["10", "250", "-20"]
        made["when"] = {"subject": subject, "op": draw.one(["ge", "gt", "lt"]), "value": draw.one(values)}
        draw.mark(f"team when {next(iter(subject))}")
    attaining = [part["id"] for part in inside if "quota" in part]
    if attaining and draw.chance(0.5):
        points = draw.one([[["0", "0.5"], ["1", "1"]], [["0.2", "0.4"], ["0.5", "1"], ["0.5", "1.5"]]])
        # A jump has no slope to go on with.
        ends = ["hold"] if points[-1][0] == points[-2][0] else ["hold", "extrapolate"]
        payout = {"points": points, "below": draw.one(["zero", "hold"]), "above": draw.one(ends)}
        made["objectives"] = [{"attainment_of": draw.one(attaining), "weight": "1", "payout": payout}]
        draw.mark("team by a payout curve")
    draw.mark(f"team {made['share_by']}", f"team pool of {base or 'amount'}")
    return made


def move(draw, rows):
    """Somebody goes to another team in the middle of a period."""
    row = draw.one(rows)
    when = draw.one(["2026-02-15", "2026-03-01", "2026-05-05"])
    if row["from"] < when and (not row.get("to") or when < row["to"]):
        rows.append({**row, "from": when, "team_id": draw.one(TEAMS[:2])})
        row["to"] = when
        rows[-1].setdefault("team_weight", "1")
        draw.mark("team changes")
