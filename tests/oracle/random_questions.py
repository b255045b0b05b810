"""Random questions: those about records on the random plans of the calculation, the rest from scratch."""

import copy
import random
from fractions import Fraction

import asking
import bonuses
import paying
import random_plans
import random_restatements
import refunding
import simulating
from cases.make import assigned, part, plan, quota, sales, tiers
from commission import calculate
from random_plans import case

PLAIN = ("amount", "units", "attainment")

# The questions that need no random plan, and the features of which one of them has to draw some, where there are any.
FROM_SCRATCH, HAVING = ("credit_needed",), set()


def plain(seed):
    """A sound calculation with transactions, and its marks; random plans are also made to fail."""
    found, marks = case(seed)
    if not is_plain(found):
        return None
    try:
        answer = calculate(found)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        return None
    return (found, marks) if answer["ok"] else None


def is_plain(request):
    """Whether a calculation may be asked about at all."""
    read_otherwise = request["params"].get("bad_records") or request["params"].get("outputs")
    return request["tables"]["transactions"] and not request["definition"].get("earlier_versions") and not read_otherwise


def suited(name, seed):
    """A random plan, if it is one that a question can be about, and its marks."""
    request, marks = case(seed)
    parts, sales = request["definition"]["components"], request["tables"]["transactions"]
    fits = is_plain(request)
    if name == "what_if":
        known = [row for row in sales if not row.get("known_at")]
        fits = fits and len(known) > 1 and not any(row.get("reverses_id") for row in known[-2:])
        fits = fits and not bonuses.of_teams(request["definition"]) and not any("curve" in part for part in parts)
    if name in ("expected_cost", "simulate"):
        fits = fits and not any("rates" in part or "pays_on" in part for part in parts)
    if name == "clawback_options":
        fits = fits and any(row.get("reverses_id") for row in sales)
    return request if fits else None, marks


def what_if(seed):
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    random.seed(seed)
    deals = [row for row in request["tables"]["transactions"] if not row.get("known_at")]
    # What a team is paid is held against the reference by run.py.
    if bonuses.of_teams(request["definition"]):
        return None
    if len(deals) < 2 or any(part.get("curve") for part in request["definition"]["components"]):
        return None
    deals = deals[-random.randint(1, 2) :]
    if any(row.get("reverses_id") for row in deals):
        return None
    ids = {row["transaction_id"] for row in deals}
    rest = [row for row in request["tables"]["transactions"] if row["transaction_id"] not in ids]
    asked = {
        **request,
        "op": "commission.what_if",
        "params": {"period": request["params"]["period"]},
        "tables": {**request["tables"], "transactions": rest, "deals_added": deals},
    }
    try:
        return asked, asking.what_if(asked), marks
    except AssertionError:
        return None


def credit_needed(seed):
    """Small plans in yen: every credit is tried."""
    rng = random.Random(seed)
    parts, marks = [], set()
    for at in range(rng.choice([1, 1, 2])):
        index, mode = rng.choice(["amount", "attainment"]), rng.choice(["marginal", "whole", "whole", "per_segment"])
        values = [rng.choice(["0.01", "0.02", "0.05", "0.1", "-0.02", "0"]) for _ in range(rng.randint(1, 4))]
        kind = rng.choice(["rate", "rate", "step_amount"]) if mode != "per_segment" else "rate"
        values = [str(rng.randint(-20, 60)) for _ in values] if kind == "step_amount" else values
        starts = sorted(rng.sample(range(0, 1500, 7), len(values)))
        places = [str(start) if index == "amount" else f"{start}/1000" for start in starts]
        table = tiers(index, mode, kind, *zip(places, values), boundary=rng.choice(["lower_inclusive", "upper_inclusive"]))
        table["below"] = rng.choice(["zero", "first_tier"])
        for tier in table["tiers"]:
            if mode == "per_segment" and rng.random() < 0.5:
                tier["back_to"] = "first_dollar"
        more = {"quota": {"source": "table"}} if index == "attainment" else {}
        if more and mode == "whole" and rng.random() < 0.5:
            more["quota"]["attainment_rounding"] = {"scale": 2, "mode": rng.choice(["half_up", "down", "up", "half_down"])}
            marks.add("attainment rounded")
        if rng.random() < 0.2:
            points = [[place, value] for place, value in zip(places, ["0.05", "0.01", "0.02", "0"])]
            curve = {"x": index, "points": points, "apply": "rate_on_base", "below": "hold", "above": "hold"}
            more = {"quota": {"source": "table"}} if more else {}
            parts.append(part(f"part-{at}", accumulate=rng.choice([None, "transaction"]), curve=curve, **more))
            marks.add("curve")
            continue
        parts.append(part(f"part-{at}", accumulate=rng.choice([None, "transaction"]), rate_table=table, **more))
        marks |= {mode, kind, index}
    request = {
        "op": "commission.credit_needed",
        "kind": "commission_plan",
        "definition": plan(*[{**one, "weight": f"1/{len(parts)}"} for one in parts], currency="JPY"),
        "params": {"period": "2026-Q1", "payee_id": "ann", "payout": str(rng.randint(1, 60))},
        "tables": {
            "transactions": sales(*(str(rng.randint(-50, 300)) for _ in range(rng.randint(0, 3)))),
            "assignments": [assigned()],
            "quotas": [quota(rng.choice(["1000", "700", "1000.5"]))],
        },
    }
    if rng.random() < 0.4:
        request["params"]["component_id"] = "part-0"
        marks.add("one component")
    if HAVING and (HAVING.isdisjoint({*marks, "credit_needed", "nothing needed"}) or not is_reached(request)):
        return None
    expected = asking.credit_needed(request, 400)
    if expected is None:
        return None
    needed = expected["summary"]["credit_needed"]
    return request, expected, marks | {"nothing needed" if needed == "0" else "credit needed"}


