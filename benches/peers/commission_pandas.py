"""The same commissions in pandas, exact to the cent.

    python commission_pandas.py FOLDER

FOLDER is what `peer_input` wrote. pandas has no decimals that it can calculate with in columns, so money is
64-bit integers: cents, and hundredths of cents after a rate, which hold every value here but not every plan's.
The timed part starts from frames in memory: duplicate check, quotas joined, sort, running sums by payee, the
three tiers, every line rounded half away from zero by cumulative difference, totals. Both results must be
equal: every payee's total, and the sum of all lines, each weighted by its transaction's number. Prints one
line of JSON: the best time.
"""

import json
import sys
import time
from pathlib import Path

import numpy
import pandas

RUNS = 5


def tiered(measure, quota):
    """The exact earning at a running measure, in hundredths of cents."""
    top = quota // 4 * 5
    first = numpy.minimum(measure, quota)
    second = numpy.maximum(numpy.minimum(measure, top) - quota, 0)
    third = numpy.maximum(measure - top, 0)
    return first * 5 + second * 8 + third * 12


def rounded(value):
    """Hundredths of cents to cents, half away from zero."""
    return numpy.sign(value) * ((numpy.abs(value) + 50) // 100)


def calculate(transactions, quotas):
    if not transactions["transaction_id"].is_unique:
        raise ValueError("a transaction stands twice")
    lines = transactions.merge(quotas, on="payee_id", how="left")
    if lines["quota"].isna().any():
        raise ValueError("a payee has no quota")
    lines = lines.sort_values(["payee_id", "booked_on", "transaction_id"], ignore_index=True)
    by_payee = lines.groupby("payee_id", sort=False)
    lines["measure_after"] = by_payee["amount"].cumsum()
    lines["measure_before"] = lines["measure_after"] - lines["amount"]
    quota = lines["quota"].to_numpy()
    lines["earned"] = rounded(tiered(lines["measure_after"].to_numpy(), quota))
    lines["line"] = lines["earned"] - rounded(tiered(lines["measure_before"].to_numpy(), quota))
    statements = lines.groupby("payee_id", sort=False).agg(
        measure=("amount", "sum"), quota=("quota", "first"), earned=("line", "sum"), lines=("line", "size")
    )
    return lines, statements


def agrees(folder, lines, statements):
    """Fails where a payee's total or the weighted sum of all lines differs from Quarterdeck's."""
    ours = pandas.read_csv(folder / "earned.csv").set_index("payee_id")["cents"]
    if not statements["earned"].sort_index().equals(ours.sort_index().rename("earned")):
        raise SystemExit("the totals differ")
    number = lines["transaction_id"].str.slice(2).astype("int64")
    weighted = int((lines["line"] * (1 + number % 9973)).sum())
    if weighted != int((folder / "checksum.txt").read_text()):
        raise SystemExit(f"the lines differ: {weighted}")


def cents(text):
    """Money as text to whole cents."""
    whole, _, part = text.partition(".")
    return int(whole + (part + "00")[:2])


def main():
    folder = Path(sys.argv[1])
    transactions = pandas.read_csv(
        folder / "transactions.csv", converters={"amount": cents}, parse_dates=["booked_on"]
    )
    quotas = pandas.read_csv(folder / "quotas.csv", converters={"quota": cents})
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        lines, statements = calculate(transactions, quotas)
        times.append(time.perf_counter() - start)
    agrees(folder, lines, statements)
    print(json.dumps({
        "peer": f"pandas {pandas.__version__}", "threads": 1, "rows": len(transactions),
        "nanoseconds": min(times) * 1e9 / len(transactions), "total": str(statements["earned"].sum() / 100),
    }))


main()
