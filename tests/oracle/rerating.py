"""Rates of the day of release instead of those of booking: semantics 2.16, `rate_lock: release`."""

from fractions import Fraction

from exact import number
from fiscal import Fiscal, day


def keeps_rates(component):
    """Whether a line's rate is its payee's: flat, or of the marginal tier that the period has reached."""
    measure, table = component["measure"], component.get("rate_table")
    if measure["period"] == "quota" or "rates" in component or "curve" in component:
        return False
    if table is None:
        return True
    marginal = table["mode"] == "marginal" and table["value"] != "step_amount"
    return marginal and measure.get("accumulate", "period") == "period"


class Rates:
    def __init__(self, plan, rows):
        self.used = plan.get("release", {}).get("rate_lock") == "release"
        self.fiscal, self.parts = Fiscal(plan.get("calendar")), plan["components"]
        self.rows = [row for row in rows if self.rate(row) is not None]

    @staticmethod
    def rate(row):
        taken = row.get("source_transaction_id") or not row.get("component_id")
        return None if taken or row.get("rate") is None else number(row["rate"])

    def difference(self, row, on):
        """What the rate of a day pays beyond that of booking, on all of an earning."""
        booked = self.rate(row)
        part = next((one for one in self.parts if one["id"] == row.get("component_id")), None)
        if not self.used or booked is None or part is None or not keeps_rates(part) or on <= day(row["effective_on"]):
            return Fraction(0)
        measure = self.fiscal.period_of(part["measure"]["period"], on)
        same = [one for one in self.rows if all(one.get(key) == row.get(key) for key in ("payee_id", "component_id"))]
        reached = [one for one in same if measure[0] <= day(one["effective_on"]) <= on]
        if not reached:
            return Fraction(0)
        last = max(enumerate(reached), key=lambda one: (one[1]["effective_on"], int(one[1].get("line_no") or 0), one[0]))[1]
        rated, modified = (sum(number(row.get(key) or "0") for key in keys) for keys in (("at_rate", "true_up"), ("modified",)))
        kept = (rated + modified) / rated if rated else Fraction(int(not modified))
        return (self.rate(last) - booked) * number(row.get("commission_credit") or "0") * kept
