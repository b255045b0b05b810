"""Forecasts of the reference: the category roll-up with adjustments, and the stage-weighted forecast.

Written from semantics/forecast.md b0, b1, b11, b12 and b18 and TABLES.md, not from the Rust.
"""

from fractions import Fraction

from exact import number, rounded, shown

ORDER = ["pipeline", "best_case", "most_likely", "commit", "closed"]


class Refused(Exception):
    """The code that some problem must have."""


def exactly(value):
    """A decimal as it is, where it has at most 28 digits; else to 12 places."""
    if value is None:
        return None
    for places in range(29):
        units = value * 10**places
        if units.denominator == 1:
            if abs(units.numerator) >= 10**28:
                break
            digits = f"{abs(units.numerator):0{places + 1}d}"
            text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return f"-{text}" if units < 0 else text
    return shown(value)


def cell(row, column):
    return row.get(column) or None


def effective(rows, day):
    """Manager by person on a day; people who are only named as managers are there as well."""
    managers = {}
    for row in rows:
        if (row.get("from") or "0001-01-01") <= day < (row.get("to") or "9999-99-99"):
            managers[row["person_id"]] = cell(row, "manager_id")
    for manager in [manager for manager in managers.values() if manager]:
        managers.setdefault(manager, None)
    return managers


def chain(managers, person):
    """Everyone above, the nearest first."""
    above = []
    while managers[person] is not None:
        person = managers[person]
        if person in above:
            raise Refused("reporting.cycle")
        above.append(person)
    return above


def stage_of(model, deal):
    for pipeline in model["pipelines"]:
        if pipeline["id"] == deal["pipeline_id"]:
            return next(stage for stage in pipeline["stages"] if stage["id"] == deal["stage_id"])
    return None


def worth(model, params, deal, kind, rates):
    """What a deal is worth in the model's currency."""
    amount, currency = number(deal["amount"]), cell(deal, "currency") or model["currency"]
    if currency == model["currency"]:
        return amount
    mode = model["fx"]
    if mode == "plan":
        wanted, day = "plan", params["period"]["from"]
    elif mode == "dated":
        wanted, day = "spot", params["as_of"] if kind == "open" else deal["close_date"]
    else:
        wanted, day = "spot", mode.split(":")[1]
    for rate in rates:
        fits = (rate["base"], rate["quote"], rate["kind"]) == (currency, model["currency"], wanted)
        if fits and rate["from"] <= day and (not rate.get("to") or day < rate["to"]):
            return amount * number(rate["rate"])
    raise Refused("forecast.fx_rate_missing")


def judge(model, params, deal):
    """The stage of a deal that closes in the period, or why it is left out."""
    period = params["period"]
    if not cell(deal, "close_date"):
        return None, "no_close_date"
    if not period["from"] <= deal["close_date"] < period["to"]:
        return None, "outside_period"
    stage = stage_of(model, deal)
    if stage is None:
        return None, "other_pipeline"
    if stage["kind"] == "open" and (cell(deal, "forecast_category") or stage["category"]) == "omitted":
        return None, "omitted"
    return stage, None


def roll_up(model, params, tables):
    """(node, category, mode) → its amounts, and the reason of every deal that is left out."""
    places = params.get("rounding")
    rounding = (lambda value: rounded(value, places["places"], places["mode"])) if places else (lambda value: value)
    managers = effective(tables["reporting"], params["as_of"])
    above = {person: chain(managers, person) for person in managers}
    own, counts, excluded = {}, {}, {}
    for deal in tables["deals"]:
        stage, reason = judge(model, params, deal)
        if stage and stage["kind"] == "lost":
            stage, reason = None, "lost"
        if stage and not cell(deal, "amount"):
            stage, reason = None, "no_amount"
        if stage and deal["owner_id"] not in managers:
            stage, reason = None, "owner_not_in_hierarchy"
        if stage is None:
            excluded[deal["deal_id"]] = reason
            continue
        kind = stage["kind"]
        category = "closed" if kind == "won" else cell(deal, "forecast_category") or stage["category"]
        key = (deal["owner_id"], category)
        own[key] = own.get(key, Fraction(0)) + worth(model, params, deal, kind, tables.get("fx_rates", []))
        counts[key] = counts.get(key, 0) + 1
    standing = judgements(params, tables.get("adjustments", []), above)
    out = {}
    for category in ORDER:

        def forecast(person):
            if (person, category, "single") in out:
                return out[(person, category, "single")]
            below = [forecast(other) for other in managers if managers[other] == person]
            mine = rounding(own.get((person, category), Fraction(0)))
            rollup = mine + sum(other["effective"] for other in below)
            steps = standing.get((person, category), [])
            value, without_owner, without_manager, drifts = rollup, rollup, rollup, []
            for step in steps:
                if step.get("base_when_made"):
                    drifts.append(value - number(step["base_when_made"]))
                value = rounding(applied(step, value))
                if step["by"] == person:
                    without_manager = value
                else:
                    without_owner = rounding(applied(step, without_owner))
            moved = [drift for drift in drifts if drift]
            indirect = any(other["flag"] != "calculated" for other in below)
            out[(person, category, "single")] = {
                "own": mine,
                "deals": counts.get((person, category), 0),
                "without_any_adjustment": mine + sum(other["without_any_adjustment"] for other in below),
                "rollup": rollup,
                "without_manager_adjustment": without_manager,
                "without_owner_adjustment": without_owner,
                "effective": value,
                "flag": "direct" if steps else "indirect" if indirect else "calculated",
                "stale": bool(moved),
                "base_drift": moved[-1] if moved else Fraction(0) if drifts else None,
            }
            return out[(person, category, "single")]

        for person in managers:
            forecast(person)
    for person in managers:
        for name, members in sums().items():
            parts = [out[(person, member, "single")] for member in members]
            out[(person, name, "cumulative")] = together(parts)
    return out, excluded


