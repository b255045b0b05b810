"""What stages owe no more for refunded sales: semantics 2.15 and 2.22 [4].

On its day a refund cancels the refunded part of what is still owed for its sale: behind gates, by multipliers, and in the
balances of caps that carry. What was paid by then is the clawback's.
"""

from dataclasses import dataclass
from fractions import Fraction

from restoring import refunds_left

ZERO = Fraction(0)


@dataclass
class Owed:
    """What a cap withheld of something, as far as it was not paid since."""

    window: tuple
    sale: int | None
    amount: Fraction
    carried: bool = False


class Cancelling:
    """The part of a payee that cancels."""

    def cancellings(self):
        """The refunds of sales that the payee has lines of, in processing order, before the end of the call."""
        found = {}
        for segment in self.segments:
            basis = segment.component["measure"]["date"]
            for line in (one for one in segment.lines if one.emitted and not one.lowers):
                left = Fraction(1)
                for when, refund in self.call.refunds.of(line.row, basis):
                    part = refunds_left(self.call, refund)
                    if when < self.call.period[1]:
                        found[refund.row, basis] = (self.call.place(refund.row, when), basis, refund.sale, part, part / left)
                    left -= part
        return [found[key] for key in sorted(found, key=lambda key: (found[key][0], key[1]))]

    def cancel(self, basis, sale, part, of_left):
        self.gone[sale, basis] = self.gone.get((sale, basis), ZERO) + part
        for segment in self.segments:
            if segment.component["measure"]["date"] == basis:
                self.leave_out(segment, [line for line in self.done.get(id(segment), []) if line.row == sale], part)
        for component in self.components:
            if component["measure"]["date"] != basis:
                continue
            for owed in self.owed.get(id(component), []):
                if owed.sale == sale:
                    self.lose(component, owed, owed.amount * of_left)

    def gone_before(self, segment, line):
        return self.gone.get((line.row, segment.component["measure"]["date"]), ZERO)

    def leave_out(self, segment, lines, part):
        """Of what a segment is worth; nothing is paid or taken back by it."""
        if not lines or not part:
            return
        # What gates leave open is not looked at anew by a refund.
        before = self.value(segment, *self.stood[id(segment)])
        for line in lines:
            line.kept -= part
        self.worths[id(segment)] += self.value(segment, *self.stood[id(segment)]) - before

    def lose(self, component, owed, lost):
        owed.amount -= lost
        if owed.carried:
            self.lost[id(component)] = self.lost.get(id(component), ZERO) + lost
        else:
            # Above the cap by as much or more, so that what is paid stays.
            self.parts.append((component, owed.window[0], -lost))

    def attributed(self, segment, before, change, own=None):
        """What a change is made of: other lines, those of refunded sales that were there, and the line's own."""
        after = self.by_line(segment, *self.stood[id(segment)])
        mine, moved = ZERO, []
        for line, worth in sorted(after, key=lambda one: one[0].row):
            if line is own:
                mine = worth
            elif not line.lowers and self.is_refunded(line.row):
                moved.append((line.row, worth - before.get(id(line), ZERO)))
        if own is None or not self.is_refunded(own.row):
            mine = ZERO
        rest = change - mine - sum((part for _, part in moved), ZERO)
        return [(None, rest), *moved, *([(own.row, mine)] if own else [])]

    def is_refunded(self, row):
        return any(one.mode != "recalculate" for one in self.call.refunds.sales.get(row, []))

    # What caps owe

    def withhold(self, component, when, sale, held, gone):
        """Takes in what a cap withholds of a part, or by a part below zero no longer does."""
        if (component.get("cap") or {}).get("excess") != "carry" or not held:
            return
        windows = [window for window in self.under_cap(component) if window[0] <= when < window[1]]
        owed = self.owed.setdefault(id(component), [])
        if held > 0:
            owed.append(Owed(windows[0], sale, held))
            if gone:
                self.lose(component, owed[-1], held * gone)
            return
        while held:
            taken = min(owed[-1].amount, -held)
            owed[-1].amount -= taken
            held += taken
            if held:
                owed.pop()

    def carry(self, component, window, released):
        """Ends a period: what is paid of the balance is what was withheld first."""
        year = self.call.fiscal.period_of("year", window[0])
        owed = [one for one in self.owed.get(id(component), []) if self.call.fiscal.period_of("year", one.window[0]) == year]
        for one in owed:
            one.carried = one.carried or one.window == window
        for one in owed:
            taken = min(one.amount, released)
            one.amount -= taken
            released -= taken
        # What is left when a year is over is paid no more, so that nothing of it can be lost.
        self.owed[id(component)] = owed if window[1] < year[1] else []
