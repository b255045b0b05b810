"""Python values to what the core reads, and what it writes to Python values. Nothing is judged here:
a decimal goes as text, a float as Python prints it, and the core's number rule decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any, Protocol, TypeAlias, runtime_checkable

from ._errors import refuse

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
        text = json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")
    except RecursionError:
        raise refuse("document.too_deep", pointer, "the value nests too deep") from None
    except (TypeError, ValueError) as error:
        where, why = _misfit(value, pointer) or (pointer, str(error))
        raise refuse("document.wrong_type", where, why) from error


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


def _misfit(value: Any, pointer: str, depth: int = 0) -> tuple[str, str] | None:
    """The first part of a value that has no JSON form, and why."""
    if depth > 100:
        return pointer, "the value contains itself"
    if isinstance(value, (Mapping, list, tuple)):
        parts = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, part in parts:
            step = str(key).replace("~", "~0").replace("/", "~1")
            if isinstance(value, Mapping) and not isinstance(key, (str, int, float, bool, type(None))):
                return f"{pointer}/{step}", f"a `{type(key).__name__}` is not a key"
            if found := _misfit(part, f"{pointer}/{step}", depth + 1):
                return found
        return None
    try:
        json.dumps(value, default=_plain)
    except (TypeError, ValueError, OverflowError) as error:
        return pointer, str(error)
    return None


def _ratio(text: str) -> Decimal | Fraction:
    return Fraction(text) if "/" in text else Decimal(text)


_READERS: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "ratio": _ratio,
    "date": date.fromisoformat,
    "instant": lambda text: datetime.fromisoformat(text.replace("Z", "+00:00")),
}


def decode(spec: Spec | None, value: Any) -> Any:
    """What the core wrote, with decimals, dates and instants as Python has them. A spec is the name of
    a kind, a list with the spec of its items, or a dictionary with those of some keys."""
    if spec is None or value is None:
        return value
    if isinstance(spec, str):
        return _READERS[spec](value)
    if isinstance(spec, list):
        return [decode(spec[0], item) for item in value]
    return {key: decode(spec.get(key, spec.get("*")), item) for key, item in value.items()}
