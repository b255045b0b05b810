"""The reference of the questions about a plan: every payout is what the reference of a component earns on one credit."""

import copy
from datetime import timedelta
from fractions import Fraction

import across
import exact
from commission import Call
from earning import Line, Payee, base_column, earn
from exact import shown, number
from profits import PROFITS, index
from results import days_of

TINY = Fraction(1, 10**9)


def earned(component, quota, target, credit):
    """What one credit earns in an empty period."""
    line = Line(credit, credit)
    earn(component, Payee(quota, target, number(component.get("weight", "1"))), [line])
    return line.earned


def checked(request):
    """The table `payout_curve`: each payout is continued to the ends of its stretch from two places inside."""
    params = request["params"]
    quota, target = (number(params.get(key, "1")) for key in ("quota", "target_variable"))
    rows = []
    for at, component in enumerate(params["document"]["components"]):
        own = index(component) in (None, "amount", "units", "attainment")
        if own and base_column(component) == component["measure"].get("credit", "amount"):
            for number_of, column in columns(component):
                rows += [{**row, **number_of} for row in curve(column, at, quota, target)]
    if any(across.dimensions(component) for component in params["document"]["components"]):
        rows = [{"tier_column": None, **row} for row in rows]
    return {"ok": True, "tables": {"payout_curve": rows}}


def columns(component):
    """The component as each column of its rate table pays it, were all credit in it."""
    table = component.get("rate_table")
    if not across.dimensions(component):
        return [({}, component)]
    alone = {key: value for key, value in table.items() if key != "across"}
    count = len(table["tiers"][0]["values"])
    return [
        ({"tier_column": at + 1}, {**component, "rate_table": {**alone, "tiers": [
            {**tier, "value": tier["values"][at]} for tier in table["tiers"]]}})
        for at in range(count)
    ]


def cuts(component, quota):
    table, line = component.get("rate_table"), component.get("curve")
    scale = quota if index(component) == "attainment" else Fraction(1)
    places = []
    if table:
        places = [number(tier["from"]) for tier in table["tiers"]]
        places += [number(tier["to"]) for tier in table["tiers"] if table["mode"] == "interpolated" and tier["to"]]
        places += [number(table["overage_starts_at"])] if "overage_starts_at" in table else []
    if line:
        places = [number(x) for x, _ in line["points"]]
    return sorted({Fraction(0)} | {place * scale for place in places if place >= 0})


def curve(component, at, quota, target):
    places, below = cuts(component, quota), Fraction(0)
    for start, end in zip(places, [*places[1:], None]):
        last = end if end is not None else start + 1
        near, middle = start + TINY, start + 2 * TINY
        one, two = (earned(component, quota, target, place) for place in (near, middle))
        rate = (two - one) / TINY
        above = one - rate * TINY
        yield {
            "component_id": component["id"],
            "pointer": f"/components/{at}",
            "credit_from": shown(start),
            "credit_to": None if end is None else shown(end),
            "rate": shown(rate),
            "payout": shown(earned(component, quota, target, start)),
            "jump": shown(above - below),
        }
        below = earned(component, quota, target, last - TINY) + rate * TINY


def exactly(request):
    """The exact earnings by statement: payee, component, first day, and whether it measures; with quotas and components."""
    call = Call(copy.deepcopy(request))
    answer = call.run()
    assert answer["ok"], answer
    sums, quotas = {}, {}
    for segment in call.segments:
        key = (segment.payee, segment.component["id"], str(days_of(call, segment)[0]), True)
        quotas[key] = segment.quota
        sums[key] = sum((line.earned for line in segment.lines if line.emitted), Fraction(0))
    for row in answer["tables"]["statements"]:
        payee, component = row["payee_id"], row["component_id"]
        if component and row["measure"] is None:
            key = (payee, component, row["period_from"], False)
            mine = [one for one in call.sharing.handed(payee) if one.name == component]
            # What a refund takes back is of rounded lines, and says nothing of a rate.
            taken_back = any(line["component_id"] == component for line in call.clawed.get(payee, []))
            sums[key] = None if taken_back else sum((one.at_rate + one.true_up + one.modified for one in mine), Fraction(0))
    return answer, sums, (quotas, {part["id"]: part for part in call.plan["components"]})


