"""Refunds that come before their sales, and refunds at the rates of their day, which need no sale."""

from commission import calculate

from .make import Area, agree, part, plan, sale

MODES = (
    ("original_rate", {}),
    ("schedule", {"schedule": [{"from": 0, "to": 6, "share": "1"}]}),
    ("pro_rata_term", {"term_months": 12}),
)


def refund(of, amount, on, **more):
    return {"transaction_id": "r1", "reverses_id": of, "amount": amount, "booked_on": on, **more}


def vectors():
    area = Area("early_refunds")
    deals = [sale("t1", "1000", "2026-03-01"), refund("t1", "-500", "2026-02-01")]
    for mode, more in MODES:
        document = plan(part(rate="0.1"), clawback={"mode": mode, **more})
        for period, amounts in (("2026-02", ["-50"]), ("2026-03", ["100"]), ("2026-Q1", ["100", "-50"])):
            found(
                area,
                f"commission_refund_before_its_sale_{mode}_{period[5:].lower()}",
                "a refund takes back on its own day what its sale earns later: no time has passed by then",
                "half of a tenth of 1,000",
                document,
                deals,
                amounts,
                params={"period": period},
            )
    current = plan(part(rate="0.1"), clawback={"mode": "current_rate"})
    for name, about, deals, amounts in (
        ("of_no_sale", "at the rates of its day a refund is credit like any other: its sale may be anywhere",
         [refund("gone", "-500", "2026-02-01", payee_id="ann")], ["-50"]),
        ("larger_than_its_sale", "and its sale bounds nothing",
         [sale("t1", "100"), refund("t1", "-500", "2026-02-01", payee_id="ann")], ["10", "-50"]),
    ):
        found(area, f"commission_refund_at_current_rate_{name}", about, "a tenth of 500", current, deals, amounts)
    return area


def found(area, name, about, why, document, deals, amounts, params=None):
    lines = [{"amount": amount} for amount in amounts]
    area.by_hand(name, about, why, document, deals, None, params, expect={"ok": True, "tables": {"lines": lines}})
    agree(name, lines, calculate(area.vectors[-1])["tables"]["lines"])
