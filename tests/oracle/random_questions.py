"""Random questions: those about records on the random plans of the calculation, the rest from scratch."""

import random

import asking
from commission import calculate
from random_plans import case

PLAIN = ("amount", "units", "attainment")


def plain(request):
    """A sound calculation with transactions, and its marks; random plans are also made to fail."""
    found, marks = case(request)
    if found.get("params", {}).get("bad_records") or found["params"].get("outputs"):
        return None
    try:
        answer = calculate(found)
    except (ArithmeticError, KeyError, TypeError, ValueError, AttributeError):
        return None
    ok = answer["ok"] and found["tables"]["transactions"] and not found["definition"].get("earlier_versions")
    return (found, marks) if ok else None


def what_if(seed):
    found = plain(seed)
    if found is None:
        return None
    request, marks = found
    random.seed(seed)
    deals = [row for row in request["tables"]["transactions"] if not row.get("known_at")]
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


KINDS = {"what_if": what_if}
