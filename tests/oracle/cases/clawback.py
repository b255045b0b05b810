"""Refunds: what each mode takes back, in parts and late, over splits, and refunds that cannot be used."""

from .make import Area, assigned, part, plan, quota, sale, split, tiers

STEPS = tiers("amount", "marginal", "rate", ("0", "0.05"), ("100", "0.10"))
FLIP360 = "flip360-clawback-schedule, Flip 360, 'Understanding Clawback'"


def refund(name, of, amount, booked_on, **more):
    return sale(name, amount, booked_on, None, reverses_id=of, **more)


def vectors():
    area = Area("clawback")
    modes(area)
    late(area)
    shared(area)
    unusable(area)
    documents(area)
    explained(area)
    return area


def taken(payee, component, number, refunded, of, when, amount, **more):
    return {
        "payee_id": payee,
        "component_id": component,
        "line_no": number,
        "transaction_id": refunded,
        "kind": "clawback",
        "source_transaction_id": of,
        "effective_on": when,
        "amount": amount,
        **more,
    }


def modes(area):
    sold = [sale("t1", "150"), sale("t2", "100", "2026-01-12")]
    back = refund("t3", "t1", "-150", "2026-01-20")
    area.oracle(
        "commission_clawback_original_rate",
        "without a word in the plan a refund takes back what its sale earned, and later lines stay",
        plan(part(rate_table=STEPS)),
        [*sold, back, sale("t4", "10", "2026-01-25")],
    )
    area.oracle(
        "commission_clawback_current_rate",
        "the plan may ask for the rates of the refund's own day: negative credit, from the top",
        plan(part(rate_table=STEPS), clawback={"mode": "current_rate"}),
        [*sold, {**back, "payee_id": "ann"}],
    )
    area.oracle(
        "commission_clawback_mode_of_a_refund",
        "a refund may say its own mode",
        plan(part(rate_table=STEPS)),
        [*sold, {**back, "payee_id": "ann", "clawback_mode": "current_rate"}, refund("t4", "t2", "-100", "2026-01-21")],
    )
    months = [("11", "2026-12-10", "-1000"), ("12", "2027-01-10", "-500"), ("17", "2027-06-10", "-500"), ("18", "2027-07-10", "0")]
    schedule = [{"from": 0, "to": 12, "share": "1"}, {"from": 12, "to": 18, "share": "0.5"}]
    made = plan(part(rate="0.1", period="year"), clawback={"mode": "schedule", "schedule": schedule})
    for elapsed, when, amount in months:
        area.worked(
            FLIP360,
            f"commission_clawback_schedule_{elapsed}_months",
            f"a clawback schedule after {elapsed} months; the amount and the reading of the bounds are our own",
            made,
            [sale("t1", "10000"), refund("t2", "t1", "-10000", when)],
            params={"period": {"from": when, "to": "2027-12-31"}},
            lines=[taken("ann", "deals", 1, "t2", "t1", when, amount)],
        )
    area.oracle(
        "commission_clawback_schedule_by_days",
        "a schedule may count days; after its last step nothing is taken back",
        plan(part(rate="0.1"), clawback={"mode": "schedule", "unit": "days", "schedule": [{"from": 0, "to": 30, "share": "1"}, {"from": 30, "to": 60, "share": "1/3"}]}),
        [
            *[sale(f"t{at}", "100.10", "2026-01-01") for at in (1, 2, 3)],
            refund("r1", "t1", "-100.10", "2026-01-30"),
            refund("r2", "t2", "-100.10", "2026-01-31"),
            refund("r3", "t3", "-100.10", "2026-03-02"),
        ],
    )
    term = plan(part(rate="0.1", period="year"), clawback={"mode": "pro_rata_term", "term_months": 12})
    served = [
        sale("t1", "1000", "2026-01-31"),
        sale("t2", "1000", "2026-01-31", term_months=3),
        refund("r1", "t1", "-1000", "2026-03-30"),
        refund("r2", "t2", "-1000", "2026-02-28"),
    ]
    area.oracle(
        "commission_clawback_pro_rata_term",
        "the months not served over the term; the sale may say its own, and a short month ends on its last day",
        term,
        served,
        params={"period": "2026"},
    )
    by_days = {**term, "clawback": {**term["clawback"], "unit": "days"}}
    area.oracle("commission_clawback_pro_rata_term_by_days", "the days not served over the term's", by_days, served, params={"period": "2026"})
    least = tiers("amount", "marginal", "rate", ("0", "0.05"))
    least["tiers"][0]["min"] = "10"
    for basis, amount in (("actual", "-10"), ("rate", "-5")):
        area.worked(
            "semantics 2.15, a minimum of 10 on a calculation of 5",
            f"commission_clawback_basis_{basis}",
            f"a tier paid its least of 10 where the rate came to 5: by {basis} {amount[1:]} is taken back",
            plan(part(rate_table=least), clawback={"basis": basis}),
            [sale("t1", "100"), refund("t2", "t1", "-100", "2026-01-20")],
            lines=[
                {"transaction_id": "t1", "kind": "earning", "source_transaction_id": None, "amount": "10"},
                taken("ann", "deals", 2, "t2", "t1", "2026-01-20", amount),
            ],
        )


