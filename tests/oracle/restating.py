"""The reference of `commission.restate`: semantics 2.15.

What a period comes to now less what was booked for it, line by line.
"""

from fractions import Fraction

from commission import Call, calculate
from exact import shown
from records import known

FACTS = ["transaction_amount", "quota_credit", "commission_credit", "measure_before", "quota"]


def restate(request):
    call = Call(calculating(request, request["params"].get("known_at")))
    period = [str(call.period[0]), str(call.period[1])]
    mine, bad = [], []
    for at, row in enumerate(request["tables"].get("bookings", [])):
        if row["plan_id"] == request["definition"]["id"] and [row["period_from"], row["period_to"]] == period:
            if row["currency"] != request["definition"]["currency"]:
                bad.append({"code": "number.currency_mismatch", "pointer": f"/tables/bookings/{at}/currency"})
            else:
                mine.append(row)
    answer = calculate(calculating(request, request["params"].get("known_at")))
    if bad and request["params"].get("bad_records") != "set_aside":
        problems = bad + (answer["problems"] if not answer["ok"] else [])
        return {"ok": False, "problems": problems}
    if not answer["ok"]:
        return answer
    now, booked, out = lines(answer, request), {}, []
    for row in mine:
        named = row.get("transaction_id"), row["line_kind"], row.get("source_transaction_id")
        key = row["payee_id"], row["component_id"], *named
        before = booked.get(key, {"amount": Fraction(0)})
        amount = before["amount"] + Fraction(row["amount"])
        booked[key] = {**{fact: row.get(fact) for fact in FACTS}, "amount": amount}
    if not mine:
        booked = now
        if "closed_at" in request["params"]:
            closed = calculate(calculating(request, request["params"]["closed_at"]))
            if not closed["ok"]:
                return closed
            booked = lines(closed, request)
        for key in sorted(booked, key=order):
            out.append(entry(request, period, key, booked[key], key[3], booked[key]["when"], booked[key]["amount"], "closed"))
    there = {row["transaction_id"] for row in request["tables"]["transactions"] if known(row, call.limit)}
    before = {key[2] for key in booked}
    for key in sorted({*booked, *now}, key=order):
        old, new = booked.get(key), now.get(key)
        delta = (new["amount"] if new else 0) - (old["amount"] if old else 0)
        if delta:
            facts = new or dict.fromkeys(FACTS)
            why = reason(key, old, new, there, before)
            out.append(entry(request, period, key, facts, "adjustment", request["params"]["booked_on"], delta, why))
    return {"ok": True, "tables": {"bookings": out}}


def calculating(request, known_at):
    params = {"period": request["params"]["period"]}
    if known_at is not None:
        params["known_at"] = known_at
    if "bad_records" in request["params"]:
        params["bad_records"] = request["params"]["bad_records"]
    tables = {name: rows for name, rows in request["tables"].items() if name != "bookings"}
    return {**request, "op": "commission.calculate", "params": params, "tables": tables}


def order(key):
    payee, component, transaction, kind, source = key
    named = [(name is not None, (name or "").encode()) for name in (transaction, source)]
    return payee.encode(), component.encode(), named[0], kind, named[1]


def lines(answer, request):
    """By key: the lines of one key are one."""
    found = {}
    worth = {}
    for row in request["tables"]["transactions"]:
        worth.setdefault(row["transaction_id"], row["amount"])
    quotas = {
        (row["payee_id"], row["component_id"], row["period_from"]): row["quota"]
        for row in answer["tables"]["statements"]
        if row["quota"] is not None
    }
    for row in answer["tables"]["lines"]:
        key = row["payee_id"], row["component_id"], row["transaction_id"], row["kind"]
        key = *key, row.get("source_transaction_id")
        if key in found:
            mine = found[key]
            mine["amount"] += Fraction(row["amount"])
            for fact in ("quota_credit", "commission_credit"):
                mine[fact] = shown(Fraction(mine[fact]) + Fraction(row[fact]))
            continue
        found[key] = {
            "amount": Fraction(row["amount"]),
            "quota_credit": row["quota_credit"],
            "commission_credit": row["commission_credit"],
            "measure_before": row["measure_before"],
            "quota": quotas.get((row["payee_id"], row["component_id"], row["period_from"])),
            "transaction_amount": shown(Fraction(worth[row["transaction_id"]])) if row["transaction_id"] else None,
            "when": row["effective_on"],
        }
    return found


def reason(key, old, new, there, before):
    transaction = key[2]
    if transaction is None and not (old and new):
        return "earlier_credit_changed"
    if old is None:
        return "credit_changed" if transaction in before else "transaction_new"
    if new is None:
        return "credit_changed" if transaction in there else "transaction_withdrawn"
    differs = {fact for fact in FACTS if old[fact] != new[fact]}
    for facts, why in (
        ({"transaction_amount"}, "transaction_changed"),
        ({"quota_credit", "commission_credit"}, "credit_changed"),
        ({"quota"}, "quota_changed"),
        ({"measure_before"}, "earlier_credit_changed"),
    ):
        if facts & differs:
            return why
    return "terms_changed"


def entry(request, period, key, facts, kind, when, amount, why):
    payee, component, transaction, line_kind, source = key
    return {
        "payee_id": payee,
        "plan_id": request["definition"]["id"],
        "component_id": component,
        "transaction_id": transaction,
        "source_transaction_id": source,
        "line_kind": line_kind,
        "kind": kind,
        "period_from": period[0],
        "period_to": period[1],
        "effective_on": when,
        **{fact: facts[fact] for fact in FACTS},
        "amount": shown(amount),
        "currency": request["definition"]["currency"],
        "reason": why,
    }
