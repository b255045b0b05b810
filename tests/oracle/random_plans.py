"""Random commission plans and populations, the same for the same seed.

`case(seed)` gives a request and the features it exercises. Sums are drawn so that running measures land
on tier bounds often, and records so that most calls succeed and every kind of refusal comes up.
"""

import random
from datetime import date, timedelta

from earning import needs_quota, needs_target
import random_across
import random_credit
import random_refunds
import random_sharing
import random_stages
import random_teams
import random_time
from fiscal import Fiscal, first_of
from random_rates import RATES, base_rate, compared, curve, look_beside, may_pay_on, rate_table, some
from spoiled import spoil

AMOUNTS = ["100", "250", "500", "1000", "333.33", "0.01", "0.005", "1999.99", "-250", "-1000", "12345.678", "0"]
LARGE = ["9999999999.99", "-7000000000.01", "0.000000001", "1234567890.123456789"]
UNITS = ["1", "2", "5", "10", "2.5", "-1", "0", "7"]
PRICES = ["100", "150", "80", "0", "-150", "99.95", "1000"]
COSTS = ["100", "50", "80", "0", "-100", "33.333", "600"]
WEIGHTS = {
    1: [["1"]],
    2: [["1/2", "1/2"], ["0.3", "0.7"], ["0", "1"]],
    3: [["1/3", "1/3", "1/3"], ["0.2", "0.3", "0.5"]],
}
LABELS = [
    "2026",
    "2026",
    "2026-H1",
    "2026-H1",
    "2026-Q1",
    "2026-Q1",
    "2026-Q2",
    "2026-H2",
    "2026-M02",
    "2026-03",
    "FY26-Q2",
]
LONG = ["2026", "2026-H1", {"from": "2026-01-01", "to": "2026-07-01"}, {"from": "2026-01-01", "to": "2027-01-01"}]
PAYEES = ["ann", "bo", "Cy", "dé", "a"]
REASONS_TO_STOP = 0.05


class Draw:
    def __init__(self, seed):
        self.seed, self.random = seed, random.Random(seed)
        self.features = set()
        self.sound = self.random.random() < 0.7

    def fault(self, probability):
        """Whether something is to be wrong: never in a sound request, which is to be computed."""
        return not self.sound and self.chance(probability)

    def chance(self, probability):
        return self.random.random() < probability

    def one(self, items):
        return self.random.choice(items)

    def mark(self, *features):
        self.features.update(features)


def component(draw, position, weight):
    measured = draw.one(["amount", "amount", "amount", "units", "units", "gross_profit", "gross_profit_or_loss"])
    period = draw.one(["month", "quarter", "half", "year", "quota"])
    measure = {"date": draw.one(["booked_on", "booked_on", "booked_on", "invoiced_on", "paid_on"]), "period": period}
    if measured != "amount" or draw.chance(0.3):
        measure["credit"] = measured
    if draw.chance(0.3):
        measure["accumulate"] = draw.one(["transaction", "transaction", "period"])
    if draw.chance(0.3):
        measure["id"] = f"measure-{position}"
    made = {"id": f"part-{position}", "measure": measure}
    if weight is not None:
        made["weight"] = weight
        draw.mark("weight")
    kind = draw.one(["rate", "base_rate", "rates", "rates", "table", "table", "table", "table", "table", "table", "curve", "curve"])
    if kind == "rate":
        made["rate"] = draw.one(RATES)
        draw.mark("flat rate")
    elif kind == "rates":
        made["rates"] = random_credit.rates(draw)
    elif kind == "base_rate":
        made["base_rate"] = base_rate(draw)
        draw.mark(f"flat {made['base_rate']['kind']}")
    elif kind == "curve":
        made["curve"] = curve(draw, measured)
        if made["curve"]["apply"] == "rate_on_base" and draw.chance(0.7):
            made["base_rate"] = base_rate(draw)
            draw.mark(f"curve of {made['base_rate']['kind']}")
    else:
        made["rate_table"] = rate_table(draw, measured)
        if made["rate_table"]["value"] == "multiplier":
            made["base_rate"] = base_rate(draw)
            draw.mark(f"multiplier of {made['base_rate']['kind']}")
    random_credit.shaping(draw, made)
    if may_pay_on(made) and draw.chance(0.2):
        made["pays_on"] = draw.one(["amount", "units", "gross_profit", "gross_profit_or_loss"])
        draw.mark(f"pays on {made['pays_on']}")
    if needs_quota(made) or draw.chance(0.2):
        made["quota"] = {"source": "table"}
        if draw.chance(0.6):
            made["quota"]["zero"] = draw.one(["error", "zero_attainment", "full_attainment", "top_tier"])
        compared(draw, made)
    if draw.chance(0.25):
        made["eligible"] = draw.one(RULES)
        draw.mark("eligible")
    draw.mark(f"period {period}", f"measure {measured}", f"accumulate {measure.get('accumulate', 'default')}")
    return made


