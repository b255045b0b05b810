"""Books drawn at random: a random plan and population with some transactions not there yet, others otherwise."""

import random_plans

# What a document of a book says of a calculation; how records are read it does not.
ASKED = {"period", "known_at", "denominator"}


def case(seed):
    """A request and the features that it exercises; nothing where the seed draws no book."""
    request, features = random_plans.case(seed)
    if set(request["params"]) - ASKED or not isinstance(request["tables"].get("transactions"), list):
        return None, features
    draw = random_plans.Draw(seed + 7)
    draw.mark(*features)
    first, changes = dict(request["tables"]), {"transactions": [], "withdrawn": [], "splits": []}
    splits = list(first.get("splits", []))
    kept = []
    for row in first["transactions"]:
        mine = [split for split in splits if split["transaction_id"] == row["transaction_id"]]
        if draw.chance(0.25):
            splits = [split for split in splits if split not in mine]
            changes["transactions"].append(row)
            changes["splits"] += mine
            draw.mark("transaction new", *(["split new"] if mine else []))
            draw.mark(*(["refund new"] if row.get("reverses_id") else []))
            continue
        if draw.chance(0.2):
            kept.append({**row, "amount": draw.one(["77", "-5", "1234.56"])})
            changes["transactions"].append(row)
            draw.mark("transaction changed")
            continue
        kept.append(row)
        if mine and draw.chance(0.3):
            changes["splits"] += mine
            splits = [{**split, "quota_share": "0.5"} if split in mine else split for split in splits]
            draw.mark("split changed")
    if kept and draw.chance(0.4):
        extra = {**draw.one(kept), "transaction_id": "gone"}
        extra.pop("reverses_id", None)
        if "payee_id" in extra:
            kept.append(extra)
            changes["withdrawn"].append({"transaction_id": "gone"})
            draw.mark("transaction withdrawn")
    if draw.chance(0.03):
        changes["withdrawn"].append({"transaction_id": "nowhere"})
        draw.mark("unknown withdrawn")
    first["transactions"] = kept
    if "splits" in first:
        first["splits"] = splits
    book = {
        "schema": "quarterdeck/commission-book@1",
        "plan": request["definition"],
        "params": request["params"],
        "tables": first,
    }
    params = {"booked_on": "2026-12-01"} if draw.chance(0.5) else {}
    given = {name: rows for name, rows in changes.items() if rows}
    return {"op": "book.apply", "kind": "book", "definition": book, "params": params, "tables": given}, draw.features
