"""Random settlement policies and populations. A seed always gives the same."""

import random

DAYS = [f"2026-{month:02d}-{on:02d}" for month in range(1, 7) for on in (1, 2, 14, 15, 27, 28)]
ENDS = ["2026-02-01", "2026-02-15", "2026-03-01", "2026-03-11", "2026-04-01", "2026-05-01", "2026-06-16"]
KINDS = ["recoverable", "non_recoverable", "recoverable_forgiven", "guarantee"]
CALENDARS = [
    ({"kind": "calendar", "unit": "month"}, {"from": "2026-01-01", "to": "2026-07-01"}),
    ({"kind": "calendar", "unit": "month"}, "2026-H1"),
    ({"kind": "calendar", "unit": "quarter"}, "2026-H1"),
    ({"kind": "days", "days": 14, "from": "2026-01-05"}, {"from": "2025-12-22", "to": "2026-03-30"}),
    ({"kind": "days", "days": 7, "from": "2026-02-02"}, {"from": "2026-01-05", "to": "2026-03-02"}),
]


def money(draw, most, places=2, least=0):
    units = draw.choice([draw.randint(least, most), draw.randint(least, most), draw.randint(least, 400)])
    sign, units = ("-" if units < 0 else ""), abs(units)
    return f"{sign}{units // 10**places}.{units % 10**places:0{places}d}" if places else f"{sign}{units}"


