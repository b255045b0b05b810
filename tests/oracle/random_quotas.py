"""Random trees of nodes, and random quotas with what counts towards them. A seed always gives the same."""

import random

UNITS = ["0.01", "1", "1000", "0.25", "0.0001"]
QUARTERS = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"]


def allocation(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(seed)
    unit = draw.choice(UNITS)
    nodes = []
    for position in range(draw.randint(1, 14)):
        node = {"node_id": f"n{draw.randint(10, 99)}-{position}"}
        if position and draw.random() < 0.7:
            node["parent_id"] = draw.choice(nodes)["node_id"]
        if draw.random() < 0.95:
            node["weight"] = weight(draw)
        if draw.random() < 0.3:
            node["fallback_weight"] = str(draw.randint(0, 5))
        if draw.random() < 0.1:
            node["pin"] = times(unit, draw.randint(-5, 2000))
        nodes.append(node)
    draw.shuffle(nodes)
    params = {"total": times(unit, draw.randint(-3000, 9000)), "unit": unit}
    if draw.random() < 0.2:
        params["total"] += ("" if "." in params["total"] else ".0") + "07"
    if draw.random() < 0.5:
        params["tie"] = "node_id"
    if draw.random() < 0.5:
        params["zero_weights"] = draw.choice(["equal", "fallback"])
    if draw.random() < 0.5:
        params["overshoot"] = "scale_pins"
    request = {"op": "quota.allocate", "params": params, "tables": {"nodes": nodes}}
    if draw.random() < 0.3:
        params["method"] = "sainte_lague"
    if draw.random() < 0.2:
        blended(draw, request)
    leaves = [node for node in nodes if not any(other.get("parent_id") == node["node_id"] for other in nodes)]
    leaves = [node["node_id"] for node in leaves if "pin" not in node]
    if leaves and draw.random() < 0.4:
        params["residual_to"] = draw.choice(leaves)
    marks = {f"{key} {value}" for key, value in params.items() if key in ("zero_weights", "overshoot", "method")}
    marks |= {key for key in ("tie", "residual_to", "blend") if key in params} | {"allocate"}
    marks |= {"pin" for node in nodes if "pin" in node} | {"tree" for node in nodes if "parent_id" in node}
    return request, marks


def blended(draw, request):
    """Weights from metrics, some of which count the other way round."""
    metrics = [
        {"node_id": node["node_id"], "metric_id": metric, "value": weight(draw)}
        for node in request["tables"]["nodes"]
        for metric in ("history", "accounts")
        if draw.random() < 0.98
    ]
    parts = [{"metric_id": metric, "weight": draw.choice(["1", "0.4", "1/3"])} for metric in ("history", "accounts")]
    if draw.random() < 0.3:
        parts[1]["inverse"] = True
    request["params"]["blend"] = parts
    request["tables"]["metrics"] = metrics


def tree(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"tree {seed}")
    unit, nodes = draw.choice(UNITS), []
    for position in range(draw.randint(1, 9)):
        node = {"node_id": f"n{position}", "weight": str(draw.randint(1, 9))}
        if position and draw.random() < 0.7:
            node["parent_id"] = draw.choice(nodes)["node_id"]
        nodes.append(node)
    ends = QUARTERS[: draw.randint(2, 5)]
    seasonality = [{"from": start, "to": end, "weight": weight(draw)} for start, end in zip(ends, ends[1:])]
    draw.shuffle(nodes)
    draw.shuffle(seasonality)
    params = {"total": times(unit, draw.randint(-300, 900)), "unit": unit, "zero_weights": "equal", "tie": "node_id"}
    if draw.random() < 0.3:
        params["method"] = "sainte_lague"
    marks = {"quota tree"} | ({"quota tree below zero"} if params["total"].startswith("-") else set())
    return {"op": "quota.tree", "params": params, "tables": {"nodes": nodes, "seasonality": seasonality}}, marks


def teams(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"teams {seed}")
    request, marks = attainment(f"teams {seed}")
    request["params"]["as_of"] = "2026-08-01"
    people = [f"p{number}" for number in range(6)]
    rows = [
        {"person_id": id, "manager_id": draw.choice(people[:at]) if at and draw.random() < 0.9 else None}
        for at, id in enumerate(people)
    ]
    draw.shuffle(rows)
    request["tables"]["reporting"] = [row for row in rows if draw.random() < 0.9]
    if draw.random() < 0.5:
        node = {"node_id": draw.choice(people), "from": QUARTERS[0], "to": QUARTERS[4], "amount": "1234.5"}
        request["tables"]["quotas"].append(node)
        marks = marks | {"a team's own quota"}
    if draw.random() < 0.5:
        kinds = ["below", "at_or_below", "at_or_above", "above"]
        bounds = [{"attainment": draw.choice(["0.5", "1", "2/3", "0"]), "counts": kind} for kind in kinds]
        request["params"]["thresholds"] = bounds
        marks = marks | {"thresholds"}
    return request, marks | {"teams"}


def weight(draw):
    whole = draw.choice([0, 0, 1, 1, 2, 3, 7, 247000])
    return draw.choice([str(whole), f"{whole}/{draw.randint(1, 9)}", f"{whole}.{draw.randint(0, 99):02d}"])


def times(unit, count):
    """A number of units, exactly."""
    scale = len(unit.partition(".")[2])
    units = int(unit.replace(".", "")) * count
    digits = f"{abs(units):0{scale + 1}d}"
    text = f"{digits[: len(digits) - scale]}.{digits[len(digits) - scale :]}" if scale else digits
    return f"-{text}" if units < 0 else text


def attainment(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"attainment {seed}")
    payees = [f"p{number}" for number in range(draw.randint(1, 5))]
    measures = draw.choice([[None], [None], ["new", "renewal"], [None, "new"]])
    quotas = [
        {
            "payee_id": payee,
            "measure_id": measure,
            "from": start,
            "to": end,
            "amount": draw.choice(["0", "50.5", "3", "1000"]),
        }
        for payee in payees[: draw.randint(0, len(payees))]
        for measure in measures
        for start, end in zip(QUARTERS, QUARTERS[1:])
        if draw.random() < 0.6
    ]
    transactions = [
        {
            "transaction_id": f"t{number}",
            "payee_id": draw.choice(payees),
            "amount": f"{draw.randint(-500, 2000)}.{draw.randint(0, 999):03d}",
            "booked_on": f"2026-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
            "measure_id": draw.choice(["new", "renewal", None]),
        }
        for number in range(draw.randint(0, 20))
    ]
    params = {"as_of": draw.choice(QUARTERS + ["2026-05-17"])} if draw.random() < 0.5 else {}
    draw.shuffle(quotas)
    marks = {"attainment"} | {key for key in params} | {"measure" for quota in quotas if quota["measure_id"]}
    tables = {"transactions": transactions, "quotas": quotas}
    return {"op": "quota.attainment", "params": params, "tables": tables}, marks