RULES = [
    {"column": "family", "op": "eq", "value": "Core"},
    {"column": "family", "op": "in", "value": ["Core", "Add-on"]},
    {"not": {"column": "family", "op": "eq", "value": "Core"}},
    {"column": "amount", "op": "ge", "value": "250"},
    {"any": [{"column": "family", "op": "is_empty"}, {"column": "amount", "op": "lt", "value": "500"}]},
    {"all": [{"column": "family", "op": "starts_with", "value": "Co"}, {"column": "amount", "op": "gt", "value": "0"}]},
]


def plan(draw):
    count = draw.one([1, 1, 2, 3])
    weights = draw.one(WEIGHTS[count]) if count > 1 or draw.chance(0.5) else [None]
    parts = [component(draw, position, weights[position]) for position in range(count)]
    look_beside(draw, parts)
    random_across.across(draw, parts)
    made = {
        "schema": "quarterdeck/commission-plan@1",
        "id": "plan",
        "currency": draw.one(["USD", "USD", "JPY", "KWD"]),
        "effective": {"from": draw.one(["2020-01-01", "2020-01-01", "2026-01-01", "2020-01-01" if draw.sound else "2026-02-15"])},
        "components": parts,
    }
    if draw.chance(0.2):
        made["effective"]["to"] = draw.one(["2026-06-16", "2027-01-01", None])
    if draw.chance(0.3):
        made["calendar"] = {"first_month": draw.one([1, 2, 7]), "kind": "months"}
        if draw.chance(0.5):
            made["calendar"]["year_named_by"] = draw.one(["start", "end"])
    if draw.chance(0.7):
        made["rounding"] = rounding(draw)
    if draw.chance(0.3):
        made["fx"] = random_credit.fx(draw, made["currency"])
    draw.mark(f"currency {made['currency']}", f"{count} components")
    return made


def rounding(draw):
    at = draw.one(["line", "component", "payee"])
    made = {"at": at}
    if at == "line":
        if draw.chance(0.5):
            made["reconcile"] = "none"
    elif draw.chance(0.7):
        made["reconcile"] = draw.one(["cumulative_difference", "largest_remainder"])
    if draw.chance(0.7):
        made["mode"] = draw.one(["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"])
    draw.mark(f"rounding {at} {made.get('reconcile', 'default')}", f"mode {made.get('mode', 'default')}")
    return made


def assignments(draw, people):
    rows = []
    for payee in people:
        target = draw.one(["1000", "12000", "33333.33", "0"])
        if draw.fault(REASONS_TO_STOP):
            target = None
        start = draw.one(["2020-01-01", "2020-01-01", "2020-01-01", "2026-01-01", "2026-02-10"])
        end = draw.one([None, None, None, "2026-05-20"])
        row = {"payee_id": payee, "plan_id": "plan", "from": start, "target_variable": target}
        row["base_salary"] = draw.one(["5000", "99.99"])
        if draw.fault(REASONS_TO_STOP):
            row["plan_id"] = "another"
        if end:
            row["to"] = end
            if draw.chance(0.5):
                again = {**row, "from": draw.one(["2026-05-20", "2026-07-01"]), "to": None}
                if draw.chance(0.2):
                    again["target_variable"] = "77"
                rows.append(again)
        rows.append(row)
    draw.random.shuffle(rows)
    return rows


def cut(draw, span):
    """A span, or months that make it up."""
    start, end = span
    months = (end.year - start.year) * 12 + end.month - start.month
    if months < 2 or draw.chance(0.7):
        return [span]
    inside = draw.random.randint(1, months - 1)
    middle = first_of(start.year * 12 + start.month - 1 + inside)
    draw.mark("quota in parts")
    return [(start, middle), (middle, end)]


def uneven(draw):
    """Quota spans as a company has them that sets quotas by hand."""
    start = date(2025, 12, 1)
    while start < date(2027, 1, 1):
        end = start + timedelta(days=draw.one([17, 31, 45, 90, 200]))
        if not draw.fault(0.2):
            yield start, end
        start = end


