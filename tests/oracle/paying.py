"""The reference of the questions about pay: ratios, coverage of targets, and pay against what is recomputed."""

import copy
from datetime import timedelta
from fractions import Fraction

import earning
from commission import Call
from exact import number, shown
from fiscal import day
from results import is_seen


OPEN = "9999-12-31"


def called(request):
    own = ("paid", "company_targets")
    tables = {name: rows for name, rows in request["tables"].items() if name not in own}
    params = {name: request["params"][name] for name in ("period", "known_at") if name in request["params"]}
    call = Call({**copy.deepcopy(request), "params": params, "tables": copy.deepcopy(tables)})
    answer = call.run()
    assert answer["ok"], answer
    return call, answer


def paid(request):
    params, (_, answer) = request["params"], called(request)
    kept = {"line": 3, "component": 2, "payee": 1}[params.get("by", "line")]
    names, sides = ("payee_id", "component_id", "transaction_id"), {}
    for side, rows in enumerate((request["tables"]["paid"], answer["tables"]["lines"])):
        for row in rows:
            key = tuple((row.get(name) if at < kept else None) for at, name in enumerate(names))
            pair = sides.setdefault(key, [None, None])
            pair[side] = (pair[side] or 0) + number(row["amount"])
    rows, tolerance = [], number(params.get("tolerance", "0"))
    for key in sorted(sides, key=lambda key: [(one or "").encode() for one in key]):
        given, due = sides[key]
        difference = (given or Fraction(0)) - (due or Fraction(0))
        standing = "overpaid" if difference > 0 else "underpaid"
        standing = "not_due" if due is None else "not_paid" if given is None else standing
        standing = "correct" if abs(difference) <= tolerance else standing
        rows.append((key, given or Fraction(0), due or Fraction(0), difference, standing))
    lines = [
        {**dict(zip(names, key)), "paid": shown(given), "recomputed": shown(due), "difference": shown(difference),
         "standing": standing}
        for key, given, due, difference, standing in rows
    ]
    payees = sorted({row[0][0] for row in rows}, key=str.encode)
    each = [{"payee_id": payee, **sums([row for row in rows if row[0][0] == payee])} for payee in payees]
    whole = sums(rows)
    summary = {**whole, "payees": len(payees), "payees_wrong": sum(one["wrong"] > 0 for one in each)}
    return {"ok": True, "summary": summary, "tables": {"paid_lines": lines, "paid_payees": each}}


def sums(rows):
    wrong = [row for row in rows if row[4] != "correct"]
    return {
        "lines": len(rows),
        "wrong": len(wrong),
        "error_rate": shown(Fraction(len(wrong), len(rows))) if rows else None,
        "paid": shown(sum((row[1] for row in rows), Fraction(0))),
        "recomputed": shown(sum((row[2] for row in rows), Fraction(0))),
        "overpaid": shown(sum((row[3] for row in wrong if row[3] > 0), Fraction(0))),
        "underpaid": shown(-sum((row[3] for row in wrong if row[3] < 0), Fraction(0))),
    }


def months(first, end):
    """The days from `first` to before `end` in months of a year: each month a twelfth, by its days."""
    share = Fraction(0)
    while first < end:
        start = first.replace(day=1)
        after = (start + timedelta(days=32)).replace(day=1)
        last = min(after, end)
        share += Fraction((last - first).days, (after - start).days)
        first = last
    return share / 12


def ratios(request):
    call, answer = called(request)
    assigned, in_force = {}, request["definition"]["effective"]
    for row in sorted(request["tables"]["assignments"], key=lambda row: row["from"]):
        if row["plan_id"] == request["definition"]["id"]:
            # Nobody is on a plan on days on which it is not in force.
            start = max(row["from"], in_force["from"])
            end = min(row.get("to") or OPEN, in_force.get("to") or OPEN)
            if start < end:
                assigned.setdefault(row["payee_id"], []).append({**row, "from": start, "to": end})
    paid_for = {(row["payee_id"], row["transaction_id"]) for row in answer["tables"]["lines"] if row["transaction_id"]}
    figures = []
    for total in [row for row in answer["tables"]["statements"] if row["component_id"] is None]:
        payee = total["payee_id"]
        own = [one for one in call.segments if one.payee == payee and is_seen(call, one)]
        quotas = {}
        for one in own:
            if one.quota is not None and one.component["measure"].get("credit") != "units":
                measure = one.component["measure"].get("id", one.component["id"])
                quotas[measure, one.span[0]] = one.quota
        targets = [one.terms.target * number(one.component.get("weight", "1")) for one in own
                   if earning.needs_target(one.component)]
        rows = assigned[payee]
        if not targets and own:
            first = own[0].component["id"]
            for start, end in sorted({one.period for one in own if one.component["id"] == first}):
                last = [row for row in rows if day(row["from"]) < end and start < day(row["to"])][-1]
                targets.append(number(last["target_variable"]) if last.get("target_variable") else None)
        days = set()
        for start, end in {one.period for one in own}:
            days |= {start + timedelta(days=at) for at in range((end - start).days)}
        salary = Fraction(0) if own else None
        for row in rows:
            mine = {one for one in days if row["from"] <= str(one) < row["to"]}
            if mine and not row.get("base_salary"):
                salary = None
            if salary is not None:
                salary += sum((months(one, one + timedelta(days=1)) for one in mine), Fraction(0)) * number(
                    row.get("base_salary") or "0")
        credited = [row for row in answer["tables"]["credits"] if (row["payee_id"], row["transaction_id"]) in paid_for]
        sold = [number(row["quota_credit"]) for row in credited if row["payee_id"] == payee]
        figures.append([payee, sum(quotas.values(), Fraction(0)) if quotas else None, salary,
                        None if None in targets or not targets else sum(targets, Fraction(0)), sum(sold, Fraction(0)),
                        number(total["earned"])])
    direct = [number(row["quota_credit"]) for row in answer["tables"]["credits"]
              if row["role"] == "direct" and (row["payee_id"], row["transaction_id"]) in paid_for]
    whole = [None]
    for at in range(1, 6):
        column = [row[at] for row in figures]
        whole.append(None if None in column or not column else sum(column, Fraction(0)))
    whole[4], whole[5] = sum(direct, Fraction(0)), whole[5] or Fraction(0)
    return {"ok": True, "tables": {"ratios": [said(*row) for row in [*figures, whole]]}}


def said(payee, quota, salary, target, sales, earned):
    row = {"payee_id": payee, "quota": shown(quota), "base_salary": shown(salary), "target_variable": shown(target),
           "sales": shown(sales), "earned": shown(earned)}
    missing = "no_target" if target is None else "no_salary" if salary is None else None
    on_target = None if missing else salary + target
    row["on_target_earnings"] = shown(on_target)
    for name, one, other, why in (
        ("quota_to_ote", quota, on_target, "no_quota" if quota is None else missing),
        ("pay_mix", target, on_target, missing),
        ("pay_to_target", earned, target, "no_target" if target is None else None),
        ("cost_of_sale", earned, sales, None if sales else "no_sales"),
    ):
        why = why or (None if other else "zero_denominator")
        row |= {name: None if why else shown(one / other), f"{name}_reason": why}
    return row
