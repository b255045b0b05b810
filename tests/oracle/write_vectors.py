"""Writes tests/vectors/{commission,settlement}/*.json from the cases in `cases`, always the same bytes.

Numbers come from the published example a vector names or from the reference, never from Quarterdeck.
`python3 write_vectors.py --check` only says whether the files are as they would be written.
"""

import json
import sys
from pathlib import Path

from cases import across, across_refused, across_said
from cases import aligned, allotments, bonuses, books, capitalisation, cells, comparisons, currencies, kickers, plan_shapes, simulated, stages_found
from cases import overriding, overriding_said, sharing
from cases import clawback, clawback_options, credit, curves, documents, expected, explained
from cases import found, gates, limits, margins, modes, modes_said, needed, periods, questions, rates, records
from cases import recalculation, release, release_clawbacks, rollup, rounding, segments, settlement, settlement_policies, settlement_records, shaping
from cases import early_refunds, tiers, what_ifs, worked
from cases import restatement

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
AREAS = [worked, tiers, modes, modes_said, curves, margins, rounding, periods, credit, clawback, records, cells, documents]
AREAS += [explained, found, segments, allotments, release, capitalisation, settlement, settlement_records]
AREAS += [settlement_policies, questions, what_ifs, rollup, rates, needed, limits, gates, shaping, expected]
AREAS += [restatement, books, comparisons, recalculation, clawback_options, early_refunds]
AREAS += [aligned, bonuses, currencies, kickers, overriding, overriding_said, plan_shapes, sharing, simulated, stages_found, release_clawbacks]
AREAS += [across, across_refused, across_said]


def compact(value):
    return json.dumps(value, ensure_ascii=False)


def text(vectors):
    """An array with one vector after the other, tables a row a line."""
    return "[\n" + ",\n".join("  {" + ",\n   ".join(fields(vector)) + "}" for vector in vectors) + "\n]\n"


def fields(vector):
    for key, value in vector.items():
        if key == "tables":
            yield f'"tables": {tables(value, 5)}'
        elif key == "expect" and "tables" in value:
            rest = {other: inner for other, inner in value.items() if other != "tables"}
            yield f'"expect": {compact(rest)[:-1]}, "tables": {tables(value["tables"], 5)}}}'
        else:
            yield f"{compact(key)}: {compact(value)}"


def tables(value, indent):
    space = "\n" + " " * indent
    named = []
    for name, rows in value.items():
        if isinstance(rows, list) and rows:
            listed = f",{space}  ".join(compact(row) for row in rows)
            named.append(f"{compact(name)}: [{space}  {listed}]")
        else:
            named.append(f"{compact(name)}: {compact(rows)}")
    return "{" + space + f",{space}".join(named) + "}"


def main():
    written, stale = 0, []
    for module in AREAS:
        area = module.vectors()
        path, wanted = FOLDER / area.folder / f"{area.name}.json", text(area.vectors)
        written += len(area.vectors)
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(wanted, encoding="utf-8")
    print(f"{written} vectors, changed: {', '.join(stale) or 'none'}")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
