"""The same commissions as an expert in polars would compute them, exact to the cent, on one thread.

    POLARS_MAX_THREADS=1 python commission_polars.py FOLDER

FOLDER is what `peer_input` wrote. The timed part starts from a frame in memory, as Quarterdeck's does from
a record batch: duplicate check, quotas joined, sort, running sums by payee, the three tiers in
Decimal(38, 4), every line rounded half away from zero by cumulative difference, totals. Both results must
be equal: every payee's total, and the sum of all lines, each weighted by its transaction's number.
Prints one line of JSON: the best time for that, and with the other columns of our lines as well.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import polars as pl  # noqa: E402

MONEY = pl.Decimal(38, 4)
RUNS = 5


def literal(text):
    return pl.lit(text).cast(MONEY)


def tiered(measure, quota):
    """The exact earning at a running measure."""
    zero = literal("0")
    top = quota * literal("1.25")
    first = pl.min_horizontal(measure, quota)
    second = pl.max_horizontal(pl.min_horizontal(measure, top) - quota, zero)
    third = pl.max_horizontal(measure - top, zero)
    return first * literal("0.05") + second * literal("0.08") + third * literal("0.12")


def calculate(transactions, quotas):
    if transactions["transaction_id"].n_unique() != transactions.height:
        raise ValueError("a transaction stands twice")
    joined = transactions.join(quotas, on="payee_id", how="left")
    if joined["quota"].null_count():
        raise ValueError("a payee has no quota")
    lines = (
        joined.sort("payee_id", "booked_on", "transaction_id")
        .with_columns(measure_after=pl.col("amount").cum_sum().over("payee_id"))
        .with_columns(measure_before=pl.col("measure_after") - pl.col("amount"))
        .with_columns(earned=tiered(pl.col("measure_after"), pl.col("quota")).round(2, mode="half_away_from_zero"))
        .with_columns(line=pl.col("earned") - pl.col("earned").shift(1, fill_value=0).over("payee_id"))
    )
    statements = lines.group_by("payee_id", maintain_order=True).agg(
        measure=pl.col("amount").sum(), quota=pl.col("quota").first(), earned=pl.col("line").sum(), lines=pl.len()
    )
    return lines, statements


def register(lines):
    """What else a line of ours says: its tier, that tier's rate, and what the tiers made of earlier lines."""
    top = pl.col("quota") * literal("1.25")
    tier = pl.when(pl.col("measure_after") >= top).then(3).when(pl.col("measure_after") >= pl.col("quota")).then(2)
    rate = pl.when(pl.col("tier") == 3).then(literal("0.12")).when(pl.col("tier") == 2).then(literal("0.08"))
    exact = tiered(pl.col("measure_after"), pl.col("quota")) - tiered(pl.col("measure_before"), pl.col("quota"))
    return (
        lines.with_columns(tier=tier.otherwise(1))
        .with_columns(rate=rate.otherwise(literal("0.05")))
        .with_columns(at_rate=pl.col("rate") * pl.col("amount"), exact=exact)
        .with_columns(true_up=pl.col("exact") - pl.col("at_rate"), rounding=pl.col("line") - pl.col("exact"))
        .with_columns(line_no=pl.int_range(1, pl.len() + 1).over("payee_id"))
    )


def agrees(folder, lines, statements):
    """Fails where a payee's total or the weighted sum of all lines differs from Quarterdeck's."""
    cents = lambda column: (pl.col(column) * 100).cast(pl.Int64)
    ours = pl.read_csv(folder / "earned.csv").rename({"cents": "expected"})
    both = statements.select("payee_id", cents=cents("earned")).join(ours, on="payee_id", how="full")
    if both.filter(pl.col("cents").ne_missing(pl.col("expected"))).height:
        raise SystemExit("the totals differ")
    number = pl.col("transaction_id").str.slice(2).cast(pl.Int64)
    weighted = lines.select((cents("line").cast(pl.Int128) * (1 + number % 9973)).sum()).item()
    if weighted != int((folder / "checksum.txt").read_text()):
        raise SystemExit(f"the lines differ: {weighted}")


def main():
    folder = Path(sys.argv[1])
    transactions = pl.read_csv(
        folder / "transactions.csv", schema_overrides={"amount": MONEY, "booked_on": pl.Date}
    ).rechunk()
    quotas = pl.read_csv(folder / "quotas.csv", schema_overrides={"quota": MONEY})
    short, full = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        lines, statements = calculate(transactions, quotas)
        short.append(time.perf_counter() - start)
        register(lines)
        full.append(time.perf_counter() - start)
    agrees(folder, lines, statements)
    print(json.dumps({
        "peer": f"polars {pl.__version__}", "threads": pl.thread_pool_size(), "rows": transactions.height,
        "nanoseconds": min(short) * 1e9 / transactions.height, "total": str(statements["earned"].sum()),
        "nanoseconds_with_register": min(full) * 1e9 / transactions.height,
    }))


main()
