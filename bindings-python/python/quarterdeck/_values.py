"""Python values to what the core reads, and what it writes to Python values. Nothing is judged here:
a decimal goes as text, a float as Python prints it, and the core's number rule decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from numbers import Integral
from typing import Any, Protocol, TypeAlias, runtime_checkable

from ._errors import refuse
from ._types import Code

Spec: TypeAlias = "str | list[Any] | dict[str, Any]"


@runtime_checkable
class ArrowStream(Protocol):
    """Anything with the Arrow PyCapsule interface: pyarrow, pandas, polars, duckdb, a result table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with a stream of record batches."""


Document: TypeAlias = "Mapping[str, Any] | str | bytes"
"""A definition: a dictionary, or its JSON text."""
Records: TypeAlias = "ArrowStream | Iterable[Mapping[str, Any]] | str | bytes"
"""A table: Arrow, dictionaries, JSON text (an array of objects) or CSV text (with a header line)."""


def document_bytes(document: Document, pointer: str = "") -> bytes:
    """The JSON text of a definition."""
    if isinstance(document, str):
        return document.encode("utf-8", "surrogatepass")
    if isinstance(document, (bytes, bytearray, memoryview)):
        return bytes(document)
    return json_bytes(document, pointer)


def json_bytes(value: object, pointer: str) -> bytes:
    """A value as JSON text; ``pointer`` says where it stands, for the error if it has no JSON form."""
    try:
        return _dump(value, pointer).encode("utf-8", "surrogatepass")
    except RecursionError:
        raise refuse("document.too_deep", pointer, "the value nests too deep, or contains itself") from None
    except (TypeError, ValueError) as error:
        try:
            found = _misfit(value, pointer)
        except RecursionError:
            found = "document.too_deep", pointer, "the value contains itself"
        raise refuse(*(found or ("document.wrong_type", pointer, str(error)))) from error


def table_source(name: str, records: Records) -> tuple[str, str, Any]:
    """The door that a table goes through, and what goes through it."""
    pointer = f"/tables/{name}"
    if isinstance(records, (str, bytes, bytearray, memoryview)):
        text = document_bytes(records)  # type: ignore[arg-type]
        return name, "rows" if text[:64].lstrip().startswith(b"[") else "csv", text
    frame: Any = records
    if hasattr(frame, "reset_index") and list(frame.index.names) == [None]:
        records = frame.reset_index(drop=True)  # the row numbers of pandas are not a column
    for door in ("__arrow_c_stream__", "__arrow_c_array__"):
        if hasattr(records, door):
            try:
                return name, "arrow", getattr(records, door)()
            except ImportError:
                raise
            except Exception as error:
                raise refuse("table.unsupported_type", pointer, f"the columns cannot be had: {error}") from error
    if isinstance(records, Iterable) and not isinstance(records, Mapping):
        return name, "rows", json_bytes(list(records), pointer)
    raise refuse("table.not_rows", pointer, f"a `{type(records).__name__}` is not a table")


def _plain(value: Any) -> object:
    """What ``json`` does not know by itself."""
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 100 else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Mapping):
        return dict(value)
    if getattr(value, "ndim", None) == 0:
        return value.item()  # a numpy scalar
    raise TypeError(f"a `{type(value).__name__}` has no JSON form")


def _dump(value: object, pointer: str) -> str:
    records = pointer.startswith("/tables")  # whose reader knows NaN, and judges it with its row
    return json.dumps(value, ensure_ascii=False, allow_nan=records, default=_plain, separators=(",", ":"))


def _misfit(value: Any, pointer: str) -> tuple[Code, str, str] | None:
    """The first part of a value that has no JSON form: the code, where it is, and what it is."""
    wrong: Code = "table.wrong_type" if pointer.startswith("/tables") else "document.wrong_type"
    if isinstance(value, (Mapping, list, tuple)):
        for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            inside = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if isinstance(value, Mapping) and not isinstance(key, (str, int, float, bool, type(None))):
                return wrong, inside, f"a `{type(key).__name__}` is not a key"
            if found := _misfit(part, inside):
                return found
        return None
    if isinstance(value, int) and value.bit_length() > 10_000:
        return "number.out_of_range", pointer, "the number has thousands of digits"
    if isinstance(value, float) and not isfinite(value) and wrong == "document.wrong_type":
        return "number.nan" if isnan(value) else "number.infinite", pointer, "the number is not finite"
    try:
        _dump(value, pointer)
    except (TypeError, ValueError) as error:
        return wrong, pointer, str(error)
    return None


def _local_time(text: str) -> datetime:
    clock, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(f"{clock}.{fraction:0<6}")


_READERS: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "ratio": lambda text: Fraction(text) if "/" in text else Decimal(text),
    "date": date.fromisoformat,
    "instant": lambda text: _local_time(text).replace(tzinfo=timezone.utc),
    "local_time": _local_time,
}


def decode(spec: Spec | None, value: Any) -> Any:
    """What the core wrote, with decimals, dates and instants as Python has them. A spec is the name of
    a kind, a list with the spec of its items, or a dictionary with those of some keys."""
    if spec is None or value is None:
        return value
    if isinstance(spec, str):
        return _READERS[spec](value) if spec in _READERS else value
    if isinstance(spec, list):
        return [decode(spec[0], item) for item in value]
    return {key: decode(spec.get(key, spec.get("*")), item) for key, item in value.items()}
