"""What a program that uses the package looks like to a type checker; it is checked and also runs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import quarterdeck
from quarterdeck import CommissionPlan, DocumentError, Pipeline, Problem, QuarterdeckError, RecordError, quota


def allocate() -> dict[str, Decimal]:
    result = quota.allocate(
        total=Decimal("100000"),
        unit=1,
        nodes=[
            {"node_id": "emea"},
            {"node_id": "north", "parent_id": "emea", "weight": "1/3"},
            {"node_id": "south", "parent_id": "emea", "weight": "2/3"},
        ],
    )
    allocated: Decimal = result.summary["allocated"]
    assert allocated == 100000
    return {row["node_id"]: row["share"] for row in result.tables["shares"].rows()}


def calculate(plan: CommissionPlan, transactions: str | bytes) -> tuple[Decimal, date]:
    result = plan.calculate(
        period={"from": date(2026, 1, 1), "to": "2026-04-01"},
        transactions=transactions,
        assignments=[{"payee_id": "ann", "plan_id": "ae-2026", "from": date(2026, 1, 1)}],
        bad_records="set_aside",
    )
    earned: Decimal = result.summary["earned"]
    line = result.tables["lines"].rows()[0]
    booked: date | None = line["effective_on"]
    assert booked is not None
    return earned, booked


def move(pipeline: Pipeline) -> list[str]:
    deal = {"deal_id": "d1", "pipeline_id": "new-business", "stage_id": "qualify", "owner_id": "ann", "amount": 10}
    answer = pipeline.check_transition(deal=deal, to="won", at=date(2026, 3, 1))
    against: list[Problem] = answer.summary["reasons"]
    assert [problem["code"] for problem in against] == answer.summary["codes"]
    return answer.summary["codes"]


def problems(document: dict[str, object]) -> list[Problem]:
    told = CommissionPlan.validate(document).summary["problems"]
    try:
        CommissionPlan.load(document)
    except DocumentError as error:
        assert told == error.problems
        return error.problems
    return []


def refused(plan: CommissionPlan) -> str:
    try:
        plan.calculate(period="2026-Q1", transactions="transaction_id,amount\nt1,x\n", assignments=[])
    except RecordError as error:
        return error.pointer
    except QuarterdeckError as error:
        return error.code
    return quarterdeck.__version__