def quotas(draw, made, people):
    fiscal = Fiscal(made.get("calendar"))
    year = date(2025, 7, 1), date(2027, 7, 1)
    rows = []
    every = [part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]]
    for part in every:
        if "quota" not in part:
            continue
        period, measure = part["measure"]["period"], part["measure"].get("id", part["id"])
        everyone = len(every) == 1 and draw.chance(0.5)
        for payee in people:
            if draw.fault(REASONS_TO_STOP):
                continue
            spans = uneven(draw) if period == "quota" else fiscal.periods(period, year)
            zero = part["quota"].get("zero", "error") != "error" and draw.chance(0.1) or draw.fault(0.1)
            amount = some(draw, ["500", "1000", "2000", "750.50", "3"]).lstrip("-")
            for span in spans:
                for start, end in [span] if period == "quota" else cut(draw, span):
                    row = {"payee_id": payee, "from": str(start), "to": str(end), "amount": "0" if zero else amount}
                    if not everyone:
                        row["measure_id"] = measure
                    rows += versions(draw, row)
            draw.mark(*(["quota zero"] if zero else []))
    draw.random.shuffle(rows)
    return rows


def versions(draw, row):
    if not draw.chance(0.03):
        return [row]
    draw.mark("quota known_at")
    later = {**row, "amount": "1234", "known_at": "2026-03-10T00:00:00Z"}
    if draw.fault(0.6):
        later["to"] = draw.one([row["to"], "2026-08-15"])
    return [{**row, "known_at": "2025-01-01T00:00:00Z"}, later]


def transactions(draw, made, people):
    rows, splits = [], []
    start = date(2026, 1, 1) if draw.sound else date(2025, 12, 20)
    foreign, large, shared = draw.chance(0.3), draw.chance(0.04), draw.chance(0.4)
    span = draw.one([40, 100, 380])
    for position in range(draw.one([6, 6, 12, 25] if draw.sound else [0, 2, 6, 12, 40])):
        row = {"transaction_id": f"t{draw.random.randrange(1000)}-{position}", "amount": some(draw, AMOUNTS)}
        if large and draw.chance(0.3):
            row["amount"] = draw.one(LARGE)
            draw.mark("large amounts")
        when = start + timedelta(days=draw.random.randrange(span))
        for offset, column in ((0, "booked_on"), (20, "invoiced_on"), (45, "paid_on")):
            row[column] = None if draw.fault(0.06) else str(when + timedelta(days=offset))
        row["units"] = some(draw, UNITS)
        if not draw.fault(0.06):
            row["price"], row["cost"] = some(draw, PRICES), some(draw, COSTS)
        if draw.chance(0.2):
            row["sequence"] = draw.random.randint(-2, 5)
        if draw.chance(0.1):
            row["known_at"] = draw.one(["2026-03-31T23:59:59.999999Z", "2026-04-01T00:00:00Z"])
        row["family"] = draw.one(["Core", "Add-on", "", None])
        row["term"], row["kind"] = draw.one(["12", "36", "36", None]), draw.one(["new", "renewal", ""])
        if foreign and draw.chance(0.4):
            row["currency"] = draw.one(["EUR", "GBP", made["currency"]])
        divide(draw, row, splits, people, shared)
        rows.append(row)
    if large:
        draw.mark("large amounts")
    return rows, splits, foreign


def divide(draw, row, splits, people, shared):
    """Gives a transaction its payees."""
    if draw.fault(0.06):
        return
    if not shared or draw.chance(0.5):
        row["payee_id"] = draw.one(people)
        if shared and draw.chance(0.2):
            splits.append(split(row, draw.one(people), "overlay", share=draw.one(["0.5", "1/3", "1.25"])))
            draw.mark("split overlay beside payee")
        return
    count = draw.random.randint(1, 3)
    who = [draw.one(people) for _ in range(count)]
    kind = draw.one(["share", "weight"])
    draw.mark(f"split {kind}")
    if kind == "weight":
        mine = [
            split(row, payee, "direct", weight=draw.random.randint(0, 3) + (position == 0))
            for position, payee in enumerate(who)
        ]
    else:
        parts = draw.one(
            {1: [["1"]], 2: [["0.6", "0.4"], ["1/3", "2/3"]], 3: [["1/3"] * 3, ["0.5", "0.25", "0.25"]]}[count]
        )
        mine = [split(row, payee, "direct", share=part) for payee, part in zip(who, parts)]
    if draw.chance(0.3):
        mine.append(split(row, draw.one(people), "overlay", share=draw.one(["0.1", "1"])))
        draw.mark("split overlay")
    for one in mine:
        if draw.chance(0.15):
            one["quota_share"] = draw.one(["0", "1", "1/3", "0.5"])
            draw.mark("split quota_share")
    if draw.fault(REASONS_TO_STOP):
        spoil_splits(draw, mine)
    splits += mine


