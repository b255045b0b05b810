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
    """What a cap withheld of a transaction, or of something else, as far as it was not paid since."""

    window: tuple
    row: int | None
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
        self.gone.setdefault((sale, basis), []).append(part)
        for segment in self.segments:
            if segment.component["measure"]["date"] == basis:
                self.leave_out(segment, [line for line in self.done.get(id(segment), []) if line.row == sale], part)
        for component in self.components:
            if component["measure"]["date"] != basis:
                continue
            for owed in self.owed.get(id(component), []):
                if owed.row == sale:
                    self.lose(component, owed, owed.amount * of_left)
            for one in self.after_cap:
                if one.component is component and one.row == sale:
                    one.kept -= one.kept * of_left
                    one.paid -= one.paid * of_left

    def gone_before(self, segment, line):
        return sum(self.gone.get((line.row, segment.component["measure"]["date"]), []), ZERO)

    def refunds_so_far(self, segment, row):
        """Where something is paid for a transaction: how many refunds of it came before."""
        return None if row is None else len(self.gone.get((row, segment.component["measure"]["date"]), []))

    def leave_out(self, segment, lines, part):
        """Of what a segment is worth; nothing is paid or taken back by it."""
        if not lines or not part:
            return
        for line in lines:
            line.kept -= part
        # What gates leave open is not looked at anew by a refund.
        self.weigh(segment)

    def lose(self, component, owed, lost):
        owed.amount -= lost
        if owed.carried:
            self.lost[id(component)] = self.lost.get(id(component), ZERO) + lost
        else:
            # Above the cap by as much or more, so that what is paid stays.
            self.parts.append((component, owed.window[0], -lost))

    # What caps owe

    def withhold(self, component, when, row, held, gone):
        """Takes in what a cap withholds of a part, or by a part below zero no longer does."""
        if (component.get("cap") or {}).get("excess") != "carry" or not held:
            return
        windows = [window for window in self.under_cap(component) if window[0] <= when < window[1]]
        owed = self.owed.setdefault(id(component), [])
        if held > 0:
            owed.append(Owed(windows[0], row, held))
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
        """Ends a period: what is paid of the balance is what was withheld first. Answers for which transactions it is."""
        year = self.call.fiscal.period_of("year", window[0])
        owed = [one for one in self.owed.get(id(component), []) if self.call.fiscal.period_of("year", one.window[0]) == year]
        for one in owed:
            one.carried = one.carried or one.window == window
        parts = []
        for one in owed:
            taken = min(one.amount, released)
            one.amount -= taken
            released -= taken
            parts.append((one.row, taken))
        # What is left when a year is over is paid no more, so that nothing of it can be lost.
        self.owed[id(component)] = owed if window[1] < year[1] else []
        return [*parts, (None, released)]