def paired(before, after):
    """Rows of statements that are the same in both, in the order of the second; what one has not is of nothing."""
    def of(row):
        return (*(row[name] for name in ("payee_id", "component_id", "period_from", "period_to")), row["measure"] is not None)

    waiting, pairs = {}, []
    for row in before:
        waiting.setdefault(of(row), []).append(row)
    nothing = {"measure": None, "attainment": None, "earned": "0"}
    for row in after:
        own = waiting.get(of(row))
        if row["component_id"] is None:
            gone = [key for key in waiting if key[0] == row["payee_id"] and key[1] is not None]
            pairs += [(one, {**one, **nothing}) for key in sorted(gone) for one in waiting.pop(key)]
        pairs.append((own.pop(0) if own else {**row, **nothing}, row))
    return pairs


def what_if(request):
    """The calculation without the deals and with them, and with one unit more of the last."""
    tables = request["tables"]
    base = {**request, "tables": {name: rows for name, rows in tables.items() if name != "deals_added"}}

    def more(*rows):
        """With these deals, and with their splits alone; the unit is split as the last deal."""
        transactions = [*tables["transactions"], *rows]
        ids = {row["transaction_id"] for row in transactions}
        splits = [row for row in tables.get("splits", []) if row["transaction_id"] in ids]
        if "~" in ids:
            own = [row for row in splits if row["transaction_id"] == tables["deals_added"][-1]["transaction_id"]]
            splits += [{**row, "transaction_id": "~"} for row in own]
        return {**base, "tables": {**base["tables"], "transactions": transactions, "splits": splits}}

    deals = tables["deals_added"]
    (before, _, _), (after, sums, (quotas, parts)) = exactly(more()), exactly(more(*deals))
    last = {key: value for key, value in deals[-1].items() if key not in ("currency", "sequence", "reverses_id")}
    units = {}
    for credit, values in (("amount", (1, 0, 0)), ("units", (0, 1, 0)), ("gross_profit", (0, 1, 1))):
        names = ("amount", "units", "price", "cost")
        own = {**dict(zip(names, (*values, 0))), "transaction_id": "~"}
        row = {**last, **{key: value for key, value in own.items() if key in last or key == "amount"},
               "one more of": deals[-1], "unit of": credit}
        if any(credit_of(part) == credit for part in parts.values()):
            units[credit] = exactly(more(*deals, row))[1]
    ids = {row["transaction_id"] for row in deals}
    touched = {row["payee_id"] for row in after["tables"]["lines"] if row["transaction_id"] in ids}
    rows, total = [], Fraction(0)
    pairs = paired(before["tables"]["statements"], after["tables"]["statements"])
    touched |= {one["payee_id"] for one, other in pairs if one != other}
    for one, other in pairs:
        if one["payee_id"] not in touched:
            continue
        component = other.get("component_id")
        row = {
            "payee_id": one["payee_id"],
            "component_id": component,
            "measure_before": one["measure"],
            "measure_after": other["measure"],
            "attainment_before": one["attainment"],
            "attainment_after": other["attainment"],
            "earned_before": one["earned"],
            "earned_after": other["earned"],
            "added": shown(number(other["earned"]) - number(one["earned"])),
        }
        if component is None:
            told = {} if total == "rounded" else {"next_rate": None if total is None else shown(total)}
            rows.append({**row, **told, "to_next_tier_reason": "total"})
            total = Fraction(0)
            continue
        key = (one["payee_id"], component, other["period_from"], other["measure"] is not None)
        if other["measure"] is None:
            # What is handed on has no measure: the unit is that of all components, if they have but one.
            said = {"to_next_tier": None, "to_next_tier_reason": "not_by_credit"}
            with_more = [found.get(key, Fraction(0)) for found in units.values()]
            if None in (sums.get(key, Fraction(0)), *with_more):
                total = "rounded"
                rows.append({**row, **said})
                continue
            rate = with_more[0] - sums.get(key, Fraction(0)) if len(units) == 1 else None
            total = total if total == "rounded" else None if rate is None or total is None else total + rate
            rows.append({**row, "next_rate": None if rate is None else shown(rate), **said})
            continue
        part = parts[component]
        rate = units[credit_of(part)][key] - sums[key]
        total = total if total in (None, "rounded") else total + rate
        rows.append({**row, "next_rate": shown(rate), **to_next(part, other, quotas[key])})
    return {"ok": True, "tables": {"what_if": rows}}


