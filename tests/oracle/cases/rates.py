"""Rates by rules: which of those that fit a transaction pays, and what is told of the others."""

from .explained import explain, node
from .make import Area, assigned, part, plan, sale, split

DIMENSIONS = ["product", "term", "kind"]


def rule(name, rate, when=None, priority=None, **matched):
    made = {"id": name, "rate": rate}
    if matched:
        made["match"] = {key: [value] if isinstance(value, str) else value for key, value in matched.items()}
    for key, value in (("when", when), ("priority", priority)):
        if value is not None:
            made[key] = value
    return made


RULES = [
    rule("any", "0.05"),
    rule("core", "0.08", product="Core"),
    rule("core-new", "0.12", product="Core", kind="new"),
    rule("long", "0.1", term=["36", "60"]),
    rule("new", "0.07", kind="new"),
]
DEALS = [
    sale("t1", "1000", "2026-01-01", product="Core", term="12", kind="new"),
    sale("t2", "1000", "2026-01-02", product="Core", term="36", kind="renewal"),
    sale("t3", "1000", "2026-01-03", product="Add-on", term="60", kind="new"),
    sale("t4", "1000", "2026-01-04", product="Add-on", term="12", kind="renewal"),
    sale("t5", "-1000", "2026-01-05", product="Core", term="12", kind="new"),
    sale("t6", "1000", "2026-01-06"),
]


def rates(*rules, precedence=None, dimensions=DIMENSIONS, otherwise=None):
    made = {"dimensions": dimensions, "rules": list(rules)}
    for key, value in (("precedence", precedence), ("otherwise", otherwise)):
        if value is not None:
            made[key] = value
    return made


def ruled(*rules, **more):
    return plan(part(rates=rates(*rules, **more)))


def vectors():
    area = Area("rates")
    precedence(area)
    meeting(area)
    documents(area)
    told(area)
    return area


def precedence(area):
    for name in ("most_specific", "highest", "lowest", "sum"):
        area.oracle(
            f"commission_rates_{name}",
            f"product before term before new or renewal, and what fits everything ({name})",
            ruled(*RULES, precedence=name),
            DEALS,
        )
    ranked = [{**one, "priority": place} for one, place in zip(RULES, (9, 3, 1, 2, 4), strict=True)]
    area.oracle(
        "commission_rates_priority",
        "the lowest number that fits",
        ruled(*ranked, precedence="priority"),
        DEALS,
    )
    area.oracle(
        "commission_rates_order_of_dimensions",
        "the same rules with the term counted first",
        ruled(*RULES, dimensions=["term", "product", "kind"]),
        DEALS,
    )
    area.oracle(
        "commission_rates_when",
        "a condition beside the dimensions",
        ruled(
            rule("small", "0.05"),
            rule("large", "0.09", when={"column": "amount", "op": "ge", "value": "1000"}),
            precedence="highest",
            dimensions=[],
        ),
        [sale("t1", "999.99", "2026-01-01"), sale("t2", "1000", "2026-01-02")],
    )


def meeting(area):
    core = rule("core", "1/3", product="Core")
    area.oracle(
        "commission_rates_otherwise_zero",
        "a deal that no rule fits pays nothing, and is a line all the same",
        ruled(core, otherwise="zero"),
        DEALS[:4],
    )
    area.refused(
        "commission_rates_otherwise_error",
        "a deal that no rule fits is refused unless the plan says otherwise",
        "t3 and t4 are add-ons",
        ruled(core),
        DEALS[:4],
        problems=[("commission.rate_missing", f"/tables/transactions/{row}/transaction_id") for row in (2, 3)],
    )
    area.oracle(
        "commission_rates_splits",
        "quota credit is measured, commission credit is paid on",
        ruled(*RULES),
        [{key: value for key, value in DEALS[0].items() if key != "payee_id"}],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="0.6", quota_share="1"), split("t1", "bo", share="0.4")],
    )
    each = {"ramp_start": "2026-01-01"}
    area.oracle(
        "commission_rates_ramp",
        "a month of a ramp multiplies whatever rate a rule says",
        {**ruled(*RULES), "ramp": {"months": [{"rate_multiplier": "1.5"}]}},
        [*DEALS[:2], sale("t7", "1000", "2026-02-02", product="Core", term="12", kind="new")],
        [{**assigned(), **each}],
    )
    area.refused(
        "commission_rates_unknown_dimension",
        "a dimension that the transactions do not have",
        "nobody gives a `region`",
        ruled(rule("any", "0.1"), dimensions=["region"]),
        DEALS[:1],
        problems=[("rule.unknown_column", "/components/0/rates/dimensions/0", {"column": "region"})],
    )


