"""Quotas of the reference: shares down a tree, and attainment.

Written from semantics/planning.md 3.2 and 3.3 and TABLES.md, not from the Rust.
"""

from fractions import Fraction

from exact import number, shown


class Refused(Exception):
    """The code that the first problem must have."""


def hamilton(units, weights, ties):
    """Whole units by largest remainder; equal remainders go by tie, then by position; negatives mirror."""
    whole = sum(weights)
    ideal = [Fraction(abs(units)) * weight / whole for weight in weights]
    shares = [share.numerator // share.denominator for share in ideal]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - ideal[i], ties[i], i))
    for i in order[: abs(units) - sum(shares)]:
        shares[i] += 1
    return [share if units >= 0 else -share for share in shares]


def sainte_lague(units, weights, ties):
    """Unit by unit to the largest weight over 1, 3, 5, ...; equal ones go by tie, then by position."""
    shares = [0] * len(weights)
    for _ in range(abs(units)):
        order = sorted(range(len(weights)), key=lambda i: (-weights[i] / (2 * shares[i] + 1), ties[i], i))
        shares[order[0]] += 1
    return [share if units >= 0 else -share for share in shares]


def whole_units(amount, unit):
    """Units towards zero, and what is left."""
    units = abs(amount) / unit
    units = units.numerator // units.denominator * (1 if amount >= 0 else -1)
    return units, amount - units * unit


def cell(row, column):
    value = row.get(column)
    return None if value in (None, "") else number(value)


def allocate(params, nodes, metrics=()):
    """Share by node id, for a tree that is sound."""
    share_out = sainte_lague if params.get("method") == "sainte_lague" else hamilton
    values = {(row["node_id"], row["metric_id"]): number(row["value"]) for row in metrics}
    unit, shares = number(params["unit"]), {}
    by_id = {node["node_id"]: node for node in nodes}
    path, at = set(), params.get("residual_to")
    while at:
        path.add(at)
        at = by_id[at].get("parent_id")
    tie = params.get("tie")
    order = sorted(range(len(nodes)), key=lambda i: (nodes[i][tie] if tie else "", i))
    rank = {nodes[i]["node_id"]: place for place, i in enumerate(order)}

    def down(parent, amount):
        children = [node for node in nodes if node.get("parent_id") == parent]
        if not children:
            return
        for node, share in split(children, amount):
            shares[node["node_id"]] = share
            down(node["node_id"], share)

    def split(children, amount):
        pins = {node["node_id"]: cell(node, "pin") for node in children if cell(node, "pin") is not None}
        free = [node for node in children if node["node_id"] not in pins]
        taken = sum(pins.values(), Fraction(0))
        rest = amount - taken
        if pins and (rest < 0 if amount >= 0 else rest > 0):
            mixed = any(pin and (pin < 0) != (taken < 0) for pin in pins.values())
            if params.get("overshoot") != "scale_pins" or mixed:
                raise Refused("quota.pin_overshoot")
            weights = [abs(pins.get(node["node_id"], Fraction(0))) for node in children]
            units, left = whole_units(amount, unit)
            if left:
                raise Refused("quota.not_a_multiple")
            scaled = share_out(units, weights, [rank[node["node_id"]] for node in children])
            return [(node, share * unit) for node, share in zip(children, scaled)]
        if not free and rest:
            raise Refused("quota.pin_undershoot")
        out = [(node, pins[node["node_id"]]) for node in children if node["node_id"] in pins]
        if not free:
            return out
        units, left = whole_units(rest, unit)
        if left and not any(node["node_id"] in path for node in free):
            raise Refused("quota.not_a_multiple")
        weights = weights_of(free, rest)
        ranks = [rank[node["node_id"]] for node in free]
        shared = share_out(units, weights, ranks) if any(weights) else [0] * len(free)
        for node, share in zip(free, shared):
            out.append((node, share * unit + (left if node["node_id"] in path else 0)))
        return out

    def blended(free):
        weights = [Fraction(0)] * len(free)
        counted = sum(number(part["weight"]) for part in params["blend"])
        for part in params["blend"]:
            found = [values.get((node["node_id"], part["metric_id"])) for node in free]
            if None in found:
                raise Refused("quota.metric_missing")
            if part.get("inverse"):
                if 0 in found:
                    raise Refused("quota.inverse_of_zero")
                found = [1 / value for value in found]
            if not any(found):
                if params.get("zero_weights") != "equal":
                    raise Refused("quota.zero_weights")
                found = [Fraction(1)] * len(free)
            counts = number(part["weight"]) / counted
            weights = [weight + counts * value / sum(found) for weight, value in zip(weights, found)]
        return weights

    def weights_of(free, rest):
        if "blend" in params and len(free) > 1:
            return blended(free)
        weights = [cell(node, "weight") for node in free]
        if len(free) == 1 and weights[0] is None:
            weights = [Fraction(1)]
        if None in weights:
            raise Refused("quota.weight_missing")
        if any(weights) or not rest:
            return weights
        if params.get("zero_weights") == "equal":
            return [Fraction(1)] * len(free)
        fallback = [cell(node, "fallback_weight") or Fraction(0) for node in free]
        if params.get("zero_weights") == "fallback" and any(fallback):
            return fallback
        raise Refused("quota.zero_weights")

    down(None, number(params["total"]))
    return {node: shown(share) for node, share in shares.items()}


def attainment(params, transactions, quotas):
    """(payee, measure) → (actual, quota, attainment, reason), for quotas that do not overlap."""
    as_of, sums = params.get("as_of"), {}
    counted = [quota for quota in quotas if not as_of or quota["from"] < as_of]
    for quota in counted:
        total = sums.setdefault((quota["payee_id"], quota.get("measure_id")), [Fraction(0), Fraction(0)])
        total[1] += number(quota["amount"])
    known = {quota["payee_id"] for quota in counted}
    for record in transactions:
        day, payee = record["booked_on"], record["payee_id"]
        if as_of and day >= as_of:
            continue
        if payee not in known:
            sums.setdefault((payee, None), [Fraction(0), None])[0] += number(record["amount"])
        for quota in counted:
            measured = quota.get("measure_id") in (None, record.get("measure_id"))
            if quota["payee_id"] == payee and measured and quota["from"] <= day < quota["to"]:
                sums[(payee, quota.get("measure_id"))][0] += number(record["amount"])
    return {key: (shown(actual), shown(quota), *ratio(actual, quota)) for key, (actual, quota) in sums.items()}


def ratio(actual, quota):
    if quota is None:
        return None, "quota_missing"
    if quota == 0:
        return None, "zero_denominator"
    return shown(actual / quota), None
