"""How vectors are made: a plan and its records in a few words, and where the expected numbers come from."""

import copy

from commission import calculate

PLAN = {
    "schema": "quarterdeck/commission-plan@1",
    "id": "plan",
    "currency": "USD",
    "effective": {"from": "2020-01-01"},
}


def plan(*components, **more):
    return {**PLAN, **more, "components": list(components)}


def part(name="deals", date="booked_on", period="quarter", credit=None, accumulate=None, measure=None, **payout):
    """A component; `payout` holds its rate, base_rate, rate_table, quota, weight and eligibility."""
    made = {"date": date, "period": period}
    for key, value in (("id", measure), ("credit", credit), ("accumulate", accumulate)):
        if value is not None:
            made[key] = value
    return {"id": name, "measure": made, **payout}


def tiers(index, mode, value, *steps, boundary="lower_inclusive", below=None):
    """A rate table from (start, value) pairs, the last without end."""
    starts = [start for start, _ in steps]
    listed = [{"from": start, "to": end, "value": worth} for (start, worth), end in zip(steps, [*starts[1:], None])]
    made = {"index": index, "mode": mode, "value": value, "boundary": boundary, "tiers": listed}
    return made if below is None else {**made, "below": below}


QUOTA = {"source": "table"}


def zero_quota(policy):
    return {"source": "table", "zero": policy}


def sales(*amounts, payee="ann", start=1, **more):
    """One transaction a day from 2026-01-01."""
    return [
        sale(f"t{start + at}", amount, f"2026-01-{start + at:02d}", payee, **more) for at, amount in enumerate(amounts)
    ]


def sale(name, amount, booked_on="2026-01-10", payee="ann", **more):
    row = {"transaction_id": name, "amount": amount, "booked_on": booked_on, **more}
    return row if payee is None else {**row, "payee_id": payee}


def assigned(payee="ann", target=None, plan_id="plan", start="2020-01-01", to=None):
    row = {"payee_id": payee, "plan_id": plan_id, "from": start}
    if to is not None:
        row["to"] = to
    return row if target is None else {**row, "target_variable": target}


def quota(amount, start="2026-01-01", to="2026-04-01", payee="ann", **more):
    return {"payee_id": payee, "from": start, "to": to, "amount": amount, **more}


def split(transaction, payee, share=None, weight=None, role="direct", quota_share=None):
    row = {"transaction_id": transaction, "payee_id": payee, "role": role}
    for key, value in (("share", share), ("weight", weight), ("quota_share", quota_share)):
        if value is not None:
            row[key] = value
    return row


def rate(base, worth, start="2026-01-01", to=None, kind="spot", quote="USD"):
    row = {"base": base, "quote": quote, "from": start, "rate": worth, "kind": kind}
    return row if to is None else {**row, "to": to}


class Area:
    """The vectors of one file."""

    folder = "commission"

    def __init__(self, name):
        self.name = name
        self.vectors = []

    def request(self, document, transactions, assignments=None, params=None, **tables):
        given = {"transactions": transactions, "assignments": [assigned()] if assignments is None else assignments}
        return {
            "op": "commission.calculate",
            "kind": "commission_plan",
            "definition": document,
            "params": {"period": "2026-Q1", **(params or {})},
            "tables": {**given, **tables},
        }

    def add(self, name, about, request, expect, source):
        self.vectors.append(
            {"name": name, "about": about, **copy.deepcopy(request), "expect": expect, "source": source}
        )

    def oracle(self, name, about, *given, **more):
        """Every number from the reference."""
        request = self.request(*given, **more)
        answer = calculate(request)
        assert answer["ok"], (name, answer)
        self.add(name, about, request, answer, "oracle")

    def worked(self, example, name, about, *given, lines=None, statements=None, **more):
        """The numbers that the example publishes; the reference must agree."""
        request = self.request(*given, **more)
        answer = calculate(request)
        tables = {}
        for table, rows in (("lines", lines), ("statements", statements)):
            if rows is not None:
                agree(name, rows, answer["tables"][table])
                tables[table] = rows
        self.add(name, about, request, {"ok": True, "tables": tables}, f"worked-example: {example}")

    def refused(self, name, about, why, *given, problems, **more):
        """Exactly these problems, each (code, pointer) or (code, pointer, params)."""
        self.add(name, about, self.request(*given, **more), failure(problems), f"by hand: {why}")

    def warned(self, name, about, why, document, problem):
        """A plan that can be loaded, with one warning."""
        request = {"op": "commission.validate", "params": {"document": document}}
        full = {"params": {}, "related": [], "severity": "warning", **problem}
        self.add(
            name,
            about,
            request,
            {"ok": True, "summary": {"valid": True, "problems": [full], "total": 1}},
            f"by hand: {why}",
        )

    def document(self, name, about, why, document, problems):
        """A plan that cannot be loaded."""
        request = self.request(document, [], [])
        self.add(name, about, request, failure(problems), f"by hand: {why}")

    def by_hand(self, name, about, why, *given, expect, **more):
        """What a reader works out; the reference is not asked."""
        self.add(name, about, self.request(*given, **more), expect, f"by hand: {why}")


def agree(name, wanted, found):
    assert len(wanted) == len(found), (name, found)
    for row, other in zip(wanted, found):
        assert all(other[key] == value for key, value in row.items()), (name, row, other)


def failure(problems):
    listed = []
    for code, pointer, *params in problems:
        problem = {"code": code, "pointer": pointer}
        if params:
            problem["params"] = params[0]
        listed.append(problem)
    return {"ok": False, "problems": listed, "total": len(listed)}