def settlement(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"settlement {seed}")
    pay, period = draw.choice(CALENDARS)
    currency = draw.choice(["USD", "USD", "USD", "EUR", "JPY"])
    policy = {
        "schema": "quarterdeck/settlement-policy@1",
        "id": "policy",
        "currency": currency,
        "pay_period": pay,
        "negative_true_up": draw.choice(["carry", "carry", "pay_negative", "clamp_until_period_end"]),
    }
    if policy["negative_true_up"] == "pay_negative":
        policy["allow_negative"] = True
    if policy["negative_true_up"] == "clamp_until_period_end":
        policy["measure_period"] = draw.choice(["half", "year"]) if pay.get("unit") == "quarter" else "quarter"
    if draw.random() < 0.5:
        policy["rounding"] = draw.choice(["half_even", "down", "up", "floor", "ceiling", "half_down"])
    if draw.random() < 0.5:
        policy["negative_balance"] = recovery(draw)
    policy["draw"] = recovery(draw) if draw.random() < 0.5 else {}
    policy["draw"]["disburse"] = draw.choice(["at_start", "at_settlement"])
    policy["draw"]["proration"] = draw.choice(["calendar_days", "whole_months", "thirty_360", "none"])
    if draw.random() < 0.3:
        policy["minimum_payout"] = money(draw, 60_000)
    people = [person(draw, number) for number in range(draw.randint(1, 4))]
    if draw.random() < 0.4:
        policy["draw"]["terms"] = terms(draw, people)
    tables = {"people": people, "earnings": earnings(draw, people), "draws": draws(draw, people)}
    if draw.random() < 0.4:
        tables["balances"] = [balances(draw, one["person_id"]) for one in draw.sample(people, len(people) // 2)]
    if draw.random() < 0.2:
        tables["reserves"] = [{"payee_id": one["person_id"], "balance": money(draw, 90_000)} for one in draw.sample(people, len(people) // 2)]
    if draw.random() < 0.4:
        foreign(draw, policy, tables)
    request = {
        "op": "settlement.settle",
        "kind": "settlement_policy",
        "definition": policy,
        "params": {"period": period},
        "tables": {name: rows for name, rows in tables.items() if rows or name == "earnings"},
    }
    return request, marks(policy, tables)


def recovery(draw):
    made = {}
    if draw.random() < 0.7:
        made["recover_pct"] = draw.choice(["0.5", "1/3", "1", "0", "0.25"])
    if draw.random() < 0.5:
        made["recover_cap"] = money(draw, 90_000)
    return made


def person(draw, number):
    made = {"person_id": f"p{number}", "target_variable": money(draw, 500_000)}
    if draw.random() < 0.6:
        made["start_date"] = draw.choice(["2025-06-10", *DAYS[:16]])
    if draw.random() < 0.3:
        made["last_day"] = draw.choice(DAYS[16:])
    return made


def size(draw):
    if draw.random() < 0.3:
        return {"target_share": draw.choice(["0.8", "1/3", "1"])}
    return {"amount": money(draw, 300_000)}


def terms(draw, people):
    made = {"kind": draw.choice(KINDS), **size(draw)}
    if made["kind"] == "recoverable_forgiven" or draw.random() < 0.5:
        if draw.random() < 0.5:
            made["to"] = draw.choice(ENDS)
        else:
            made["months"] = draw.randint(1, 5)
            for one in people:
                one.setdefault("start_date", "2026-01-15")
    return made


def draws(draw, people):
    rows = []
    for one in people:
        if draw.random() < 0.4:
            continue
        kind, start = draw.choice(KINDS), "2026-01-01"
        for end in sorted(draw.sample(ENDS, draw.randint(1, 2))):
            last = draw.random() < 0.3 and kind != "recoverable_forgiven"
            row = {"payee_id": one["person_id"], "from": start, "kind": kind, **size(draw)}
            rows.append(row if last else {**row, "to": end})
            if last:
                break
            start = end
    return rows


def earnings(draw, people):
    rows = []
    for number in range(draw.randint(0, 24)):
        row = {"payee_id": draw.choice(people)["person_id"] if draw.random() < 0.95 else "stranger"}
        row["amount"] = money(draw, 400_000, draw.choice([0, 2, 2, 3]), draw.choice([0, -200_000]))
        row["released_on" if draw.random() < 0.5 else "effective_on"] = draw.choice(DAYS)
        if draw.random() < 0.5:
            row["plan_id"] = draw.choice(["ae", "overlay"])
        if draw.random() < 0.4:
            row["kind"] = draw.choice(["holdback", "holdback", "holdback_release", "forfeited", "release", "adjustment", "clawback", "manual"])
            row["event"] = draw.choice(["exit", "cash"])
        rows.append(row)
    return rows


def balances(draw, name):
    row = {"payee_id": name}
    for column in ("negative_balance", "draw_owed", "clamped", "held"):
        if draw.random() < 0.4:
            row[column] = money(draw, 80_000)
    return row


def foreign(draw, policy, tables):
    """Earnings and payouts in other currencies, with the rates that they need."""
    own = policy["currency"]
    others = [code for code in ("USD", "EUR", "GBP", "JPY") if code != own]
    for row in tables["earnings"]:
        if draw.random() < 0.4:
            row["currency"] = draw.choice(others)
    for row in tables["people"]:
        if draw.random() < 0.4:
            row["payout_currency"] = draw.choice(others)
    policy["fx"] = {"date": draw.choice(["release", "period_start", "period_end"]), "kind": draw.choice(["spot", "plan"])}
    policy["payout"] = {"fx_date": draw.choice(["payment", "period_start", "period_end"]), "fx_kind": "average"}
    if draw.random() < 0.3:
        policy["payout"]["currency"] = draw.choice(others)
    rates = []
    for other in others:
        for base, quote, kind in ((other, own, policy["fx"]["kind"]), (own, other, "average")):
            for start, end in (("2025-12-01", "2026-02-10"), ("2026-02-10", "2026-08-01")):
                row = {"base": base, "quote": quote, "from": start, "to": end, "kind": kind}
                rates.append({**row, "rate": money(draw, 30_000, 4, 1)})
    tables["fx_rates"] = rates


def marks(policy, tables):
    found = {f"negative {policy['negative_true_up']}", f"disburse {policy['draw']['disburse']}"}
    found |= {f"draw {row['kind']}" for row in tables["draws"]} | {f"pay period {policy['pay_period']['kind']}"}
    found |= {f"proration {policy['draw']['proration']}", f"rounding {policy.get('rounding', 'half_up')}"}
    found |= {"target_share" for row in tables["draws"] if "target_share" in row}
    found |= {"minimum_payout"} & set(policy) | {"policy terms" for _ in policy["draw"].get("terms", [])}
    found |= {"recover_cap" for part in (policy["draw"], policy.get("negative_balance", {})) if "recover_cap" in part}
    found |= {"recover_pct" for part in (policy["draw"], policy.get("negative_balance", {})) if "recover_pct" in part}
    found |= {"earning in another currency" for row in tables["earnings"] if "currency" in row}
    found |= {"payout in another currency" for row in tables["people"] if "payout_currency" in row}
    found |= {"opening balances" for _ in tables.get("balances", [])}
    found |= {"exit" for row in tables["people"] if "last_day" in row}
    found |= {"opening reserves" for _ in tables.get("reserves", [])}
    found |= {f"earning of kind {row['kind']}" for row in tables["earnings"] if "kind" in row}
    return found | {"settle"}
