"""What the reference and Quarterdeck must agree on, and the smallest request on which they do not."""

import copy
import re

SUMMARY = ["plan_id", "currency", "period", "payees", "lines", "earned", "records"]

NUMBERS = ["quota_credit", "commission_credit", "measure", "measure_after", "rate", "at_rate", "true_up", "amount", "earned"]
NUMBERS += ["actual", "distance"]


def difference(expected, found):
    """The first difference in words, or nothing."""
    if is_beyond(expected, found):
        return None
    if expected["ok"] != found["ok"]:
        return f"ok: {brief(expected)} against {brief(found)}"
    if not found["ok"]:
        return refused(expected, found)
    for key in SUMMARY:
        if expected["summary"][key] != found["summary"].get(key):
            return f"summary/{key}: {expected['summary'][key]} against {found['summary'].get(key)}"
    codes = [warning["code"] for warning in found["warnings"]]
    if codes != expected["warnings"]:
        return f"warnings: {expected['warnings']} against {codes}"
    for name, rows in expected["tables"].items():
        there = found["tables"].get(name, [])
        if len(rows) != len(there):
            return f"{name}: {len(rows)} rows against {len(there)}: {rows} against {there}"
        for at, (row, other) in enumerate(zip(rows, there)):
            for key, value in row.items():
                if key not in other or other[key] != value:
                    return f"{name}/{at}/{key}: {value} against {other.get(key)}"
    return None


def is_beyond(expected, found):
    """Whether a number was refused that needs more than 28 digits where it is shown to 12 places."""
    refused = [problem["code"] for problem in found.get("problems", [])]
    if not expected["ok"] or set(refused) != {"number.out_of_range"}:
        return False
    rows = [row for rows in expected["tables"].values() for row in rows]
    texts = [value for row in rows for key, value in row.items() if key in NUMBERS and value is not None]
    return any(len(text.lstrip("-").split(".")[0]) > 16 for text in texts)


def refused(expected, found):
    """The same codes at the same places, rows by number."""
    ours = [(problem["pointer"], problem["code"]) for problem in expected["problems"]]
    ours.sort(
        key=lambda one: (
            [(part.isdigit(), int(part) if part.isdigit() else part) for part in one[0].split("/")],
            one[1],
        )
    )
    if len(ours) != found["total"]:
        return f"problems: {len(ours)} against {found['total']}"
    ours = ours[:100]
    theirs = [(problem["pointer"], problem["code"]) for problem in found["problems"]]
    if ours != theirs:
        return f"problems: {ours} against {theirs}"
    return None


def kind(why):
    """What sort of difference it is, whatever the rows."""
    return re.sub(r"\d+", "", why if why.startswith("ok") else why.split(":")[0])


def brief(answer):
    if answer["ok"]:
        return "success"
    return [f"{problem['code']} at {problem['pointer']}" for problem in answer["problems"]]


def shrink(request, differs, steps=4000):
    """Drops whatever can go while the difference stays."""
    smallest, changed = request, True
    while changed:
        changed = False
        for smaller in reductions(smallest):
            steps -= 1
            if steps < 0:
                return smallest
            if differs(smaller):
                smallest, changed = smaller, True
                break
    return smallest


def reductions(request):
    """The same request with one thing less."""
    for name, rows in request["tables"].items():
        if name not in ("transactions", "assignments"):
            yield without(request, "tables", name)
        half = len(rows) // 2
        if half > 1:
            for part in (rows[:half], rows[half:]):
                smaller = copy.deepcopy(request)
                smaller["tables"][name] = copy.deepcopy(part)
                yield smaller
        for at in range(len(rows)):
            yield without(request, "tables", name, at)
        for at, row in enumerate(rows):
            for column in row:
                if column not in REQUIRED.get(name, ()):
                    yield without(request, "tables", name, at, column)
    definition = request["definition"]
    for key in ("calendar", "fx", "rounding", "max_total_credit", "plan_cap", "plan_floor"):
        if key in definition:
            yield without(request, "definition", key)
    for key in definition.get("rounding", {}):
        yield without(request, "definition", "rounding", key)
    for at, component in enumerate(definition["components"]):
        if len(definition["components"]) > 1:
            yield without(request, "definition", "components", at)
        keys = ("eligible", "weight", "roll_up", "credit_cap", "credit_multipliers", "gates", "multipliers", "line_cap", "cap", "floor")
        for key in keys:
            if key in component:
                yield without(request, "definition", "components", at, key)
        for key in ("accumulate", "credit", "id"):
            if key in component["measure"]:
                yield without(request, "definition", "components", at, "measure", key)
    for key in ("known_at", "bad_records"):
        if key in request["params"]:
            yield without(request, "params", key)


REQUIRED = {
    "transactions": ("transaction_id", "amount"),
    "assignments": ("payee_id", "plan_id", "from"),
    "quotas": ("payee_id", "from", "to", "amount"),
    "splits": ("transaction_id", "payee_id", "role", "share", "weight"),
    "flags": ("payee_id", "name", "value"),
    "fx_rates": ("base", "quote", "from", "rate", "kind"),
    "reporting": ("person_id",),
}


def without(request, *path):
    smaller = copy.deepcopy(request)
    here = smaller
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return smaller
