"""Writes tests/vectors/{commission,settlement}/*.json from the cases in `cases`, always the same bytes.

Numbers come from the published example a vector names or from the reference, never from Quarterdeck.
`python3 write_vectors.py --check` only says whether the files are as they would be written.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import cases

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
MODULES = (import_module(f"cases.{found.name}") for found in iter_modules(cases.__path__))
AREAS = [module for module in MODULES if hasattr(module, "vectors")]


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
