"""Runs every vector from Python, through every door that Python has, and writes one JSON line each.

    rows    dictionaries, lists and numbers of Python
    text    documents and tables as JSON text
    json    the whole request as one JSON text
    csv     tables as CSV text, where every cell is a text or missing
    arrow   tables as pyarrow tables, where every column has one type

All of them must answer the same bytes, and the first is held to the vector's expectation. What Python
made of an answer, written back, must be those bytes too. With arguments: only vectors whose name
contains one of them.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow

import quarterdeck
from quarterdeck import Definition, QuarterdeckError, Result, _native
from quarterdeck._result import call

VECTORS = Path(__file__).parent.parent / "vectors"
CLASSES = {kind._kind: kind for kind in Definition.__subclasses__()}
WAYS = ["rows", "text", "json", "csv", "arrow"]


def run(vector: dict[str, Any]) -> tuple[str | None, str, list[str]]:
    """Why it failed, if it did; the digest; and the transports that carried it."""
    first, why, ways = None, None, [way for way in WAYS if carries(way, vector)]
    for way in ways:
        try:
            envelope, tables, explained = answer(way, vector)
            if first is None:
                first = (envelope, tables)
                check(vector, json.loads(envelope), json.loads(tables), explained)
            elif first != (envelope, tables):
                raise Mismatch(f"answers {envelope!r} {tables!r} where the first answers {first!r}")
        except Mismatch as error:
            why = why or f"{way}: {error}"
    if first is None:
        return why or "no transport carries it", "", ways
    return why, hashlib.sha256(b"\n".join(first)).hexdigest(), ways


class Mismatch(Exception):
    """An answer is not what it should be."""


def carries(way: str, vector: dict[str, Any]) -> bool:
    tables = vector.get("tables", {}).values()
    if way not in vector.get("transports", [way]):
        return False
    if way == "json":
        return not isinstance(vector.get("definition"), str)
    if way == "csv":
        return bool(tables) and all(isinstance(table, list) and is_text(table) for table in tables)
    if way == "arrow":
        return bool(tables) and all(isinstance(table, list) and has_types(table) for table in tables)
    return True


def answer(way: str, vector: dict[str, Any]) -> tuple[bytes, bytes, Any]:
    """The envelope, the result tables as canonical rows, and the explanation if one is asked for."""
    if way == "json":
        keys = ("op", "kind", "definition", "params", "tables")
        envelope = json.loads(quarterdeck.call_json(dump({key: vector[key] for key in keys if key in vector})))
        tables = envelope.pop("tables", {})
        return dump(envelope), dump(tables), None
    try:
        result = called(way, vector)
    except QuarterdeckError as error:
        same("the exception", dump({"ok": False, "problems": error.problems, "total": error.total}), error.json)
        same("its class", type(error).__name__, expected_class(vector, error))
        return error.json, b"{}", None
    kept = dump({"ok": True, "summary": result.summary, "warnings": result.warnings})
    same("the summary as Python has it", kept, result.json)
    for name, table in result.tables.items():
        same(f"the rows of `{name}` as Python has them", dump(table.rows()), table._native.to_rows())
        same(f"the Arrow rows of `{name}`", pyarrow.table(table).num_rows, len(table))
    rows = {name: table._native.to_rows() for name, table in sorted(result.tables.items())}
    tables = b"{" + b",".join(dump(name) + b":" + text for name, text in rows.items()) + b"}"
    asked = vector.get("explain")
    return result.json, tables, asked and result.explain(asked["table"], asked["row"])


def called(way: str, vector: dict[str, Any]) -> Any:
    """Through the class or module that a user would take, if the arguments fit it."""
    definition = None
    if "definition" in vector:
        document = vector["definition"]
        kind = CLASSES.get(vector["kind"]) or type("Unknown", (Definition,), {"_kind": vector["kind"]})
        definition = kind.load(dump(document) if way == "text" and not isinstance(document, str) else document)
    params = vector["params"]
    tables = {name: table_as(way, table) for name, table in vector.get("tables", {}).items()}
    if not isinstance(params, dict):
        return Result(vector["op"], _native.call(vector["op"], definition and definition._native, dump(params), []))
    function = method(vector["op"], definition)
    if function:
        try:
            bound = inspect.signature(function).bind(**params, **tables)
        except TypeError:
            pass  # the door itself says what is wrong with the arguments
        else:
            return function(*bound.args, **bound.kwargs)
    return call(vector["op"], definition, params, tables)


def method(op: str, definition: Definition | None) -> Any:
    """What a user would call, if there is such a thing."""
    room, _, verb = op.rpartition(".")
    if definition is not None:
        fits = definition._room == room and verb != "validate"
        return getattr(definition, verb, None) if fits else None
    if verb == "validate":
        return next((kind.validate for kind in CLASSES.values() if kind._room == room), None)
    return getattr(getattr(quarterdeck, room, None), verb, None)


def table_as(way: str, table: Any) -> Any:
    if isinstance(table, str) or way == "rows":
        return table
    if way == "text":
        return dump(table)
    names = dict.fromkeys(name for row in table for name in row)
    columns = {name: [row.get(name) for row in table] for name in names}
    if way == "arrow":
        return pyarrow.table(columns)
    lines = [columns, *zip(*columns.values(), strict=True)]
    return "".join(",".join(map(quoted, line)) + "\r\n" for line in lines)


def quoted(cell: str | None) -> str:
    return "" if cell is None else '"' + cell.replace('"', '""') + '"'


def is_text(rows: list[Any]) -> bool:
    cells = [cell for row in rows if isinstance(row, dict) for cell in row.values()]
    text = all(cell is None or (isinstance(cell, str) and cell != "") for cell in cells)
    return any(rows) and all(isinstance(row, dict) for row in rows) and text


def has_types(rows: list[Any]) -> bool:
    if not all(isinstance(row, dict) for row in rows):
        return False
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, cell in row.items():
            kinds.setdefault(name, set()).update([type(cell)] if cell is not None else [])
    cells = [cell for row in rows for cell in row.values() if isinstance(cell, int)]
    fits = all(-(2**63) <= cell < 2**63 for cell in cells)
    return fits and all(len(found) < 2 and found <= {str, bool, int} for found in kinds.values())


def expected_class(vector: dict[str, Any], error: QuarterdeckError) -> str:
    if isinstance(error, quarterdeck.DocumentError) and "definition" in vector:
        return "DocumentError"
    return "RecordError" if error.pointer.startswith("/tables") else "CalculationError"


def check(vector: dict[str, Any], envelope: Any, tables: Any, explained: Any) -> None:
    """Holds an answer to the expectation."""
    expect = vector["expect"]
    if expect["ok"] != envelope["ok"]:
        raise Mismatch(f"expected ok: {expect['ok']}, found {envelope}")
    if not expect["ok"]:
        places = [[(it["code"], it["pointer"]) for it in side["problems"]] for side in (expect, envelope)]
        same("problems", places[1], places[0])
        for wanted, found in zip(expect["problems"], envelope["problems"], strict=True):
            subset("params", wanted.get("params", {}), found["params"])
        same("total", envelope["total"], expect.get("total", envelope["total"]))
        return
    subset("summary", expect.get("summary", {}), envelope["summary"])
    codes = [warning["code"] for warning in envelope["warnings"]]
    same("warnings", codes, expect.get("warnings", codes))
    for name, rows in expect.get("tables", {}).items():
        same(f"the number of `{name}`", len(tables[name]) if name in tables else None, len(rows))
        for row, (wanted, found) in enumerate(zip(rows, tables[name], strict=True)):
            subset(f"{name}/{row}", wanted, found)
    if "explain" in vector:
        subset("explain", vector["explain"]["expect"], explained)


def subset(what: str, wanted: dict[str, Any], found: dict[str, Any]) -> None:
    for key, value in wanted.items():
        if key not in found:
            raise Mismatch(f"{what}/{key} is absent from {found}")
        same(f"{what}/{key}", dump(found[key]), dump(value))


def same(what: str, found: Any, expected: Any) -> None:
    if found != expected:
        raise Mismatch(f"{what}: expected {expected!r}, found {found!r}")


def dump(value: Any) -> bytes:
    """Canonical JSON, with what Python has its own types for as the core writes it."""
    text = json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "surrogatepass")


def plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        text = value.replace(tzinfo=None).isoformat()
        return (text.rstrip("0") if "." in text else text) + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value).__name__)


def main(wanted: list[str]) -> int:
    passed = failed = 0
    counts = dict.fromkeys(WAYS, 0)
    for path in sorted(VECTORS.rglob("*.json")):
        for vector in json.loads(path.read_text("utf-8")):
            if wanted and not any(part in vector["name"] for part in wanted):
                continue
            why, digest, ways = run(vector)
            passed, failed = passed + (why is None), failed + (why is not None)
            for way in ways:
                counts[way] += 1
            line = {"name": vector["name"], "ok": why is None, "digest": digest} | ({"why": why} if why else {})
            print(json.dumps(line))
    total = {"runtime": "python", "vectors": passed + failed, "passed": passed, "failed": failed}
    print(json.dumps(total | {"transports": counts}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