def sums():
    """The cumulative categories and what they are made of."""
    found = {"closed_only": ["closed"]}
    for at in (3, 2, 1):
        found[ORDER[at]] = ORDER[at:]
    found["open_pipeline"] = ORDER[:4]
    return found


def together(parts):
    amounts = [key for key in parts[0] if key not in ("flag", "stale", "base_drift")]
    whole = {key: sum(part[key] for part in parts) for key in amounts}
    flags = [part["flag"] for part in parts]
    whole["flag"] = next(flag for flag in ("direct", "indirect", "calculated") if flag in flags)
    whole["stale"] = any(part["stale"] for part in parts)
    drifts = [part["base_drift"] for part in parts if part["base_drift"] is not None]
    whole["base_drift"] = sum(drifts) if drifts else None
    return whole


def judgements(params, adjustments, above):
    """The adjustments that stand on each forecast, the owner's first and then upward."""
    last = {}
    for row in adjustments:
        if row["at"] >= params["as_of"]:
            continue
        if row["node_id"] not in above:
            raise Refused("forecast.unknown_node")
        if row["by"] not in [row["node_id"], *above[row["node_id"]]]:
            raise Refused("forecast.author_not_above")
        key = (row["node_id"], row["category"], row["by"])
        if key not in last or last[key]["at"] <= row["at"]:
            last[key] = row
    standing = {}
    for (node, category, _), row in last.items():
        if row["kind"] != "reset":
            standing.setdefault((node, category), []).append(row)
    for (node, _), rows in standing.items():
        order = [node, *above[node]]
        rows.sort(key=lambda row: order.index(row["by"]))
    return standing


def applied(step, base):
    value = number(step["value"])
    return {"override": value, "delta": base + value, "percent": base * (1 + value / 100)}[step["kind"]]


def stage_weighted(model, params, tables):
    """Total, variance and what each deal contributes."""
    places = params.get("rounding")
    rounding = (lambda value: rounded(value, places["places"], places["mode"])) if places else (lambda value: value)
    total, variance, contributions, excluded = Fraction(0), Fraction(0), {}, {}
    for deal in tables["deals"]:
        stage, reason = judge(model, params, deal)
        if stage and not cell(deal, "amount"):
            stage, reason = None, "no_amount"
        if stage is None:
            excluded[deal["deal_id"]] = reason
            continue
        amount = worth(model, params, deal, stage["kind"], tables.get("fx_rates", []))
        probability = {"won": Fraction(1), "lost": Fraction(0), "open": number(stage["probability"])}[stage["kind"]]
        if stage["kind"] == "open" and cell(deal, "probability"):
            reset = model["override_policy"] == "reset_on_stage_change"
            if reset and not (cell(deal, "probability_set_at") and cell(deal, "stage_entered_at")):
                raise Refused("forecast.override_undated")
            if not reset or deal["probability_set_at"] >= deal["stage_entered_at"]:
                probability = number(deal["probability"])
        weighted = rounding(amount * probability)
        contributions[deal["deal_id"]] = (rounding(amount), weighted, probability)
        total += weighted
        variance += amount * amount * probability * (1 - probability)
    return total, variance, contributions, excluded
