"""The reference of `book.apply`: semantics 2.15.

What every line comes to with the changes less what it came to without them; both are calculated afresh.
"""

from fractions import Fraction

from commission import Call, calculate
from exact import shown
from records import known
from restating import FACTS, entry, lines, order, reason


def apply(request):
    book, given = request["definition"], request["tables"]
    before = asked(book, book["tables"])
    first = calculate(before)
    problems = unknown(book["tables"], given)
    if problems and first["ok"]:
        return {"ok": False, "problems": problems}
    after = asked(book, changed(book["tables"], given))
    second = calculate(after)
    if not (first["ok"] and second["ok"]):
        return second if first["ok"] else first
    old, new = lines(first, before), lines(second, after)
    call = Call(after)
    period = [str(call.period[0]), str(call.period[1])]
    there = {row["transaction_id"] for row in after["tables"]["transactions"] if known(row, call.limit)}
    booked = {key[2] for key in old}
    bookings = []
    for key in sorted({*old, *new}, key=order):
        was, now = old.get(key), new.get(key)
        delta = (now["amount"] if now else 0) - (was["amount"] if was else 0)
        if delta:
            facts = now or dict.fromkeys(FACTS)
            on = request["params"].get("booked_on") or (now or was)["when"]
            why = reason(key, was, now, there, booked)
            bookings.append(entry(after, period, key, facts, "adjustment", on, delta, why))
    moved = [key for key in new if key in old and new[key]["amount"] != old[key]["amount"]]
    summary = {
        "added": len(set(new) - set(old)),
        "removed": len(set(old) - set(new)),
        "changed": len(moved),
        "booked": shown(total(old)),
        "adjusted": shown(total(new) - total(old)),
        "earned": shown(total(new)),
    }
    return {"ok": True, "summary": summary, "tables": {"bookings": bookings}}


def total(found):
    return sum((facts["amount"] for facts in found.values()), Fraction(0))


def asked(book, tables):
    """The calculation that a book is of."""
    request = {"op": "commission.calculate", "kind": "commission_plan", "definition": book["plan"]}
    return {**request, "params": book["params"], "tables": tables}


def changed(tables, given):
    """The tables of a book with changes: what is withdrawn goes first."""
    gone = {row["transaction_id"] for row in given.get("withdrawn", [])}
    rows = {row["transaction_id"]: row for row in tables["transactions"] if row["transaction_id"] not in gone}
    rows.update({row["transaction_id"]: row for row in given.get("transactions", [])})
    resplit = {row["transaction_id"] for row in given.get("splits", [])}
    splits = [row for row in tables.get("splits", []) if row["transaction_id"] not in gone | resplit]
    splits += given.get("splits", [])
    shared = {"splits": splits} if splits or "splits" in tables else {}
    return {**tables, "transactions": list(rows.values()), **shared}


def unknown(tables, given):
    """Changes of what a book has not."""
    there = {row["transaction_id"] for row in tables["transactions"]}
    gone = {row["transaction_id"] for row in given.get("withdrawn", [])}
    left = (there - gone) | {row["transaction_id"] for row in given.get("transactions", [])}
    return [
        {"code": "table.unknown_id", "pointer": f"/tables/{name}/{at}/transaction_id"}
        for name, known_ids in (("splits", left), ("withdrawn", there))
        for at, row in enumerate(given.get(name, []))
        if row["transaction_id"] not in known_ids
    ]