def late(area):
    parts = [refund(f"r{at}", "t1", "-33.35" if at < 3 else "-33.30", f"2026-0{at + 1}-20") for at in (1, 2, 3)]
    area.worked(
        "by hand: 3.335 of 10.01 rounds to 3.34, 6.67 to 6.67, and all of it is 10.01",
        "commission_clawback_in_parts",
        "parts of a refund are differences of rounded sums, so that they are one full refund",
        plan(part(rate="0.1")),
        [sale("t1", "100.05"), *[{**one, "amount": "-33.35"} for one in parts]],
        params={"period": "2026"},
        lines=[
            {"transaction_id": "t1", "amount": "10.01"},
            taken("ann", "deals", 2, "r1", "t1", "2026-02-20", "-3.34"),
            taken("ann", "deals", 3, "r2", "t1", "2026-03-20", "-3.33"),
            taken("ann", "deals", 4, "r3", "t1", "2026-04-20", "-3.34"),
        ],
    )
    tables = {"quotas": [quota("1000"), quota("10", "2026-04-01", "2026-07-01")]}
    attained = tiers("attainment", "whole", "rate", ("0", "0.05"), ("1", "0.10"))
    area.oracle(
        "commission_clawback_of_an_earlier_period",
        "the sale is of an earlier quarter: it is calculated again, by the quota of that quarter",
        plan(part(rate_table=attained, quota={"source": "table"})),
        [
            sale("t1", "600"),
            sale("t2", "600", "2026-02-01"),
            refund("r1", "t2", "-300", "2026-04-03"),
            refund("r2", "t2", "-300", "2026-05-03"),
            sale("t3", "5", "2026-04-20"),
        ],
        params={"period": "2026-Q2"},
        **tables,
    )
    area.oracle(
        "commission_clawback_after_leaving",
        "whoever has left still gives back: a statement of clawbacks alone",
        plan(part(rate="0.1")),
        [sale("t1", "600"), refund("r1", "t1", "-600", "2026-04-03")],
        [assigned(to="2026-03-01")],
        params={"period": "2026-Q2"},
    )
    area.oracle(
        "commission_clawback_monthly_shares",
        "the sale's month is calculated as it was paid: by the payee's own running total of that month",
        plan(part("a", rate="0.1"), part("b", rate="0.05"), rounding={"at": "payee"}),
        [sale("t0", "0.33", "2026-01-03"), sale("t1", "0.05", "2026-02-03"), refund("r1", "t1", "-0.05", "2026-03-03")],
        params={"period": "2026-M03"},
    )
    area.oracle(
        "commission_clawback_known_later",
        "a refund that is not known yet takes nothing back, and one of a sale that is not known has none to refund",
        plan(part(rate="0.1")),
        [
            sale("t1", "100"),
            sale("t2", "100", known_at="2026-03-01T00:00:00Z"),
            refund("r1", "t1", "-100", "2026-02-03", known_at="2026-03-01T00:00:00Z"),
            refund("r2", "t2", "-100", "2026-02-03"),
        ],
        params={"known_at": "2026-02-10T00:00:00Z"},
    )


def shared(area):
    area.oracle(
        "commission_clawback_of_a_split",
        "everyone who was credited gives back, overlays too: a sale and its refund come to nothing for each",
        plan(part("new", rate="0.1"), part("goal", rate_table=STEPS)),
        [sale("t1", "100.01", payee=None), refund("r1", "t1", "-100.01", "2026-02-03")],
        [assigned("ann"), assigned("bo"), assigned("cy")],
        splits=[
            split("t1", "ann", "1/3"),
            split("t1", "bo", "2/3"),
            split("t1", "cy", "0.5", role="overlay"),
        ],
    )


