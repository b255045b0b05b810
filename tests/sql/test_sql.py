"""The sums that Quarterdeck must reach on real data, computed by SQL over the raw files alone.

The results are committed, so that the tests of every runtime can compare with them; this test computes
them again. `python test_sql.py --write` writes them.
"""

import csv
import os
import sys
from pathlib import Path

import duckdb
import pytest

HERE = Path(__file__).parent
EXPECTED = HERE.parent / "real" / "expected"
SCRIPTS = sorted(path.stem for path in HERE.glob("*.sql"))


def data():
    """The folder of real data, noting in the log of the test run whether it is there."""
    named = os.environ.get("QUARTERDECK_DATA")
    folder = Path(named) if named and Path(named).is_dir() else None
    if log := os.environ.get("QUARTERDECK_DATA_LOG"):
        with open(log, "a", encoding="utf-8") as lines:
            print("ran" if folder else "skipped", os.environ.get("PYTEST_CURRENT_TEST", "sql").split(" ")[0], file=lines)
    return folder


def result(script, folder):
    """Header and rows of a script, all cells as text."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET file_search_path = '{folder.as_posix()}'")
    answer = connection.execute((HERE / f"{script}.sql").read_text(encoding="utf-8"))
    header = [column[0] for column in answer.description]
    return [header] + [[str(cell) for cell in row] for row in answer.fetchall()]


@pytest.mark.parametrize("script", SCRIPTS)
def test_committed_results_are_those_of_the_sql(script):
    folder = data()
    if folder is None:
        pytest.skip("QUARTERDECK_DATA names no folder")
    with open(EXPECTED / f"{script}.csv", encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == result(script, folder)


def write():
    folder = data() or sys.exit("QUARTERDECK_DATA names no folder")
    for script in SCRIPTS:
        with open(EXPECTED / f"{script}.csv", "w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(result(script, folder))


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