def documents(area):
    def bad(name, about, why, code, at, *rules, **more):
        area.document(f"commission_rates_{name}", about, why, ruled(*rules, **more), [(code, f"/components/0/rates/{at}")])

    bad(
        "tie",
        "two rules of the same dimensions that one deal may fit",
        "60 months are in both lists",
        "commission.rate_tie",
        "rules/1",
        rule("long", "0.1", term=["36", "60"]),
        rule("longer", "0.2", term=["60", "84"]),
        rule("short", "0.05", term=["12"]),
    )
    bad(
        "tie_of_conditions",
        "a condition beside the dimensions tells no two rules apart",
        "both fit everything, as far as the document says",
        "commission.rate_tie",
        "rules/1",
        rule("small", "0.1", when={"column": "amount", "op": "lt", "value": "1000"}),
        rule("large", "0.2", when={"column": "amount", "op": "ge", "value": "1000"}),
    )
    bad(
        "tie_of_priorities",
        "two rules of one priority",
        "a new core deal fits both",
        "commission.rate_tie",
        "rules/1",
        rule("core", "0.1", priority=1, product="Core"),
        rule("new", "0.2", priority=1, kind="new"),
        precedence="priority",
    )
    bad(
        "twice",
        "two rules of one id",
        "`core` is there twice",
        "commission.rate_rule_twice",
        "rules/1/id",
        rule("core", "0.1", product="Core"),
        rule("core", "0.2", kind="new"),
    )
    bad(
        "no_dimension",
        "a rule matches what is no dimension",
        "`region` is not listed",
        "commission.rate_dimension",
        "rules/0/match/region",
        rule("south", "0.1", region="South"),
    )
    bad(
        "dimension_twice",
        "a dimension that is listed twice",
        "`term` cannot be first and second",
        "commission.rate_dimension",
        "dimensions/1",
        rule("any", "0.1"),
        dimensions=["term", "term"],
    )
    bad(
        "no_priority",
        "a rule without the priority that ranks it",
        "the rules are ranked by priority",
        "commission.rate_priority",
        "rules/0",
        rule("any", "0.1"),
        precedence="priority",
    )
    bad(
        "priority_for_nothing",
        "a priority that ranks nothing",
        "the highest rate pays",
        "commission.rate_priority",
        "rules/0/priority",
        rule("any", "0.1", priority=1),
        precedence="highest",
    )
    area.document(
        "commission_rates_beside_a_rate",
        "rules and one rate for all",
        "one of the two",
        plan(part(rate="0.1", rates=rates(rule("any", "0.1")))),
        [("commission.payout_conflict", "/components/0/rate")],
    )


def told(area):
    lines = [
        "  it pays by the rules that fit a transaction: the most specific by `product`, then `term`, then `kind`",
        "    `any`: 0.05",
        "    `core`: 0.08 where `product` is one of `Core`",
        "    `core-new`: 0.12 where `kind` is one of `new` and `product` is one of `Core`",
        "    `long`: 0.1 where `term` is one of `36`, `60`",
        "    `new`: 0.07 where `kind` is one of `new`",
        "    a transaction that no rule fits is refused",
    ]
    start = [
        "plan `plan` pays in USD, from 2020-01-01",
        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
    ]
    area.vectors.append(
        {
            "name": "describe_commission_rates",
            "about": "rates by rules, said in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": ruled(*RULES),
            "params": {},
            "expect": {"ok": True, "summary": {"lines": start + lines}, "warnings": []},
            "source": "by hand: read beside the document, key by key",
        }
    )
    inputs = {"date": "2026-01-01", "measure_before": "0", "measure_after": "1000", "transaction": "t1"}
    paid = node(
        "rule `core-new`",
        "120",
        "credit times the rate of the rule",
        "/components/0/rates/rules/2",
        credit="1000",
        rate="0.12",
    )
    paid["rejected"] = [f"rule `{name}` of {rate}: less specific" for name, rate in (("any", "0.05"), ("core", "0.08"), ("new", "0.07"))]
    explain(
        area,
        "commission_explain_rates",
        "the rule that pays, and those that it beats",
        "product and kind are named: 12% of 1,000",
        ruled(*RULES),
        DEALS[:1],
        tree=node(
            "earning",
            "120",
            "what the period has earned with this line, less what it had earned before",
            "/components/0",
            [
                paid,
                node("quota_credit", "1000", "`amount` of the transaction", "/tables/transactions/0", amount="1000"),
            ],
            "120",
            "0",
            **inputs,
        ),
    )