def credit_of(component):
    """What a unit more is of, where deals are counted by their amounts."""
    credit = component["measure"].get("credit", "amount")
    return next((name for name in ("units", "gross_profit") if credit.startswith(name)), "amount")


def to_next(component, statement, quota):
    """The credit to the next tier, or why there is none."""
    nothing = {"to_next_tier": None}
    table = component.get("rate_table")
    if table is None:
        return {**nothing, "to_next_tier_reason": "flat_rate"}
    if index(component) not in ("amount", "units", "attainment"):
        return {**nothing, "to_next_tier_reason": "not_by_credit"}
    if component["measure"].get("accumulate") == "transaction":
        return {**nothing, "to_next_tier_reason": "each_transaction"}
    scale = quota if table["index"] == "attainment" else 1
    if scale == 0:
        return {**nothing, "to_next_tier_reason": "zero_quota"}
    if "attainment_rounding" in (component.get("quota") or {}):
        return {**nothing, "to_next_tier_reason": "attainment_rounded"}
    measure = number(statement["measure"])
    upper = table["boundary"] == "upper_inclusive"
    starts = [number(tier["from"]) * scale for tier in table["tiers"]]
    if table["mode"] == "interpolated":
        starts.append(number(table["tiers"][-1]["to"]) * scale)
    above = [start for at, start in enumerate(starts) if start > measure or (upper and at > 0 and start == measure)]
    if not above:
        reason = "last_point" if table["mode"] == "interpolated" else "top_tier"
        return {**nothing, "to_next_tier_reason": reason}
    return {"to_next_tier": shown(above[0] - measure), "to_next_tier_reason": None}


def credit_needed(request, most=4000):
    """One step after the other, from none; `most` of them in all."""
    params, tables = request["params"], request["tables"]
    places = exact.MINOR_UNITS[request["definition"]["currency"]] if params.get("credit", "amount") == "amount" else 0
    last = Call(copy.deepcopy(request)).period[1] - timedelta(days=1)
    like = next((row for row in tables["transactions"] if row["transaction_id"] == params.get("like")), {})
    deal = {**like, "transaction_id": "~", "payee_id": params["payee_id"], "amount": "0", "units": "0"}
    for name in ("booked_on", "invoiced_on", "paid_on"):
        deal[name] = params.get("on", str(last))
    for name in ("currency", "sequence", "reverses_id", "known_at"):
        deal.pop(name, None)
    for name in ("price", "cost"):
        if any(name in row for row in tables["transactions"]):
            deal[name] = "0"
    now = None
    for steps in range(most):
        size = shown(Fraction(steps, 10**places))
        rows = [*tables["transactions"], *([{**deal, params.get("credit", "amount"): size}] if steps else [])]
        answer = Call({**copy.deepcopy(request), "tables": {**tables, "transactions": rows}}).run()
        assert answer["ok"], answer
        own = [row for row in answer["tables"]["statements"] if row["payee_id"] == params["payee_id"]]
        wanted = params.get("component_id")
        earned = sum(number(row["earned"]) for row in own if row["component_id"] and wanted in (None, row["component_id"]))
        now = shown(earned) if now is None else now
        if earned >= number(params["payout"]):
            found = {"credit_needed": size, "credit_needed_reason": None, "earned_then": shown(earned)}
            return {"ok": True, "summary": {"earned_now": now, **found}}
    return None