def spoil_splits(draw, splits):
    fault = draw.one(["sum", "negative", "mixed"])
    draw.mark(f"bad split {fault}")
    first = splits[0]
    if fault == "sum":
        splits.append(
            {**first, "share": "0.1", "weight": None} if first.get("share") else {**first, "weight": None, "share": "1"}
        )
    elif fault == "negative":
        first.update({"share": "-0.1"} if first.get("share") else {"weight": -1})
    else:
        first.update(share=None, weight=None)


def split(row, payee, role, **of):
    return {"transaction_id": row["transaction_id"], "payee_id": payee, "role": role, **of}


def rates(draw, made):
    rows = []
    for kind in ("spot", "average", "plan"):
        for base, middle in (("EUR", "1.08"), ("GBP", "1.2345678")):
            cutoff = draw.one(["2026-02-01", "2026-04-01"])
            start = "2026-01-15" if draw.fault(REASONS_TO_STOP) else "2019-01-01"
            quote = made["currency"]
            rows.append({"base": base, "quote": quote, "from": start, "to": cutoff, "rate": middle, "kind": kind})
            rows.append(
                {
                    "base": base,
                    "quote": quote,
                    "from": cutoff,
                    "rate": draw.one(["1.1", "0.9", "1.33333333333"]),
                    "kind": kind,
                }
            )
            rows.append({"base": quote, "quote": base, "from": "2019-01-01", "rate": "0.5", "kind": kind})
            random_credit.pass_by(draw, made, rows, base, quote, kind)
    draw.mark("fx")
    return rows


def case(seed):
    """A request and the features that it exercises."""
    draw = Draw(seed)
    made = plan(draw)
    timed = draw.chance(0.6)
    if timed:
        random_time.versions(draw, made, component)
        random_time.terms(draw, made)
    people = draw.random.sample(PAYEES, draw.one([1, 2, 2, 4]))
    sales, splits, foreign = transactions(draw, made, people)
    if draw.chance(0.35):
        random_refunds.refunds(draw, made, sales)
    tables = {"transactions": sales, "assignments": assignments(draw, people)}
    if timed:
        tables["assignments"] = random_time.changes(draw, tables["assignments"])
    if splits:
        tables["splits"] = splits
    if any("quota" in part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]):
        tables["quotas"] = quotas(draw, made, people)
        if timed and draw.chance(0.4):
            tables["quota_relief"] = random_time.relief(draw, made, people)
    if foreign:
        tables["fx_rates"] = rates(draw, made)
    random_credit.credit(draw, made, people, tables)
    if draw.chance(0.5):
        random_stages.limits(draw, made, tables)
    if draw.chance(0.45):
        random_stages.gates(draw, made, tables, people)
    random_sharing.sharing(draw, made, people, tables)
    if draw.chance(0.25):
        random_stages.bonuses(draw, made, tables, people)
    # Drawn apart, so that the rest of a seed is as it is without teams.
    draw.random, rest = random.Random(f"teams of {seed}"), draw.random
    if draw.chance(0.2):
        random_teams.teams(draw, made, tables)
    draw.random = rest
    if draw.fault(0.5):
        spoil(draw, tables)
    params = {"period": draw.one(LABELS[:8] if draw.sound else LABELS)}
    if draw.sound and "calendar" in made:
        params["period"] = {"from": "2026-01-01", "to": draw.one(["2026-04-01", "2026-07-01", "2027-01-01"])}
    if draw.chance(0.1):
        params["period"] = draw.one(
            [{"from": "2026-01-10", "to": "2026-03-20"}, {"from": "2026-02-01", "to": "2026-02-02"}]
        )
        draw.mark("period of two dates")
    if draw.chance(0.2):
        params["known_at"] = "2026-04-01T00:00:00Z"
        draw.mark("known_at")
    if timed and draw.chance(0.3):
        params["denominator"] = draw.one(["to_date", "to_date", "full_period"])
        draw.mark(f"denominator {params['denominator']}")
    if draw.chance(0.5):
        params["bad_records"] = draw.one(["set_aside", "set_aside", "refuse"])
        draw.mark(f"bad_records {params['bad_records']}")
    if any(needs_target(part) for part in made["components"]):
        draw.mark("target variable")
    if random_stages.carries(made) and params["period"] in LONG:
        draw.mark("cap carry within the call")
    if draw.sound:
        draw.mark("without faults")
    request = {
        "op": "commission.calculate",
        "kind": "commission_plan",
        "definition": made,
        "params": params,
        "tables": tables,
    }
    return request, draw.features
