"""The reference of `commission.calculate`: slow, exact, and written from the semantics pages.

`calculate(request)` takes what the JSON door takes (`definition`, `params`, `tables` as rows) and gives
the envelope with the result tables, as far as the pages fix them. One step after the other, over every
pair of payee and component; nothing is shared, skipped or made fast.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import across
import bonuses
import clawing
import earning
import exact
import fates
import looking
import profits
import recalculating
import restoring
import results
import rolling
import ruling
import shaping
import sharing
import stage_rows
import stages
import teams
from accelerators import held
from earning import Line, Payee, Stop
from exact import number
from fiscal import Fiscal, day
from records import Quotas, Rates, Roster, cell, read_flags, credits_of, known, overlap
from rules import holds
from tiers import base_rate
from segments import Stretch, Terms, components, in_force, reliefs, versions

FX_DATES = {"booking": "booked_on", "invoice": "invoiced_on", "payment": "paid_on"}


@dataclass
class Credit:
    row: int
    position: int
    payee: str
    role: str
    quota_share: Fraction
    share: Fraction


@dataclass
class Segment:
    """The lines of a payee and component in one stretch of a measure period, `period`.

    `span` are the days of its running sum, `window` those that the call pays.
    """

    payee: str
    component: dict
    period: tuple
    span: tuple
    window: tuple
    terms: Stretch
    view: Fraction | None
    lines: list = field(default_factory=list)

    @property
    def quota(self):
        return self.terms.quota

    @property
    def quota_days(self):
        return self.terms.active[0][0], self.terms.active[-1][1]


class Call:
    def __init__(self, request, only=None, removed=None, pooled=True):
        self.request, self.only, self.removed, self.pooled = request, only, removed, pooled
        self.versions = versions(request["definition"])
        self.plan = {**request["definition"], "components": components(request["definition"])}
        self.params = request.get("params", {})
        self.tables = {name: list(rows) for name, rows in request.get("tables", {}).items()}
        self.transactions = self.tables["transactions"]
        self.limit = self.params.get("known_at")
        self.places = exact.MINOR_UNITS[self.plan["currency"]]
        self.fiscal = Fiscal(self.plan.get("calendar"))
        period = self.params["period"]
        self.period = self.fiscal.parse(period) if isinstance(period, str) else (day(period["from"]), day(period["to"]))
        self.bad, self.used, self.taken_whole = [], set(), set()

    def run(self):
        failed = self.prepare()
        if failed:
            return failed
        originals = clawing.Originals(self)
        if originals.failed:
            return originals.failed
        self.pools = teams.Pools(self)
        if self.pools.failed:
            return self.pools.failed
        for segment in self.segments:
            self.fill(segment)
        stopped = {}
        for segment in self.segments:
            try:
                self.earn(segment, segment.lines)
            except Stop as stop:
                stopped.setdefault(segment.payee, (f"/tables/transactions/{stop.line.row}/amount", stop.code))
        if stopped:
            return failure(stopped.values())
        for segment in self.segments:
            segment.lines = [line for line in segment.lines if line.own or line.earned or line.lowers or not line.emitted]
            segment.all = segment.lines
            self.used.update(line.row for line in segment.lines)
        self.balances, self.gates = [], []
        for payee in sorted({segment.payee for segment in self.segments}, key=str.encode):
            segments = [segment for segment in self.segments if segment.payee == payee]
            if stages.used(self.plan):
                staged = stages.Payee(self, payee, segments)
                staged.run()
                self.balances += [stage_rows.balance_row(self, payee, one) for one in staged.balances]
                self.gates += [stage_rows.gate_row(self, payee, one) for one in staged.gates]
        self.sharing.run()
        for payee in sorted({segment.payee for segment in self.segments}, key=str.encode):
            segments = [self.in_turn(one.lines) for one in self.segments if one.payee == payee]
            self.round(segments + self.sharing.groups(payee))
        self.sharing.share_out()
        self.clawed = clawing.take_back(self, originals)
        return results.answer(self, fates.settle(self))

    def prepare(self):
        """Everything up to the lines; what stops the call, if anything does."""
        self.read()
        circles = self.lines.circles() if self.lines else []
        if circles:
            return failure([(f"/tables/reporting/{row}/manager_id", "reporting.cycle") for row in circles])
        self.sharing = sharing.Sharing(self)
        self.reach = self.period
        self.reach = stages.reach(self)
        self.segments = self.plan_segments()
        self.window = self.first_day(), self.period[1]
        if self.lines and rolling.counts_rolled(self.plan):
            self.credits = rolling.roll_up(self, self.lines, Credit)
        if self.only is not None:
            self.credits = [credit for credit in self.credits if credit.payee in self.only]
        self.lowerings = restoring.lowerings(self)
        self.check_values()
        if self.bad and self.params.get("bad_records", "refuse") == "refuse":
            return failure([(f"/tables/{table}/{row}/{column}", code) for table, row, column, code in self.bad])
        return None

    def earn(self, segment, lines):
        weight = number(segment.component.get("weight", "1"))
        payee = Payee(segment.quota, segment.terms.target, weight, segment.terms.multiplier)
        component = segment.component if segment.terms.accelerated else held(segment.component)
        earning.earn(component, payee, lines)

    def earned_at(self, segment, measure):
        """What one credit of a whole measure earns."""
        line = Line(measure, measure)
        try:
            self.earn(segment, [line])
        except Stop:
            return Fraction(0)
        return line.earned

    def at_base_rate(self, segment, line):
        weight = number(segment.component.get("weight", "1"))
        payee = Payee(segment.quota, segment.terms.target, weight, segment.terms.multiplier)
        zero = (segment.component.get("quota") or {}).get("zero", "error")
        return base_rate(segment.component["base_rate"], payee, zero) * payee.multiplier * line.commission_credit

    def is_lump(self, segment):
        return segment.component["rate_table"]["value"] in ("step_amount", "payout_share")

    def flag(self, payee, name, when):
        for row in self.flags:
            if (row["payee_id"], row["name"]) == (payee, name) and row["from"] <= when < row["to"]:
                return number(row["value"])
        return None

    def flag_days(self, payee, subject):
        name = subject.get("flag") if isinstance(subject, dict) else None
        rows = [row for row in self.flags if (row["payee_id"], row["name"]) == (payee, name)]
        days = [row[key] for row in rows for key in ("from", "to")]
        return [when for when in days if self.reach[0] < when < self.period[1]]

    # Steps 0 and 3: who is on the plan, and who is credited with what

    def read(self):
        rows = self.tables.get
        self.roster = Roster(self.plan, [span for span, _ in self.versions], rows("assignments", []), self.bad)
        self.quotas = Quotas(self.plan, rows("quotas", []), self.limit, self.roster, self.bad)
        self.reliefs = reliefs(self, rows("quota_relief", []))
        self.flags = read_flags(self.plan, rows("flags", []), self.roster, self.bad)
        self.rates = Rates(self.plan, rows("fx_rates", []), self.bad)
        rolls = rolling.counts_rolled(self.plan) or self.plan.get("overrides")
        self.lines = rolling.Lines(rows("reporting", []), self.bad) if rolls else None
        self.credits, self.refunds = [], clawing.Refunds(self)
        ids = {row["transaction_id"] for row in self.transactions}
        splits = {}
        for at, split in enumerate(rows("splits", [])):
            splits.setdefault(split["transaction_id"], []).append((at, split))
            if split["transaction_id"] not in ids:
                self.bad.append(("splits", at, "transaction_id", "table.unknown_id"))
        seen = set()
        for at, row in enumerate(self.transactions):
            if row["transaction_id"] in seen:
                self.bad.append(("transactions", at, "transaction_id", "table.duplicate_id"))
                continue
            seen.add(row["transaction_id"])
            if not known(row, self.limit) or at in self.refunds.linked:
                continue
            mine, most = splits.get(row["transaction_id"], []), self.plan.get("max_total_credit")
            found, faults = credits_of(at, row, mine, self.roster, most and number(most), sharing.pays_out(self.plan))
            self.bad += faults
            self.credits += [Credit(at, position, *credit) for position, credit in enumerate(found)]
        self.credits = recalculating.without(self)

    def day_of(self, credit, component):
        """The day on which a credit counts, if its payee is on the plan then and the call looks at it."""
        dated = [self.transactions[row] for row in (restoring.placed(credit), credit.row)]
        when, *others = (day(cell(row, component["measure"]["date"])) for row in dated)
        if None in (when, *others) or credit.payee not in self.roster.spans:
            return None
        if not all(self.roster.on(credit.payee, one) for one in (when, *others)):
            return None
        return when if self.window[0] <= when < self.window[1] else None

    def is_eligible(self, credit, component):
        counted = rolling.takes(component, credit.role == "rollup")
        return counted and not bonuses.is_uncredited(component) and holds(component.get("eligible"), self.transactions[credit.row])

    # Step 1: the plan's currency

    def find_rate(self, row, component):
        basis = (self.plan.get("fx") or {}).get("date", "measure")
        if basis == "plan_fixed":
            when = self.versions[0][0][0]
        elif basis in ("period_end", "period_average"):
            when = day(cell(row, component["measure"]["date"]))
            unit = self.plan["fx"].get("period") or "month"
            when = when and self.fiscal.periods(unit, (when, when + timedelta(days=1)))[0][1] - timedelta(days=1)
        else:
            when = day(cell(row, FX_DATES.get(basis, component["measure"]["date"])))
        return self.rates.find(cell(row, "currency"), when)

    def check_values(self):
        """Transactions that cannot be converted, or that have no units where units are paid on."""
        found = set()
        for credit in self.credits + self.lowerings:
            row = self.transactions[credit.row]
            if self.only is not None and credit.payee not in self.only:
                continue
            for component in self.plan["components"]:
                if self.day_of(credit, component) is None:
                    continue
                if self.find_rate(row, component)[0] is None:
                    found.add(("transactions", credit.row, "currency", "commission.fx_rate_missing"))
                ruled = "rates" in component and self.is_eligible(credit, component)
                if ruled and ruling.rate_of(component, row) is None:
                    found.add(("transactions", credit.row, "transaction_id", "commission.rate_missing"))
                needed = component["measure"].get("credit", "amount"), earning.base_column(component)
                columns = across.needed(component) + (["units"] if "units" in needed else [])
                if profits.needs_profit(component, needed[1]):
                    columns += ["price", "cost"]
                for column in columns:
                    if cell(row, column) is None and self.is_eligible(credit, component):
                        found.add(("transactions", credit.row, column, "table.missing_value"))
                if self.is_eligible(credit, component):
                    lacking = across.unplaced(component, row)
                    found |= {("transactions", credit.row, name, "commission.rate_missing") for name in lacking}
        self.bad += found
        rows = {row for _, row, *_ in found}
        self.credits = [credit for credit in self.credits if credit.row not in rows]
        self.lowerings = [credit for credit in self.lowerings if credit.row not in rows]

    # Steps 5 and 6: measure periods and quotas

    def plan_segments(self):
        """Every payee, component and measure period; a payee without a usable quota or target has none."""
        planned = []
        for payee in sorted(self.roster.spans if self.only is None else self.only, key=str.encode):
            mine, before = [], len(self.bad)
            for component in self.plan["components"]:
                mine += self.segments_of(payee, component)
            if len(self.bad) == before:
                planned += mine
        return planned

    def spans_of(self, payee, component):
        """The measure periods that the call touches."""
        if component["measure"]["period"] == "span":
            span = bonuses.span(component)
            return [span] if overlap(span, self.reach) else []
        if component["measure"]["period"] != "quota":
            return self.fiscal.periods(component["measure"]["period"], self.reach)
        measure = component["measure"].get("id", component["id"])
        return [quota[1] for quota in self.quotas.of(payee, measure, self.reach)]

    def first_day(self):
        """The first day that bears on the call: the earliest measure period may have begun before it."""
        components = self.plan["components"]
        spans = [span for payee in self.roster.spans for part in components for span in self.spans_of(payee, part)]
        # Calendar periods are the same whoever is on the plan.
        spans += [span for part in components if part["measure"]["period"] != "quota" for span in self.spans_of(None, part)]
        return min([self.reach[0], *(start for start, _ in spans)])

    def segments_of(self, payee, component):
        measure = component["measure"].get("id", component["id"])
        spans = self.spans_of(payee, component)
        there = [span for span in self.roster.within(payee, self.reach) if in_force(component, span[0])]
        if not spans and there and component["measure"]["period"] == "quota":
            self.bad.append(("assignments", there[0][3], "payee_id", "commission.quota_missing"))
        for period in spans:
            if not self.roster.within(payee, (max(period[0], self.reach[0]), min(period[1], self.reach[1]))):
                continue
            terms = Terms(self, payee, component, period)
            before = len(self.bad)
            segments = terms.segments()
            for stretch in segments:
                if overlap(stretch.span, self.reach):
                    yield from self.stretches_of(terms, stretch)
            if segments and terms.taken_whole() and len(self.bad) == before:
                self.taken_whole.add(payee)

    def stretches_of(self, terms, stretch):
        code = terms.quota(stretch) or terms.target(stretch)
        if code:
            self.bad.append(("assignments", stretch.assignment[1], "payee_id", code))
            return
        for part in terms.by_rate(stretch):
            window = max(part.span[0], self.reach[0]), min(part.span[1], self.reach[1])
            if window[0] < window[1]:
                to_date = self.params.get("denominator") == "to_date" and part.quota is not None
                view = part.quota * terms.elapsed(stretch, window[1]) if to_date else part.quota
                span = part.counts_from, stretch.span[1]
                yield Segment(terms.payee, terms.component, terms.period, span, window, part, view)

    # Steps 2, 4 and 5: the lines of a measure period in processing order

    def fill(self, segment):
        component = segment.component
        counted = []
        for credit in self.credits + self.lowerings:
            when = self.day_of(credit, component)
            if credit.payee != segment.payee or when is None or not segment.span[0] <= when < segment.window[1]:
                continue
            moves = self.is_eligible(credit, component) or self.moves(credit, component)
            if moves and restoring.counts(self, credit, segment):
                counted.append(((*self.place(restoring.placed(credit), when), credit.position), credit))
        for (when, *_), credit in sorted(counted, key=lambda one: one[0]):
            segment.lines.append(self.line(credit, component, when))
            segment.lines[-1].emitted = when >= segment.window[0]
        looking.look(self, segment)

    def place(self, row, when):
        """Where a transaction stands in processing order."""
        sequence = cell(self.transactions[row], "sequence")
        return when, sequence is not None, int(sequence or 0), self.transactions[row]["transaction_id"].encode()

    def key(self, line):
        return self.place(line.row, line.when)

    def deal(self, row):
        """The sale that a transaction reverses, through any number of steps."""
        rows = {one["transaction_id"]: at for at, one in enumerate(self.transactions)}
        for _ in self.transactions:
            row = rows.get(cell(self.transactions[row], "reverses_id"), row)
        return row

    def line(self, credit, component, when):
        row = self.transactions[credit.row]
        rate, _ = self.find_rate(row, component)
        values = profits.values(row, rate)
        measured, paid = component["measure"].get("credit", "amount"), earning.base_column(component)
        own = self.is_eligible(credit, component)
        line = Line(Fraction(0), Fraction(0))
        if own:
            given = credit.quota_share * values[measured], credit.share * values[paid]
            line = Line(*shaping.shaped(component, row, *given))
        line.row, line.when, line.own, line.credit = restoring.placed(credit), when, own, credit
        line.direct = own and credit.role != "rollup"
        line.profit, line.revenue, line.cost = (
            credit.quota_share * values.get(key, 0) if own else Fraction(0)
            for key in ("gross_profit_or_loss", "revenue", "cost")
        )
        if "rates" in component:
            line.ruled = ruling.rate_of(component, row)
        other = profits.other_measure(component, self.plan["components"])
        if other is not None and self.is_eligible(credit, other):
            counted = credit.quota_share * values[other["measure"].get("credit", "amount")]
            line.other, _ = shaping.shaped(other, row, counted, Fraction(0))
        if isinstance(credit, restoring.Lowering):
            restoring.lower(line, credit.by)
        return line

    def moves(self, credit, component):
        """Whether a credit moves another component's measure that picks the tier or the column of this one."""
        others = [profits.other_measure(component, self.plan["components"])]
        others += across.beside(component, self.plan["components"]).values()
        return any(other is not None and self.is_eligible(credit, other) for other in others)

    # Step 17

    def in_turn(self, lines):
        """In the order of running totals: what a period brings about at its end comes before later lines."""
        policy = self.plan.get("rounding") or {}
        by_day = policy.get("at", "component") == "component" and policy.get("reconcile") != "largest_remainder"
        return sorted(lines, key=lambda line: line.when) if by_day else lines

    def round(self, groups):
        policy = self.plan.get("rounding") or {}
        at, mode = policy.get("at", "component"), policy.get("mode", "half_up")
        shared = policy.get("reconcile") == "largest_remainder"
        share = exact.largest_remainder if shared else exact.cumulative
        if shared or at == "payee":
            groups = [[line for line in lines if line.emitted] for lines in groups]
        if at != "component":
            groups = [[line for lines in groups for line in lines]]
        if at == "line":
            groups = [[line] for lines in groups for line in lines]
        for lines in groups:
            for line, amount in zip(lines, share([line.earned for line in lines], self.places, mode)):
                line.amount = amount


def failure(problems):
    return {"ok": False, "problems": [{"code": code, "pointer": at} for at, code in sorted(problems)]}


def calculate(request):
    """The answer of `commission.calculate`."""
    return Call(request).run()