class AtAttainment:
    """What every payee earns when components measure given attainments, each as one deal on its first day."""

    def __init__(self, request):
        definition = copy.deepcopy(request["definition"])
        # What is paid beside the components, and what is handed on, follows from no attainment.
        for name in ("bonuses", "overrides", "split_stage"):
            definition.pop(name, None)
        for component in definition["components"]:
            component["eligible"] = {"column": "for", "op": "eq", "value": component["id"]}
            # What is made up is the payee's measure, whoever sells it and whatever it counts for.
            for key in ("roll_up", "credit_multipliers", "credit_cap"):
                component.pop(key, None)
            assert base_column(component) == component["measure"].get("credit", "amount")
            # Which column of a table it is, no attainment says.
            assert not any(map(across.is_own, across.dimensions(component)))
        tables = {key: rows for key, rows in request["tables"].items() if key != "distribution"}
        params = {key: value for key, value in request["params"].items() if key in ("period", "known_at")}
        self.base = {**request, "definition": definition, "params": params, "tables": {**tables, "transactions": []}}
        self.empty = Call(copy.deepcopy(self.base))
        answer = self.empty.run()
        assert answer["ok"], answer
        self.payees = [row["payee_id"] for row in answer["tables"]["statements"] if row["component_id"] is None]

    def components(self, payee):
        """Those with a quota, in the order of their first segments."""
        own = (one for one in self.empty.segments if one.payee == payee and one.quota is not None)
        return list(dict.fromkeys(one.component["id"] for one in own))

    def earned(self, payee, attainments):
        """Credit and cost; `attainments` by component."""
        rows = []
        for segment in (one for one in self.empty.segments if one.payee == payee and one.quota is not None):
            component = segment.component
            amount = str(segment.quota * attainments[component["id"]])
            profit = component["measure"].get("credit") in PROFITS
            row = {"transaction_id": f"{len(rows):09}", "payee_id": payee, "amount": amount, "price": amount}
            row |= {"units": "1" if profit else amount, "cost": "0", "for": component["id"]}
            rows.append({**row, **dict.fromkeys(("booked_on", "invoiced_on", "paid_on"), str(segment.window[0]))})
        tables = {**self.base["tables"], "transactions": rows}
        found = Call({**copy.deepcopy(self.base), "tables": tables}).run()
        assert found["ok"], found
        own = [row for row in found["tables"]["statements"] if row["payee_id"] == payee]
        return sum((Fraction(row["amount"]) for row in rows), Fraction(0)), number(own[-1]["earned"])


def expected_cost(request):
    """Every payee at every attainment, one calculation each."""
    plan, points = AtAttainment(request), {}
    for row in request["tables"]["distribution"]:
        points.setdefault(row.get("payee_id"), []).append((number(row["attainment"]), number(row["probability"])))
    expected, scenarios = [], []
    for payee in plan.payees:
        costs = []
        for attainment, probability in points.get(payee, points.get(None)):
            found = plan.earned(payee, dict.fromkeys(plan.components(payee), attainment))
            costs.append((attainment, probability, *found))
        for at, (attainment, probability, credit, cost) in enumerate(costs):
            more = credit - costs[at - 1][2] if at else 0
            scenarios.append({
                "payee_id": payee, "scenario_no": at + 1, "credit": shown(credit), "cost": shown(cost),
                "cost_per_credit": shown(cost / credit) if credit else None,
                "marginal_rate": shown((cost - costs[at - 1][3]) / more) if more else None,
            })
        possible = [cost for _, probability, _, cost in costs if probability]
        expected.append({
            "payee_id": payee, "expected_cost": sum(cost * probability for _, probability, _, cost in costs),
            "expected_credit": shown(sum(credit * probability for _, probability, credit, _ in costs)),
            "lowest": shown(min(possible)), "highest": shown(max(possible)),
        })
    total = shown(sum((row["expected_cost"] for row in expected), Fraction(0)))
    expected = [{**row, "expected_cost": shown(row["expected_cost"])} for row in expected]
    return {"ok": True, "summary": {"expected_cost": total}, "tables": {"expected": expected, "scenarios": scenarios}}


def compare(request):
    """Both plans on the same records; the second under the id of the first."""
    params, sides = request["params"], []
    for plan in (params["plan_a"], {**params["plan_b"], "id": params["plan_a"]["id"]}):
        asked = {name: params[name] for name in ("period", "known_at") if name in params}
        call = {"definition": plan, "params": asked, "tables": request["tables"]}
        answer = Call(copy.deepcopy(call)).run()
        assert answer["ok"], answer
        sums = {}
        for row in answer["tables"]["statements"]:
            key = (row["payee_id"], row["component_id"])
            sums[key] = sums.get(key, 0) + number(row["earned"])
        sides.append(sums)
    keys = sorted(sides[0].keys() | sides[1].keys(), key=lambda key: (key[0].encode(), (key[1] or "").encode()))
    rows = []
    for key in keys:
        a, b = (side.get(key, Fraction(0)) for side in sides)
        row = {"payee_id": key[0], "component_id": key[1], "earned_a": shown(a), "earned_b": shown(b)}
        rows.append({**row, "delta": shown(b - a)})
    return {"ok": True, "tables": {"comparison": rows}}