def unusable(area):
    made = plan(part(rate="0.1"))
    sold = [sale("t1", "100"), sale("t0", "0")]
    why = "a refund must be part of a sale that is there"
    for name, about, row, code, column in (
        ("unknown", "the sale is not in the table", refund("r1", "t9", "-1", "2026-02-01"), "table.unknown_id", "reverses_id"),
        ("too_large", "more than the sale", refund("r1", "t1", "-100.01", "2026-02-01"), "commission.refund_too_large", "amount"),
        ("same_sign", "the sign of the sale", refund("r1", "t1", "100", "2026-02-01"), "commission.refund_sign", "amount"),
        ("of_nothing", "a sale of nothing", refund("r1", "t0", "-1", "2026-02-01"), "commission.refund_sign", "amount"),
        ("currency", "in another currency", refund("r1", "t1", "-1", "2026-02-01", currency="EUR"), "number.currency_mismatch", "currency"),
        ("schedule", "by a schedule that the plan has not", refund("r1", "t1", "-1", "2026-02-01", clawback_mode="schedule"), "commission.clawback_terms", "reverses_id"),
        ("term", "by a term that nobody gives", refund("r1", "t1", "-1", "2026-02-01", clawback_mode="pro_rata_term"), "commission.clawback_terms", "reverses_id"),
        ("mode", "a mode that there is not", refund("r1", "t1", "-1", "2026-02-01", clawback_mode="halves"), "table.unknown_value", "clawback_mode"),
    ):
        area.refused(f"commission_refund_{name}", f"a refund: {about}", why, made, [*sold, row], problems=[(code, f"/tables/transactions/2/{column}")])
    chain = [*sold, refund("r1", "t1", "-50", "2026-02-01"), refund("r2", "r1", "50", "2026-02-02")]
    area.refused("commission_refund_of_a_refund", "a refund of a refund", why, made, chain, problems=[("commission.refund_of_refund", "/tables/transactions/3/reverses_id")])
    area.oracle(
        "commission_refund_set_aside",
        "refunds that cannot be used may be set aside: the rest is taken back",
        made,
        [*sold, refund("r1", "t1", "-60", "2026-02-01"), refund("r2", "t1", "-60", "2026-02-02"), refund("r3", "t1", "-40", "2026-02-03")],
        params={"bad_records": "set_aside"},
    )


def documents(area):
    def made(**said):
        return plan(part(rate="0.1"), clawback=said)

    why = "a schedule begins at 0, has no gaps and takes back parts; a mode needs its terms"
    steps = [{"from": 1, "to": 3, "share": "1"}, {"from": 4, "to": 4, "share": "1.5"}, {"from": 4, "share": "-1"}, {"from": 9, "share": "0"}]
    at = "/clawback/schedule"
    area.document(
        "commission_clawback_bad_schedule",
        "everything that is wrong with a schedule",
        why,
        made(mode="schedule", schedule=steps),
        [
            ("commission.clawback_schedule", f"{at}/0/from"),
            ("commission.clawback_schedule", f"{at}/1/from"),
            ("commission.clawback_schedule", f"{at}/1/share"),
            ("commission.clawback_schedule", f"{at}/1/to"),
            ("commission.clawback_schedule", f"{at}/2/share"),
            ("commission.clawback_schedule", f"{at}/3/from"),
        ],
    )
    area.document(
        "commission_clawback_without_schedule",
        "the mode needs a schedule",
        why,
        made(mode="schedule"),
        [("commission.clawback_terms", at)],
    )
    area.add(
        "commission_clawback_described",
        "a clawback policy in words",
        {
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": made(mode="schedule", basis="rate", schedule=[{"from": 0, "to": 12, "share": "1"}, {"from": 12, "share": "0.5"}], term_months=24),
            "params": {},
        },
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `plan` pays in USD, from 2020-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                    "  it pays 0.1 for every unit of credit",
                    "a refund takes back what its sale earned, by the part that is refunded and the months since the sale",
                    "  from months 0 up to, not including, 12: 1 of it",
                    "  from months 12: 0.5 of it",
                    "  a sale is served for 24 months, where it says nothing else",
                    "  at most what its rate times its credit came to",
                ]
            },
        },
        "by hand: the policy, line by line",
    )


def explained(area):
    made = plan(part(rate="0.1"), clawback={"mode": "pro_rata_term", "term_months": 12})
    given = made, [sale("t1", "100"), sale("t2", "50", "2026-01-11"), refund("r1", "t1", "-50", "2026-03-15")]

    def node(name, op, exact, rounded, rule, parts=(), rounding=None, **inputs):
        made = {"id": name, "op": op, "exact": exact, "rounded": rounded, "rounding": rounding, "rule": rule}
        return {**made, "inputs": inputs, "parts": list(parts), "rejected": []}

    sold = node("sale", "what the line of the sale earned", "10", None, "/tables/transactions/0", date="2026-01-10", transaction="t1")
    op = "what the sale earned times the refunded part of it, times the part of the term that is not served"
    line = node("clawback", op, "-25/6", "-4.17", "/clawback", [sold], "-1/300", date="2026-03-15", factor="5/6", refunded="0.5", transaction="r1")
    statement = node("clawbacks", "what refunds take back of `deals`, line by line", "-25/6", "-4.17", "/components/0", [line], "-1/300")
    for name, table, row, tree in (("line", "lines", 2, line), ("statement", "statements", 1, statement)):
        area.by_hand(f"commission_clawback_explained_{name}", f"why a clawback is what it is, by its {name}", "5/6 of half of 10", *given, expect={"ok": True})
        area.vectors[-1]["explain"] = {"table": table, "row": row, "expect": {"tree": tree}}