def is_reached(request):
    """Whether some of the credits that are tried pay enough: most of those that do not take all 400 to say so."""
    deal = {"transaction_id": "~", "payee_id": "ann", **dict.fromkeys(("booked_on", "invoiced_on", "paid_on"), "2026-03-31")}
    for size in range(0, 400, 57):
        rows = [*request["tables"]["transactions"], {**deal, "amount": str(size)}]
        params = {"period": request["params"]["period"]}
        answer = calculate(copy.deepcopy({**request, "params": params, "tables": {**request["tables"], "transactions": rows}}))
        if answer["ok"] and Fraction(answer["summary"]["earned"]) >= Fraction(request["params"]["payout"]):
            return True
    return False


def expected_cost(seed):
    """The payees and quotas of a random calculation, at random attainments."""
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    if any("rates" in one for one in request["definition"]["components"]):
        return None
    rng = random.Random(seed)
    tables = {key: rows for key, rows in request["tables"].items() if key in ("assignments", "quotas", "quota_relief")}
    distribution = []
    for payee in [None, "ann"] if rng.random() < 0.4 else [None]:
        weights = [rng.randint(0, 4) for _ in range(rng.randint(1, 3))] + [1]
        for weight in weights:
            place = rng.choice(["0", "0.5", "1", "1.2", "2/3", "1.5", "-0.1"])
            row = {"attainment": place, "probability": f"{weight}/{sum(weights)}"}
            distribution.append(row if payee is None else {**row, "payee_id": payee})
    asked = {
        **request,
        "op": "commission.expected_cost",
        "params": {key: value for key, value in request["params"].items() if key in ("period", "known_at")},
        "tables": {**tables, "distribution": distribution},
    }
    try:
        return asked, asking.expected_cost(asked), {mark for mark in marks if mark.startswith(PLAN_MARKS)}
    except (AssertionError, KeyError, TypeError):
        return None


def simulate(seed):
    """The payees and quotas of a random calculation, at attainments by chance."""
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    if any("rates" in one for one in request["definition"]["components"]):
        return None
    rng = random.Random(seed)
    tables = {key: rows for key, rows in request["tables"].items() if key in ("assignments", "quotas", "quota_relief")}
    parts = [one["id"] for one in request["definition"]["components"]]
    kinds = [(payee, part) for payee in (None, "ann") for part in (None, rng.choice(parts))]
    distribution, said = [], set()
    for payee, part in [kinds[0], *rng.sample(kinds[1:], rng.choice([0, 0, 1, 2]))]:
        weights = [rng.randint(0, 4) for _ in range(rng.randint(1, 3))] + [1]
        for weight in weights:
            place = rng.choice(["0", "0.5", "1", "1.2", "2/3", "1.5", "-0.1"])
            row = {"attainment": place, "probability": f"{weight}/{sum(weights)}"}
            if rng.random() < 0.3:
                row["attainment_to"] = rng.choice(["1.6", "7/4", "3"])
                said.add("range")
            row |= {} if payee is None else {"payee_id": payee}
            distribution.append(row if part is None else {**row, "component_id": part})
        said |= {name for name, one in (("a payee apart", payee), ("a component apart", part)) if one is not None}
    params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
    asked = {
        **request,
        "op": "commission.simulate",
        "params": {**params, "seed": rng.randint(0, 2**53 - 1), "trials": rng.randint(1, 40)},
        "tables": {**tables, "distribution": distribution},
    }
    try:
        return asked, simulating.simulate(asked), said | {mark for mark in marks if mark.startswith(PLAN_MARKS)}
    except (AssertionError, KeyError, TypeError):
        return None


