"""The reference of clawback modes side by side: the period once by each mode, and once without the refunds at all."""

import copy
from fractions import Fraction

from commission import Call
from exact import number, shown

MODES = ("original_rate", "recalculate", "current_rate", "schedule", "pro_rata_term")


def clawback_options(request):
    """The table `clawback_options` and what each mode takes back together; nothing where the plan lacks its terms."""
    tables, named = request["tables"], request["params"].get("refunds")
    refunds = {row["transaction_id"] for row in tables["transactions"] if row.get("reverses_id")}
    refunds = refunds if named is None else set(named)

    def earned(transactions):
        ids = {row["transaction_id"] for row in transactions}
        splits = [row for row in tables.get("splits", []) if row["transaction_id"] in ids]
        params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
        changed = {**tables, "transactions": transactions, **({"splits": splits} if "splits" in tables else {})}
        answer = Call(copy.deepcopy({**request, "params": params, "tables": changed})).run()
        if not answer["ok"]:
            assert {problem["code"] for problem in answer["problems"]} == {"commission.clawback_terms"}, answer
            return None
        sums = {}
        for row in answer["tables"]["statements"]:
            key = (row["payee_id"], row["component_id"])
            sums[key] = sums.get(key, 0) + number(row["earned"])
        return sums

    def by(mode):
        return [
            {**row, "clawback_mode": mode} if row["transaction_id"] in refunds else row for row in tables["transactions"]
        ]

    unrefunded = earned([row for row in tables["transactions"] if row["transaction_id"] not in refunds])
    rows, options = [], []
    for mode in MODES:
        own = earned(by(mode))
        if own is None:
            lacking = {"taken_back": None, "taken_back_reason": "commission.clawback_terms"}
            options.append({"mode": mode, **lacking})
            continue
        total = Fraction(0)
        for key in sorted(unrefunded.keys() | own.keys(), key=lambda key: (key[0].encode(), (key[1] or "").encode())):
            before, after = (sums.get(key, Fraction(0)) for sums in (unrefunded, own))
            if before != after:
                amounts = {"unrefunded": shown(before), "earned": shown(after), "taken_back": shown(before - after)}
                rows.append({"mode": mode, "payee_id": key[0], "component_id": key[1], **amounts})
                total += (before - after) if key[1] is None else 0
        options.append({"mode": mode, "taken_back": shown(total), "taken_back_reason": None})
    return {"ok": True, "summary": {"options": options}, "tables": {"clawback_options": rows}}
