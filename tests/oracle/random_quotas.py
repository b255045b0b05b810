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
    leaves = [node for node in nodes if not any(other.get("parent_id") == node["node_id"] for other in nodes)]
    leaves = [node["node_id"] for node in leaves if "pin" not in node]
    if leaves and draw.random() < 0.4:
        params["residual_to"] = draw.choice(leaves)
    marks = {f"{key} {value}" for key, value in params.items() if key in ("zero_weights", "overshoot")}
    marks |= {key for key in ("tie", "residual_to") if key in params} | {"allocate"}
    marks |= {"pin" for node in nodes if "pin" in node} | {"tree" for node in nodes if "parent_id" in node}
    return {"op": "quota.allocate", "params": params, "tables": {"nodes": nodes}}, marks


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
