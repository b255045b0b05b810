"""Records from every library, and results into every library."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from conftest import QUOTAS, TRANSACTIONS, quarter

from quarterdeck import CommissionPlan, RecordError, quota

CSV = "\r\n".join(",".join(cells) for cells in [TRANSACTIONS[0].keys(), *(row.values() for row in TRANSACTIONS)])
TYPED = [
    {**row, "amount": Decimal(row["amount"]), "booked_on": date.fromisoformat(row["booked_on"])} for row in TRANSACTIONS
]
ARROW = pyarrow.Table.from_pylist(TYPED)


class ArrayOnly:
    """What only knows the older half of the protocol."""

    def __init__(self, batch: pyarrow.RecordBatch) -> None:
        self.batch = batch

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.batch.__arrow_c_array__(requested_schema)


class NoCapsule:
    """What only says that it knows the protocol."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return 5


FORMS: dict[str, Any] = {
    "typed dictionaries": TYPED,
    "a generator": lambda: (row for row in TYPED),
    "JSON text": json.dumps(TRANSACTIONS),
    "JSON bytes": json.dumps(TRANSACTIONS).encode(),
    "CSV text": CSV,
    "CSV bytes": CSV.encode(),
    "pyarrow": ARROW,
    "pyarrow text": pyarrow.Table.from_pylist(TRANSACTIONS),
    "pyarrow batches": lambda: ARROW.to_reader(max_chunksize=1),
    "pyarrow dictionaries": ARROW.set_column(1, "payee_id", ARROW["payee_id"].dictionary_encode()),
    "pyarrow wide decimals": ARROW.set_column(2, "amount", ARROW["amount"].cast(pyarrow.decimal256(40, 4))),
    "an Arrow array": lambda: ArrayOnly(ARROW.combine_chunks().to_batches()[0]),
    "pandas objects": pandas.DataFrame(TYPED),
    "pandas Arrow types": ARROW.to_pandas(types_mapper=pandas.ArrowDtype),
    "pandas categories": pandas.DataFrame(TYPED).astype({"payee_id": "category", "currency": "category"}),
    "pandas with other row numbers": pandas.DataFrame(TYPED, index=[7, 8, 9]),
    "pandas with an index": pandas.DataFrame(TYPED).set_index("transaction_id"),
    "polars": polars.DataFrame(TYPED),
    "polars categories": polars.DataFrame(TYPED).with_columns(polars.col("payee_id").cast(polars.Categorical)),
    "duckdb": lambda: duckdb.connect().from_arrow(ARROW),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_records_gives_the_same_result(form: str, plan: CommissionPlan) -> None:
    expected = quarter(plan, TRANSACTIONS)
    records = FORMS[form]
    found = quarter(plan, records() if callable(records) else records)
    assert found.json == expected.json
    assert {name: table.rows() for name, table in found.tables.items()} == {
        name: table.rows() for name, table in expected.tables.items()
    }


@pytest.mark.parametrize("library", [pandas.DataFrame, polars.DataFrame, pyarrow.Table.from_pylist, list])
def test_money_in_floats_is_taken_by_the_number_rule(library: Any, plan: CommissionPlan) -> None:
    rows = [{**row, "amount": float(row["amount"])} for row in TRANSACTIONS]
    assert quarter(plan, library(rows)).json == quarter(plan, TRANSACTIONS).json
    rows[1]["amount"] = 0.1 + 0.2
    with pytest.raises(RecordError) as caught:
        quarter(plan, library(rows))
    assert (caught.value.code, caught.value.pointer) == ("number.not_exact", "/tables/transactions/1/amount")
    assert quarter(plan, library(rows), floats="round").summary["rounded_floats"] == 1


@pytest.mark.parametrize("library", [polars.DataFrame, list])
def test_nan_is_refused_unless_it_means_missing(library: Any, plan: CommissionPlan) -> None:
    rows = [{**row, "units": float("nan") if row["transaction_id"] == "t2" else 1.0} for row in TRANSACTIONS]
    with pytest.raises(RecordError) as caught:
        quarter(plan, library(rows))
    assert (caught.value.code, caught.value.pointer) == ("number.nan", "/tables/transactions/1/units")
    assert quarter(plan, library(rows), nan="missing").summary == quarter(plan, TRANSACTIONS).summary


def test_bad_records_can_be_set_aside(plan: CommissionPlan) -> None:
    bad = {**TRANSACTIONS[0], "transaction_id": "t9", "amount": "x"}
    result = quarter(plan, [*TRANSACTIONS, bad], bad_records="set_aside")
    assert [(it["row"], it["code"]) for it in result.tables["set_aside"].rows()] == [(3, "number.not_a_decimal")]


def test_what_columns_cannot_hold_is_refused(plan: CommissionPlan) -> None:
    mixed = pandas.DataFrame({"transaction_id": ["t1", 2, object()]})
    nested = pyarrow.table({"transaction_id": [[1], [2]]})
    for records in (mixed, nested, ARROW["amount"], NoCapsule(), 5, {"transaction_id": ["t1"]}):
        with pytest.raises(RecordError) as caught:
            quarter(plan, records)
        assert caught.value.pointer.startswith("/tables/transactions")


def test_a_stream_that_fails_is_a_problem(plan: CommissionPlan) -> None:
    def batches() -> Any:
        yield ARROW.to_batches()[0]
        raise ValueError("the disk is gone")

    with pytest.raises(RecordError) as caught:
        quarter(plan, pyarrow.RecordBatchReader.from_batches(ARROW.schema, batches()))
    assert "the disk is gone" in str(caught.value)


def test_a_stream_is_read_once(plan: CommissionPlan) -> None:
    capsule = ARROW.__arrow_c_stream__()

    class Again:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return capsule

    quarter(plan, Again())
    with pytest.raises(RecordError):
        quarter(plan, Again())


def test_results_go_everywhere(plan: CommissionPlan) -> None:
    lines = quarter(plan, TRANSACTIONS).tables["lines"]
    total = sum(row["amount"] for row in lines.rows())
    assert total == Decimal("9240")
    assert sum(pyarrow.table(lines)["amount"].to_pylist()) == total
    assert lines.to_arrow().num_rows == len(lines) == 3
    assert lines.to_pandas()["amount"].sum() == total
    assert lines.to_polars()["amount"].sum() == total
    assert polars.DataFrame(lines).height == 3
    duck = duckdb.connect()
    duck.register("lines", lines.to_arrow())
    assert duck.sql("select sum(amount) from lines").fetchall() == [(total,)]
    assert pyarrow.schema(lines) == pyarrow.table(lines).schema
    assert list(lines)[0]["effective_on"] == date(2026, 1, 20)


def test_a_result_table_is_records(plan: CommissionPlan) -> None:
    credits = quarter(plan, TRANSACTIONS).tables["credits"]
    result = quota.attainment(credits=credits, transactions=TRANSACTIONS, quotas=QUOTAS, as_of=date(2026, 4, 1))
    actual = {row["payee_id"]: row["actual"] for row in result.tables["attainment"].rows()}
    assert actual == {"ann": Decimal("220000"), "bob": Decimal("1000.1")}


def test_python_values_are_taken_as_they_are(plan: CommissionPlan) -> None:
    nodes = [
        {"node_id": "all"},
        {"node_id": "a", "parent_id": "all", "weight": Fraction(1, 3)},
        {"node_id": "b", "parent_id": "all", "weight": Fraction(2, 3)},
    ]
    result = quota.allocate(total=Decimal("100.00"), unit=Decimal("0.01"), nodes=nodes)
    shares = {row["node_id"]: row["share"] for row in result.tables["shares"].rows()}
    assert shares == {"all": Decimal("100"), "a": Decimal("33.33"), "b": Decimal("66.67")}
    known = datetime(2026, 2, 1, tzinfo=timezone(timedelta(hours=-5)))
    rows = [{**row, "known_at": known.replace(month=month)} for month, row in enumerate(TRANSACTIONS, start=1)]
    assert quarter(plan, rows, known_at=known).summary["lines"] == 1


def test_a_result_explains_itself_and_shows_itself(plan: CommissionPlan) -> None:
    result = quarter(plan, TRANSACTIONS)
    explanation = result.explain("lines", 0)
    assert "6000" in explanation["words"] and explanation["tree"]["parts"]
    assert result.provenance()["definition"] == plan.digest
    assert repr(result).startswith("<Result of commission.calculate: ")
    html = result._repr_html_()
    assert "<td>9240</td>" in html and html.count("<table>") == len(result.tables) + 1
    evil = [{**TRANSACTIONS[0], "transaction_id": "<script>"}]
    assert "<script>" not in quarter(plan, evil)._repr_html_()
    with pytest.raises(Exception) as caught:
        result.explain("lines", 99)
    assert getattr(caught.value, "code", None) == "trace.unknown_row"
