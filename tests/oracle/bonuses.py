"""Bonuses of one payee beside the components: SPIFFs, objectives and milestones (semantics 2.10)."""

from datetime import date, timedelta
from fractions import Fraction

from exact import number
from fiscal import day
from proration import factor

ZERO = Fraction(0)
DAY = timedelta(1)


def as_components(plan, components, days):
    """Each bonus with the terms of a component of its own, in force on all days of the plan."""
    first = components[0]["measure"]["date"]
    for bonus in plan.get("bonuses", []):
        if bonus["kind"] == "team":
            continue
        made = {"id": bonus["id"], "bonus": bonus, "effective": days, "rate": "0"}
        made["measure"] = {"date": first, "period": bonus.get("period")}
        if bonus["kind"] == "spiff":
            credit = "units" if bonus["per"] == "unit" else "deals"
            made["measure"] = {"date": bonus["date"], "period": "span", "credit": credit}
            made["pays_on"] = credit
            made |= {"eligible": bonus["eligible"]} if bonus.get("eligible") else {}
            made |= first_of(bonus)
            if bonus.get("most_amount"):
                made["cap"] = {"payment": bonus["most_amount"]}
        elif bonus.get("weight"):
            made["weight"] = bonus["weight"]
        yield made


def of_teams(plan):
    return [bonus for bonus in plan.get("bonuses", []) if bonus["kind"] == "team"]


def by_weight(plan):
    return any(bonus["share_by"] == "weight" for bonus in of_teams(plan))


def first_of(bonus):
    """A sum for each; nothing for those after the first so many."""
    if not bonus.get("most_count"):
        return {"rate": bonus["amount"]}
    most = bonus["most_count"]
    steps = [{"from": "0", "to": most, "value": bonus["amount"]}, {"from": most, "to": None, "value": "0"}]
    table = {"index": "units", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive", "tiers": steps}
    return {"rate": None, "rate_table": table}


def span(component):
    """The days of a spiff."""
    bonus = component["bonus"]
    return day(bonus["from"]), day(bonus["to"])


def is_uncredited(component):
    return component.get("bonus", {}).get("kind", "spiff") != "spiff"


def needs_target(component):
    return bool(component.get("bonus", {}).get("weight"))


def scores(component):
    found = [objective.get("score") for objective in component.get("bonus", {}).get("objectives", [])]
    return [name for name in found if name]


def needs_salary(component):
    return bool(component.get("bonus", {}).get("salary_share"))


def paid_for(objective, score):
    """What a score pays: the score itself, or the height of straight lines between points."""
    payout = objective.get("payout")
    if not payout:
        return score
    points = [(number(x), number(y)) for x, y in payout["points"]]
    reached = [at for at, (x, _) in enumerate(points) if x <= score]
    if not reached:
        below = payout.get("below", "zero")
        if below == "extrapolate":
            return line(points[0], points[1], score)
        return points[0][1] if below == "hold" else ZERO
    at = reached[-1]
    if at + 1 < len(points):
        return line(points[at], points[at + 1], score)
    return line(points[-2], points[-1], score) if payout.get("above") == "extrapolate" else points[-1][1]


def line(start, end, x):
    return start[1] + (x - start[0]) * (end[1] - start[1]) / (end[0] - start[0])


def most_score(plan, name):
    """The highest score that a flag may have; nothing where no objective asks for it."""
    asking = [bonus for bonus in plan.get("bonuses", []) if name in scores({"bonus": bonus})]
    return min((number(bonus.get("max") or "1") for bonus in asking), default=None)


class Rewarding:
    """The part of a payee that is paid bonuses by the period."""

    def rewards(self):
        return [one for one in self.components if is_uncredited(one)]

    def begun(self, component, window, when):
        return self.sums(window, lambda one: one.component is component and one.window[0] <= when)

    def sum_of(self, component, window):
        bonus = component["bonus"]
        there = Fraction(1)
        if bonus.get("prorated"):
            within = self.call.roster.within(self.name, window)
            spans = [(max(start, window[0]), min(end, window[1])) for start, end, *_ in within]
            there = sum((factor(self.call.plan, one, window) for one in spans), ZERO)
        return number(bonus["amount"]) * there

    def close_bonus(self, component, window, over):
        if component["bonus"]["kind"] == "milestone":
            self.reach(component, min(window[1], self.call.period[1]) - DAY)
        elif over:
            self.score(component, window)

    def score(self, component, window):
        bonus, when = component["bonus"], window[1] - DAY
        terms = self.begun(component, window, when)
        if not terms:
            return
        if "amount" in bonus:
            base = self.sum_of(component, window)
        elif "salary_share" in bonus:
            base = sum((one.terms.salary for one in terms), ZERO) * number(bonus["salary_share"])
        else:
            base = self.targets(terms)
        total = ZERO
        for one in bonus["objectives"]:
            subject = {"flag": one["score"]} if "score" in one else {"attainment_of": one["attainment_of"]}
            score = self.actual(subject, terms[-1], when, window)
            if score is not None:
                total += base * paid_for(one, score) * number(one["weight"])
        if "when" in bonus and not self.judge(bonus["when"], terms[-1], when, window)[0]:
            total = ZERO
        self.place("mbo", component, when, self.book(component, when, total), always=True)

    def reach(self, component, when):
        """Pays a milestone on the day on which it is reached, or takes it back."""
        window = next((one for one in self.windows(component, {}) if one[0] <= when < one[1]), None)
        terms = self.begun(component, window, when) if window else []
        if not terms:
            return
        holds = self.judge(component["bonus"]["when"], terms[-1], when, window)[0]
        due = self.sum_of(component, window) if holds else ZERO
        key = component["id"], window
        change, self.reached[key] = due - self.reached.get(key, ZERO), due
        if change:
            self.place("milestone", component, when, self.book(component, when, change))


def plan_days(spans):
    return min(start for start, _ in spans), max((end for _, end in spans), default=date.max)
