"""The types say what happens: a program that uses the package is checked strictly, and runs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import consumer
import pytest
from conftest import TRANSACTIONS

import quarterdeck
from quarterdeck import CommissionPlan, Definition, Pipeline

HERE = Path(__file__).parent


def mypy(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)


def test_a_consumer_passes_the_type_checker(tmp_path: Path) -> None:
    checked = mypy(tmp_path, str(HERE / "consumer.py"))
    assert checked.returncode == 0, checked.stdout + checked.stderr


MISTAKES = {
    "quota.allocate(total=object(), unit=1, nodes=[])": "arg-type",
    "quota.allocate(total=1, unit=1, nodes=[], overshoot='perhaps')": "arg-type",
    "quota.allocate(total=1, nodes=[])": "call-arg",
    "quota.allocate(total=1, unit=1, nodes=[]).summary['nothing']": "typeddict-item",
    "quota.allocate(total=1, unit=1, nodes=[]).tables['shares'].rows()[0]['share'].upper()": "attr-defined",
    "quota.allocate(total=1, unit=1, nodes=5)": "arg-type",
}


def test_mistakes_are_found_by_the_type_checker(tmp_path: Path) -> None:
    program = tmp_path / "mistakes.py"
    program.write_text("from quarterdeck import quota\n" + "\n".join(MISTAKES) + "\n")
    checked = mypy(tmp_path, str(program))
    for line, kind in enumerate(MISTAKES.values(), start=2):
        assert any(f"mistakes.py:{line}: " in said and f"[{kind}]" in said for said in checked.stdout.splitlines()), (
            line,
            checked.stdout,
        )


def test_the_consumer_runs(plan: CommissionPlan, pipeline: Pipeline) -> None:
    assert consumer.allocate() == {"emea": Decimal(100000), "north": Decimal(33333), "south": Decimal(66667)}
    csv = "transaction_id,payee_id,amount,currency,booked_on\n" + ",".join(TRANSACTIONS[0].values()) + "\n"
    assert consumer.calculate(plan, csv) == (Decimal(6000), date(2026, 1, 20))
    assert isinstance(consumer.move(pipeline), list)
    assert consumer.problems({})[0]["code"] == "document.missing_key"
    assert consumer.refused(plan).startswith("/tables/transactions")


@pytest.mark.parametrize("kind", Definition.__subclasses__(), ids=lambda kind: kind.__name__)
def test_everything_says_what_it_is(kind: type[Definition]) -> None:
    assert kind.__doc__
    methods = [name for name in vars(kind) if not name.startswith("_")]
    assert {"validate", "describe"} <= set(methods)
    assert all(getattr(kind, name).__doc__ for name in methods)


def test_the_version_is_one() -> None:
    assert quarterdeck.versions()["package"] == quarterdeck.__version__
    assert set(quarterdeck.__all__) <= set(dir(quarterdeck))
