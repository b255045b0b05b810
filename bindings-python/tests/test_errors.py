"""What is refused raises, with a class, a code, a pointer and help; and nothing ends the process."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from conftest import PIPELINE, PLAN, TRANSACTIONS, quarter

import quarterdeck
from quarterdeck import CalculationError, CommissionPlan, DocumentError, Pipeline, QuarterdeckError, RecordError, quota
from quarterdeck._result import call


def plan_with(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    document = copy.deepcopy(PLAN)
    change(document)
    return document


def test_a_broken_document_tells_everything_at_once() -> None:
    def broken(plan: dict[str, Any]) -> None:
        plan["currency"] = "XXQ"
        plan["components"][0]["rate_table"]["tiers"][1]["from"] = "200000.005"
        plan["colour"] = "blue"

    with pytest.raises(DocumentError) as caught:
        CommissionPlan.load(plan_with(broken))
    error = caught.value
    found = {problem["pointer"]: problem["code"] for problem in error.problems}
    assert found["/colour"] == "document.unknown_key"
    assert found["/currency"] == "number.unknown_currency"
    assert isinstance(error, ValueError)
    assert (error.code, error.pointer, error.total) == (
        error.problems[0]["code"],
        error.problems[0]["pointer"],
        len(error.problems),
    )
    assert all(problem["help"] and problem["message"] for problem in error.problems)
    assert "document.unknown_key at `/colour`" in str(error)


def test_a_bad_row_is_a_record_error(plan: CommissionPlan) -> None:
    with pytest.raises(RecordError) as caught:
        quarter(plan, [*TRANSACTIONS, {**TRANSACTIONS[0], "transaction_id": "t9", "amount": "lots"}])
    assert (caught.value.code, caught.value.pointer) == ("number.not_a_decimal", "/tables/transactions/3/amount")


def test_a_bad_parameter_is_a_calculation_error() -> None:
    with pytest.raises(CalculationError) as caught:
        CommissionPlan.load(PLAN).calculate(
            period="2026-Q9", transactions=TRANSACTIONS, assignments=[], quotas=[]
        )
    assert caught.value.pointer.startswith("/params")
    assert not isinstance(caught.value, ValueError)


def test_an_unknown_operation_and_a_wrong_handle() -> None:
    with pytest.raises(CalculationError) as caught:
        call("commission.guess", None, {}, {})
    assert caught.value.code == "operation.unknown"
    with pytest.raises(CalculationError) as caught:
        call("commission.calculate", Pipeline.load(PIPELINE), {}, {})
    assert caught.value.code == "operation.wrong_handle"


def test_a_panic_is_an_exception_and_the_next_call_works(plan: CommissionPlan) -> None:
    try:
        call("internal.panic", None, {}, {})
    except CalculationError as error:
        if error.code == "operation.unknown":
            pytest.skip("the package was built without the feature `probe`")
        assert error.code == "internal.bug"
        assert error.problems[0]["help"]
    assert len(quarter(plan, TRANSACTIONS).tables["lines"]) == 3


def test_validate_does_not_raise() -> None:
    for document in ({}, "", "[", b"[", "null", plan_with(lambda plan: plan.pop("components"))):
        answer = CommissionPlan.validate(document)
        assert answer.summary["valid"] is False and answer.summary["problems"]
    for form in (PLAN, json.dumps(PLAN), json.dumps(PLAN).encode()):
        assert CommissionPlan.validate(form).summary["valid"] is True
    with pytest.raises(CalculationError) as caught:
        CommissionPlan.validate(b'"\xff"')
    assert caught.value.code == "document.not_utf8"


class Odd:
    """Nothing the core could know."""


LOOP: list[Any] = []
LOOP.append(LOOP)

STRANGERS: list[Any] = [
    None, True, 0, 1.5, float("nan"), float("inf"), 10**5000, -(2**200), "", "x", "\ud800", b"\xff\xfe", b"[", [], {},
    {1, 2}, Odd(), Odd, len, LOOP, {"a": LOOP}, {(1, 2): 3}, [[[]]], Decimal("NaN"), Decimal("1e999999"), 1j, range(3),
    "[" * 100_000, "{}", "null", bytearray(b"{}"), memoryview(b"{}"), [None], [1], ["x"], [Odd()], {"schema": Odd()},
]  # fmt: skip


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda it: repr(it)[:20] if not isinstance(it, int) else "int")
def test_any_argument_at_all_gets_a_typed_error(stranger: Any, plan: CommissionPlan) -> None:
    with pytest.raises(DocumentError):
        CommissionPlan.load(stranger)
    for name in ("transactions", "assignments"):
        tables = {"transactions": TRANSACTIONS, "assignments": [], "quotas": [], name: stranger}
        if stranger is None or (isinstance(stranger, (list, str, range)) and len(stranger) == 0):
            continue
        with pytest.raises(QuarterdeckError) as caught:
            plan.calculate(period="2026-Q1", **tables)
        assert caught.value.problems[0]["help"]
    with pytest.raises(QuarterdeckError):
        plan.calculate(period=stranger, transactions=TRANSACTIONS, assignments=[], quotas=[])


def test_a_value_without_a_json_form_is_located() -> None:
    with pytest.raises(DocumentError) as caught:
        CommissionPlan.load(plan_with(lambda plan: plan["components"][0].update(id={1})))
    assert (caught.value.code, caught.value.pointer) == ("document.wrong_type", "/components/0/id")
    with pytest.raises(RecordError) as refused:
        quarter(CommissionPlan.load(PLAN), [TRANSACTIONS[0], {**TRANSACTIONS[1], "amount": Odd()}])
    assert refused.value.pointer == "/tables/transactions/1/amount"
    with pytest.raises(CalculationError) as other:
        quota.allocate(total=Odd(), unit="1", nodes=[])  # type: ignore[arg-type]
    assert other.value.pointer == "/params/total"


def test_errors_can_be_pickled() -> None:
    with pytest.raises(DocumentError) as caught:
        CommissionPlan.load({})
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is DocumentError
    assert again.problems == caught.value.problems


def test_the_relay_never_raises() -> None:
    for request in ("", b"\xff", "[]", '{"op":"commission.guess"}', "[" * 100_000):
        answer = json.loads(quarterdeck.call_json(request))
        assert answer["ok"] is False and answer["problems"]


def test_hundreds_of_problems_are_counted(plan: CommissionPlan) -> None:
    rows = [{**TRANSACTIONS[0], "transaction_id": f"t{row}", "amount": "x"} for row in range(250)]
    with pytest.raises(RecordError) as caught:
        quarter(plan, rows)
    assert (len(caught.value.problems), caught.value.total) == (100, 250)
    assert str(caught.value).endswith("and 240 more")


def test_huge_input_is_refused_in_words(plan: CommissionPlan) -> None:
    huge = "x" * (200 << 20)
    with pytest.raises(RecordError) as caught:
        quarter(plan, [{**TRANSACTIONS[0], "note": huge}])
    assert (caught.value.code, caught.value.pointer) == ("table.cell_too_large", "/tables/transactions/0/note")
    with pytest.raises(DocumentError) as refused:
        CommissionPlan.load({**PLAN, "name": huge})
    assert refused.value.code == "document.too_large"
    assert len(str(caught.value)) + len(str(refused.value)) < 2_000
    nested: Any = "x"
    for _ in range(10_000):
        nested = [nested]
    with pytest.raises(DocumentError) as deep:
        CommissionPlan.load({**PLAN, "name": nested})
    assert deep.value.code == "document.too_deep"
