"""Kickers and linked components: semantics 2.10."""

from datetime import timedelta
from fractions import Fraction

from exact import number

ZERO = Fraction(0)
DAY = timedelta(1)


class Linking:
    """The part of a payee that adds kickers, and holds a component to its link."""

    def kick(self, window, component, kicker):
        """Adds a kicker at the end of its window, by the version of the component that is in force last."""
        sums = self.sums(window, lambda one: one.component["id"] == component["id"])
        if not sums or sums[-1].component is not component:
            return
        when = window[1] - DAY
        if not self.judge(kicker["when"], sums[-1], when, window)[0]:
            return
        amount = number(kicker.get("amount") or kicker["rate"])
        mine = [one for one in self.segments if one.component["id"] == component["id"]]
        mine = [one for one in mine if window[0] <= one.period[0] < window[1]]
        if kicker.get("base") == "credit":
            done = [line for one in mine for line in self.done.get(id(one), [])]
            amount *= sum((line.commission_credit for line in done), ZERO)
        elif kicker.get("base") == "component_result":
            amount *= sum((self.total_of(one) for one in mine), ZERO)
        elif kicker.get("base") == "target_variable":
            amount *= self.targets(sums)
        elif kicker.get("base") == "ote":
            amount *= sum(((one.terms.target or 0) + (one.terms.salary or 0) for one in sums), ZERO)
        self.place("kicker", component, when, self.pay(component, when, None, amount))

    def targets(self, sums):
        return sum(((one.terms.target or 0) * number(one.component.get("weight") or "1") for one in sums), ZERO)

    def most(self, component, window, when):
        """What a linked component pays at most for a measure period; nothing where it is open."""
        sums = self.sums(window, lambda one: one.component is component and one.window[0] <= when)
        link = component["linked"]
        if not sums or self.judge(link["unless"], sums[-1], when, window)[0]:
            return None
        return number(link["payment"]) if "payment" in link else number(link["share_of_target"]) * self.targets(sums)

    def linked(self, component, when):
        """What a component has paid so far, after its link."""
        mine = [(day, part) for other, day, part in self.after_cap if other is component]
        if not component.get("linked"):
            return sum((part for _, part in mine), ZERO)
        total = ZERO
        for window in self.windows(component, {}):
            earned = sum((part for day, part in mine if window[0] <= day < window[1]), ZERO)
            mine = [(day, part) for day, part in mine if not window[0] <= day < window[1]]
            if when < window[1]:
                self.mosts[id(component), window] = self.most(component, window, when)
            # What stands when a period ends stays, whatever another component comes to later.
            most = self.mosts.get((id(component), window))
            total += earned if most is None else min(earned, most)
        return total + sum((part for _, part in mine), ZERO)

    def relink(self, when):
        for component in self.components:
            if component.get("linked"):
                change = self.through_link(component, when, ZERO)
                if change:
                    self.move("linked", component, when, self.book(component, when, change))

    def through_link(self, component, when, part):
        self.after_cap.append((component, when, part))
        now = self.linked(component, when)
        change = now - self.paid_by_link.get(id(component), ZERO)
        self.paid_by_link[id(component)] = now
        return change

    def pay(self, component, when, row, part, gone=ZERO):
        """Takes earnings through the cap of a component, its link and the plan; they are for a transaction, or for none."""
        before = self.capped(component)
        self.parts.append((component, when, part))
        paid = self.capped(component) - before
        self.withhold(component, when, row, part - paid, gone)
        return self.book(component, when, self.through_link(component, when, paid))

    def pay_later(self, kind, component, when, row, part):
        """The same for a transaction that has had its line: another line of that transaction."""
        self.taking = "later", row
        self.move(kind, component, when, self.pay(component, when, row, part), row)
        self.taking = None

    def release(self, component, when, row, part):
        """The same for what a cap releases."""
        self.taking = None if row is None else ("later", row)
        paid = self.book(component, when, self.through_link(component, when, part))
        self.taking = None
        self.place("cap_release", component, when, paid, row=row)