def paid(seed):
    """A random calculation, and payments that are right, wrong, missing or for nothing."""
    found = plain(seed)
    if found is None:
        return None
    request, _ = found
    rng = random.Random(seed)
    by = rng.choice(["line", "component", "payee"])
    rows = []
    for line in calculate(request)["tables"]["lines"]:
        row = {name: line[name] for name in ("payee_id", "component_id", "transaction_id", "amount") if line[name]}
        fate = rng.choice(["right", "right", "wrong", "missing", "twice"])
        if fate == "wrong":
            row["amount"] = str(rng.randint(-50, 500))
        rows += [row] * {"missing": 0, "twice": 2}.get(fate, 1)
    if rng.random() < 0.4:
        rows.append({"payee_id": rng.choice(["ann", "zoe"]), "component_id": "old", "amount": "12.5"})
    params = {"period": request["params"]["period"], "by": by, "tolerance": rng.choice(["0", "0.01", "20"])}
    if "known_at" in request["params"]:
        params["known_at"] = request["params"]["known_at"]
    asked = {**request, "op": "commission.paid_against_recomputed", "params": params,
             "tables": {**request["tables"], "paid": rows}}
    try:
        answer = paying.paid(asked)
    except (AssertionError, KeyError):
        return None
    return asked, answer, {f"by {by}", *(row["standing"] for row in answer["tables"]["paid_lines"])}


def ratios(seed):
    """A random calculation with salaries; one or the other of what is asked for is not said."""
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    rng = random.Random(seed)
    assigned = [{**row, "base_salary": str(rng.choice([0, 60000, 72500]))} if rng.random() < 0.8 else row
                for row in request["tables"]["assignments"]]
    left_out = rng.choice([None, None, "base_salary", "target_variable"])
    assigned = [{name: cell for name, cell in row.items() if name != left_out or rng.random() < 0.3} for row in assigned]
    params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
    asked = {**request, "op": "commission.ratios", "params": params,
             "tables": {**request["tables"], "assignments": assigned}}
    try:
        answer = paying.ratios(asked)
    except (AssertionError, KeyError):
        return None
    said = {row[name] for row in answer["tables"]["ratios"] for name in row if name.endswith("_reason")}
    return asked, answer, {str(one) for one in said} | {mark for mark in marks if mark.startswith("mid_period")}


def clawback_options(seed):
    """A random calculation with refunds, some or all of them tried."""
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    rng = random.Random(seed)
    refunds = [row["transaction_id"] for row in request["tables"]["transactions"] if row.get("reverses_id")]
    if not refunds:
        return None
    params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
    if rng.random() < 0.3:
        params["refunds"] = rng.sample(refunds, rng.randint(1, len(refunds)))
    asked = {**request, "op": "commission.clawback_options", "params": params}
    try:
        answer = refunding.clawback_options(asked)
    except (AssertionError, KeyError, TypeError):
        return None
    said = {option["mode"] for option in answer["summary"]["options"] if option["taken_back"] not in (None, "0")}
    return asked, answer, said | {mark for mark in marks if mark.startswith("split")}


def compare(seed):
    """A random calculation by its own plan, and by one of which some rules are others."""
    found = plain(seed)
    if found is None:
        return None
    request, _ = found
    draw = random_plans.Draw(seed + 3)
    params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
    other = copy.deepcopy(request["definition"])
    random_restatements.other_terms(draw, other)
    for name in ("plan_cap", "plan_floor", "bonuses", "overrides", "split_stage"):
        # The weights of goals are a part of those of the plan.
        weighed = name == "bonuses" and any("weight" in bonus for bonus in other.get(name, []))
        if name in other and draw.chance(0.4) and not weighed:
            other.pop(name)
            draw.mark(f"without {name}")
    for part in other["components"]:
        for name in ("cap", "floor", "line_cap", "gates", "multipliers", "kickers", "linked", "credit_cap"):
            if name in part and draw.chance(0.3):
                part.pop(name)
                draw.mark(f"without {name}")
    if draw.chance(0.3):
        other["rounding"] = {"at": draw.one(["line", "component", "payee"]), "mode": draw.one(["up", "down", "half_even"])}
        draw.mark("rounded otherwise")
    other["id"] = "other"
    asked = {"op": "commission.compare", "params": {**params, "plan_a": request["definition"], "plan_b": other},
             "tables": request["tables"]}
    try:
        answer = asking.compare(asked)
    except (AssertionError, KeyError, TypeError, ZeroDivisionError):
        return None
    return asked, answer, draw.features | ({"a difference"} if any(row["delta"] != "0" for row in answer["tables"]["comparison"]) else {"none"})


PLAN_MARKS = ("index", "marginal", "whole", "curve", "mid_period", "ramp", "proration", "measure", "interpolated")
KINDS = {
    "what_if": what_if, "credit_needed": credit_needed, "expected_cost": expected_cost, "simulate": simulate, "compare": compare,
    "paid": paid, "ratios": ratios, "clawback_options": clawback_options,
}
