"""Random models, hierarchies, deals and adjustments. A seed always gives the same."""

import random

DAYS = [f"2026-{month:02d}-{day:02d}" for month in range(1, 5) for day in (1, 9, 17, 28)]
STAGES = ["talk", "demo", "offer", "sign", "won", "lost"]
MODES = ["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]


def model(draw):
    chances = [draw.choice(["0", "0.1", "1/3", "0.25", "1"]), "0.3", draw.choice(["0.5", "2/7"]), "0.8"]
    categories = ["pipeline", draw.choice(["best_case", "pipeline"]), "most_likely", draw.choice(["commit", "omitted"])]
    kinds = [("open", chance, category) for chance, category in zip(chances, categories)]
    kinds += [("won", "1", "closed"), ("lost", "0", "omitted")]
    stages = [
        {"id": id, "order": order, "kind": kind, "probability": chance, "category": category}
        for order, (id, (kind, chance, category)) in enumerate(zip(STAGES, kinds))
    ]
    pipelines = [
        {"schema": "quarterdeck/pipeline@1", "id": id, "version": 1, "entry": ["talk"], "stages": stages}
        for id in ("new", "renewal")[: draw.randint(1, 2)]
    ]
    return {
        "schema": "quarterdeck/forecast-model@1",
        "id": "any",
        "currency": "USD",
        "fx": draw.choice(["plan", "dated", f"constant:{draw.choice(DAYS)}"]),
        "override_policy": draw.choice(["sticky", "reset_on_stage_change"]),
        "pipelines": pipelines,
    }


def params(draw):
    asked = {"as_of": draw.choice(DAYS), "period": {"from": "2026-01-09", "to": draw.choice(DAYS[4:])}}
    if draw.random() < 0.3:
        asked["rounding"] = {"places": draw.choice([0, 1, 2]), "mode": draw.choice(MODES)}
    return asked


def reporting(draw):
    """Mostly a tree, with people who move or leave, and now and then a circle."""
    rows = []
    for number in range(draw.randint(1, 9)):
        person, manager = f"p{number}", f"p{draw.randrange(number)}" if number and draw.random() < 0.9 else None
        row = {"person_id": person, "manager_id": manager}
        if draw.random() < 0.2:
            day = draw.choice(DAYS)
            rows.append(dict(row, manager_id=f"p{draw.randrange(max(number, 1))}", to=day) if number else dict(row, to=day))
            row["from"] = day
            if draw.random() < 0.3:
                continue
        rows.append(row)
    if draw.random() < 0.03:
        rows.append({"person_id": "q0", "manager_id": "q1"})
        rows.append({"person_id": "q1", "manager_id": "q0"})
    draw.shuffle(rows)
    return rows


def deals(draw, people):
    rows = []
    for number in range(draw.randint(0, 25)):
        row = {
            "deal_id": f"d{number}",
            "pipeline_id": draw.choice(["new", "new", "renewal"]),
            "stage_id": draw.choice(STAGES),
            "owner_id": draw.choice(people),
            "amount": f"{draw.randint(-200, 9000)}.{draw.randint(0, 99):02d}" if draw.random() < 0.93 else None,
            "close_date": draw.choice(DAYS) if draw.random() < 0.95 else None,
            "currency": draw.choice(["USD", None, "EUR", "JPY"]) if draw.random() < 0.4 else None,
        }
        if draw.random() < 0.2:
            row["forecast_category"] = draw.choice(["omitted", "pipeline", "best_case", "commit"])
        if draw.random() < 0.3:
            row["probability"] = draw.choice(["0", "0.9", "1/7", "1", "0.15"])
            row["probability_set_at"] = f"{draw.choice(DAYS)}T00:00:00Z"
            if draw.random() < 0.98:
                row["stage_entered_at"] = f"{draw.choice(DAYS)}T00:00:00Z"
        rows.append(row)
    return rows


def rates(draw):
    rows = []
    for base in ("EUR", "JPY"):
        cut = draw.choice(DAYS)
        for kind, start, end in (("plan", "2025-01-01", None), ("spot", "2025-01-01", cut), ("spot", cut, None)):
            rate = f"{draw.randint(0, 1)}.{draw.randint(1, 9999):04d}"
            rows.append({"base": base, "quote": "USD", "from": start, "to": end, "rate": rate, "kind": kind})
    if draw.random() < 0.05:
        rows.pop(draw.randrange(len(rows)))
    return rows


def adjustments(draw, people):
    rows = []
    for _ in range(draw.randint(0, 8)):
        kind = draw.choice(["override", "delta", "delta", "percent", "reset"])
        row = {
            "node_id": draw.choice(people),
            "category": draw.choice(["pipeline", "best_case", "commit", "commit", "closed"]),
            "by": draw.choice(["p0", "p0", "p0", "p1", draw.choice(people)]),
            "kind": kind,
            "at": f"{draw.choice(DAYS)}T12:00:00Z",
        }
        if draw.random() < 0.4:
            row["by"] = row["node_id"]
        if kind != "reset":
            row["value"] = f"{draw.randint(-50, 500)}.{draw.randint(0, 9)}"
        if draw.random() < 0.4:
            row["base_when_made"] = draw.choice(["0", "100", "1234.5"])
        rows.append(row)
    return rows


def roll_up(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"roll-up {seed}")
    definition, asked, lines = model(draw), params(draw), reporting(draw)
    people = sorted({row["person_id"] for row in lines})
    tables = {"deals": deals(draw, people), "reporting": lines, "fx_rates": rates(draw)}
    if draw.random() < 0.7:
        tables["adjustments"] = adjustments(draw, people)
    marks = {"roll_up", f"fx {definition['fx'].split(':')[0]}"} | ({"rounding"} if "rounding" in asked else set())
    marks |= {f"adjustment {row['kind']}" for row in tables.get("adjustments", [])}
    marks |= {"categories of deals" for row in tables["deals"] if "forecast_category" in row}
    marks |= {"people who move" for row in lines if "from" in row}
    request = {"op": "forecast.roll_up", "kind": "forecast_model", "definition": definition}
    return {**request, "params": asked, "tables": tables}, marks


def stage_weighted(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"stage-weighted {seed}")
    definition, asked = model(draw), params(draw)
    tables = {"deals": deals(draw, ["p0", "p1"]), "fx_rates": rates(draw)}
    marks = {"stage_weighted", f"override {definition['override_policy']}"}
    marks |= {"weighted rounding"} if "rounding" in asked else set()
    request = {"op": "forecast.stage_weighted", "kind": "forecast_model", "definition": definition}
    return {**request, "params": asked, "tables": tables}, marks
