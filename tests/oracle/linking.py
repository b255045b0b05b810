"""Kickers and linked components: semantics 2.10."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from exact import number

ZERO = Fraction(0)
DAY = timedelta(1)


@dataclass
class Earned:
    """What a component earned for a transaction, or for none, before its link."""

    component: dict
    when: object
    earned: Fraction
    row: int | None
    paid: Fraction = ZERO
    kept: Fraction = Fraction(1)


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

    def through_link(self, component, when):
        """What a component pays by now for each of what it earned, after its link."""
        mine = [one for one in self.after_cap if one.component is component]
        paid = [one.earned * one.kept for one in mine]
        for window in self.windows(component, {}) if component.get("linked") else []:
            if window[0] <= when < window[1]:
                self.mosts[id(component), window] = self.most(component, window, when)
            # What stands when a period ends stays, whatever another component comes to later.
            most, sofar = self.mosts.get((id(component), window)), ZERO
            for at, one in enumerate(mine):
                if window[0] <= one.when < window[1]:
                    before = sofar if most is None else min(sofar, most)
                    sofar += one.earned
                    paid[at] = ((sofar if most is None else min(sofar, most)) - before) * one.kept
        return list(zip(mine, paid))

    def relink(self, when):
        for component in self.components:
            if component.get("linked"):
                self.link(component, when)

    def link(self, component, when, own=None):
        """Pays what the link does otherwise by now, and answers what it pays of what came last."""
        now = ZERO
        for one, paid in self.through_link(component, when):
            change, one.paid = paid - one.paid, paid
            if one is own:
                now = paid
            elif change:
                self.move("linked", component, when, self.book(component, when, change, ("later", one.row)), ("later", one.row))
        return now

    def add_linked(self, component, when, row, part, gone=ZERO):
        """What a link pays of earnings, before what it does otherwise for others by now."""
        self.link(component, when)
        one = Earned(component, when, part, row)
        self.after_cap.append(one)
        now = self.link(component, when, one)
        # Of what was refunded before nothing is paid later.
        one.kept -= gone
        one.paid *= one.kept
        return now

    def pay(self, component, when, row, part, gone=ZERO, how="later"):
        """Takes earnings through the cap of a component, its link and the plan; they are for a transaction, or for none."""
        before = self.capped(component)
        self.parts.append((component, when, part))
        paid = self.capped(component) - before
        self.withhold(component, when, row, part - paid, gone)
        return self.book(component, when, self.add_linked(component, when, row, paid, gone), (how, row))

    def pay_later(self, kind, component, when, row, part):
        """The same for a transaction that has had its line: another line of that transaction."""
        self.move(kind, component, when, self.pay(component, when, row, part), ("later", row))

    def release(self, component, when, row, part):
        """The same for what a cap releases."""
        paid = self.book(component, when, self.add_linked(component, when, row, part), ("later", row))
        self.move("cap_release", component, when, paid, ("later", row))
