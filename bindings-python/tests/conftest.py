"""A plan, a pipeline and a few records that the tests share."""

from __future__ import annotations

from typing import Any

import pytest

from quarterdeck import CommissionPlan, Pipeline

PLAN: dict[str, Any] = {
    "schema": "quarterdeck/commission-plan@1",
    "id": "ae-2026",
    "currency": "USD",
    "effective": {"from": "2026-01-01", "to": None},
    "components": [
        {
            "id": "new-business",
            "measure": {"credit": "amount", "date": "booked_on", "period": "quarter"},
            "rate_table": {
                "index": "amount",
                "mode": "marginal",
                "value": "rate",
                "boundary": "lower_inclusive",
                "tiers": [
                    {"from": "0", "to": "200000", "value": "0.04"},
                    {"from": "200000", "to": None, "value": "0.06"},
                ],
            },
        }
    ],
}

PIPELINE: dict[str, Any] = {
    "schema": "quarterdeck/pipeline@1",
    "id": "new-business",
    "version": 1,
    "effective": {"from": "2026-01-01", "to": None},
    "currency": "USD",
    "stages": [
        {"id": "qualify", "name": "Qualify", "order": 1, "kind": "open", "probability": "0.10", "category": "pipeline"},
        {"id": "won", "name": "Closed won", "order": 2, "kind": "won", "probability": "1", "category": "closed"},
        {"id": "lost", "name": "Closed lost", "order": 3, "kind": "lost", "probability": "0", "category": "omitted"},
    ],
    "entry": ["qualify"],
    "policy": {"skip": "deny", "backward": "allow", "reopen": "deny", "lose_from": "any_open", "create_in": "entry"},
}

TRANSACTIONS: list[dict[str, Any]] = [
    {"transaction_id": "t1", "payee_id": "ann", "amount": "150000", "currency": "USD", "booked_on": "2026-01-20"},
    {"transaction_id": "t2", "payee_id": "ann", "amount": "70000", "currency": "USD", "booked_on": "2026-02-10"},
    {"transaction_id": "t3", "payee_id": "bob", "amount": "1000.1", "currency": "USD", "booked_on": "2026-03-31"},
]

ASSIGNMENTS = [
    {"payee_id": payee, "plan_id": "ae-2026", "from": "2026-01-01", "target_variable": "60000"}
    for payee in ("ann", "bob")
]
QUOTAS = [{"payee_id": payee, "from": "2026-01-01", "to": "2026-04-01", "amount": "250000"} for payee in ("ann", "bob")]


@pytest.fixture(scope="session")
def plan() -> CommissionPlan:
    return CommissionPlan.load(PLAN)


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline.load(PIPELINE)


def quarter(plan: CommissionPlan, transactions: Any, **more: Any) -> Any:
    """The first quarter of these transactions."""
    return plan.calculate(
        period="2026-Q1", transactions=transactions, assignments=ASSIGNMENTS, quotas=QUOTAS, **more
    )
