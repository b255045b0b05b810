"""The same commissions in SQL, exact to the cent, on one thread.

    python commission_duckdb.py FOLDER

FOLDER is what `peer_input` wrote. The timed part starts from tables in memory: duplicate check, quotas
joined, running sums in a window, the three tiers in DECIMAL(38, 4), every line rounded half away from zero by
cumulative difference, totals. Both results must be equal: every payee's total, and the sum of all lines, each
weighted by its transaction's number. Prints one line of JSON: the best time.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

RUNS = 5

LINES = """
    CREATE OR REPLACE TEMP TABLE lines AS
    WITH ordered AS (
        SELECT transaction_id, payee_id, amount, quota,
               sum(amount) OVER payee AS measure_after,
               row_number() OVER payee AS line_no
        FROM transactions LEFT JOIN quotas USING (payee_id)
        WINDOW payee AS (PARTITION BY payee_id ORDER BY booked_on, transaction_id
                         ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ), earning AS (
        SELECT *, round(
            CAST(least(measure_after, quota) AS DECIMAL(18, 2)) * 0.05
            + greatest(CAST(least(measure_after, quota * 1.25) - quota AS DECIMAL(18, 2)), 0) * 0.08
            + greatest(CAST(measure_after - quota * 1.25 AS DECIMAL(18, 2)), 0) * 0.12, 2) AS earned
        FROM ordered
    )
    SELECT *, earned - coalesce(lag(earned) OVER (PARTITION BY payee_id ORDER BY line_no), 0) AS line FROM earning
"""
STATEMENTS = """
    CREATE OR REPLACE TEMP TABLE statements AS
    SELECT payee_id, sum(amount) AS measure, any_value(quota) AS quota, sum(line) AS earned, count(*) AS lines
    FROM lines GROUP BY payee_id
"""


def calculate(sql):
    (count, distinct, without_quota) = sql.execute(
        "SELECT count(*), count(DISTINCT transaction_id), count(*) FILTER (quota IS NULL) "
        "FROM transactions LEFT JOIN quotas USING (payee_id)"
    ).fetchone()
    if count != distinct:
        raise ValueError("a transaction stands twice")
    if without_quota:
        raise ValueError("a payee has no quota")
    sql.execute(LINES)
    sql.execute(STATEMENTS)


def agrees(sql, folder):
    """Fails where a payee's total or the weighted sum of all lines differs from Quarterdeck's."""
    different = sql.execute(
        "SELECT count(*) FROM statements FULL JOIN read_csv(?) AS ours USING (payee_id) "
        "WHERE CAST(earned * 100 AS BIGINT) IS DISTINCT FROM ours.cents",
        [str(folder / "earned.csv")],
    ).fetchone()[0]
    if different:
        raise SystemExit("the totals differ")
    weighted = sql.execute(
        "SELECT sum(CAST(line * 100 AS HUGEINT) * (1 + CAST(substr(transaction_id, 3) AS BIGINT) % 9973)) FROM lines"
    ).fetchone()[0]
    if weighted != int((folder / "checksum.txt").read_text()):
        raise SystemExit(f"the lines differ: {weighted}")


def main():
    folder = Path(sys.argv[1])
    sql = duckdb.connect(config={"threads": 1})
    for table, money in [("transactions", "amount"), ("quotas", "quota")]:
        sql.execute(
            f"CREATE TABLE {table} AS SELECT * REPLACE (CAST({money} AS DECIMAL(18, 2)) AS {money}) "
            f"FROM read_csv(?, types = {{'{money}': 'DECIMAL(18, 2)'}})",
            [str(folder / f"{table}.csv")],
        )
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        calculate(sql)
        times.append(time.perf_counter() - start)
    agrees(sql, folder)
    rows = sql.execute("SELECT count(*) FROM transactions").fetchone()[0]
    total = sql.execute("SELECT sum(earned) FROM statements").fetchone()[0]
    print(json.dumps({
        "peer": f"duckdb {duckdb.__version__}", "threads": 1, "rows": rows,
        "nanoseconds": min(times) * 1e9 / rows, "total": str(total),
    }))


main()
