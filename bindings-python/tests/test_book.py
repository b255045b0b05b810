"""Books: what a call makes, changed, pickled, written and read."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from conftest import quarter

from quarterdeck import CommissionBook, CommissionPlan, DocumentError, Pipeline, QuarterdeckError, RecordError

PLAN = {
    "schema": "quarterdeck/commission-plan@1",
    "id": "plan",
    "currency": "USD",
    "effective": {"from": "2026-01-01"},
    "components": [{"id": "all", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}],
}
PEOPLE = [{"payee_id": "ann", "plan_id": "plan", "from": "2026-01-01"}]


def sale(name: str, amount: int) -> dict[str, object]:
    return {"transaction_id": name, "payee_id": "ann", "amount": amount, "booked_on": "2026-01-05"}


def opened() -> CommissionBook:
    plan = CommissionPlan.load(PLAN)  # type: ignore[arg-type]
    return CommissionBook.load(plan.open_book(period="2026-Q1", transactions=[sale("t1", 500)], assignments=PEOPLE))


def earned(book: CommissionBook) -> Decimal:
    return book.results().summary["earned"]


def test_a_book_is_changed_and_stays_as_it_was() -> None:
    book = opened()
    applied = book.apply(transactions=[sale("t2", 300)], withdrawn=[{"transaction_id": "t1"}])
    reasons = [(row["transaction_id"], row["amount"], row["reason"]) for row in applied.tables["bookings"]]
    assert reasons == [("t1", Decimal(-25), "transaction_withdrawn"), ("t2", Decimal(15), "transaction_new")]
    assert (earned(book), earned(CommissionBook.load(applied))) == (Decimal(25), Decimal(15))
    assert applied.explain("bookings", 1)["words"]


def test_a_book_goes_to_bytes_and_back() -> None:
    book = opened()
    for again in (CommissionBook.load(book.to_bytes()), pickle.loads(pickle.dumps(book))):
        assert again == book
        assert again.results().tables["lines"].rows() == book.results().tables["lines"].rows()
    with pytest.raises(DocumentError) as failure:
        CommissionBook.load(book.to_bytes()[:-1])
    assert failure.value.code == "commission.book_damaged"


def test_what_a_book_has_not_is_refused() -> None:
    with pytest.raises(RecordError) as failure:
        opened().apply(withdrawn=[{"transaction_id": "t9"}])
    assert (failure.value.code, failure.value.problems[0]["pointer"]) == (
        "table.unknown_id",
        "/tables/withdrawn/0/transaction_id",
    )


def test_what_made_nothing_is_no_definition() -> None:
    with pytest.raises(QuarterdeckError):
        CommissionBook.load(opened().results())
    assert Pipeline.load(quarter.__globals__["PIPELINE"]).to_bytes()
