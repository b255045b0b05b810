"""Definitions, calls and their results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from . import _native
from ._errors import call_error
from ._types import SUMMARIES, Problem
from ._values import Document, decode, document_bytes, json_bytes, table_source

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped, unused-ignore]
    import polars
    import pyarrow  # type: ignore[import-untyped, unused-ignore]

_Definition = TypeVar("_Definition", bound="Definition")
_Row = TypeVar("_Row", covariant=True)
_Summary = TypeVar("_Summary", covariant=True)
_Tables = TypeVar("_Tables", covariant=True)


class Definition:
    """A checked definition behind an immutable handle: load it once, use it as often as you like."""

    __slots__ = ("_native",)
    _kind: ClassVar[str]
    _room: ClassVar[str]

    def __init__(self, document: Document | Result[Any, Any]) -> None:
        made = document._made if isinstance(document, Result) else None
        self._native = made or _native.Handle.load(self._kind, document_bytes(cast("Document", document)))

    @classmethod
    def load(cls: type[_Definition], document: Document | Result[Any, Any]) -> _Definition:
        """Checks a document, given as a dictionary or as JSON text, or takes what a call has made: a book.

        Raises :class:`~quarterdeck.DocumentError` with every problem of it.
        """
        return cls(document)

    def to_bytes(self) -> bytes:
        """What it can be loaded from again: the text of its document, or a book as bytes."""
        return self._native.document()

    @property
    def digest(self) -> str:
        """SHA-256 of the document in canonical JSON, or of the bytes of a book, in hexadecimal."""
        return self._native.digest

    @property
    def warnings(self) -> list[Problem]:
        """What is worth a look in the document, though it can be used."""
        return cast("list[Problem]", json.loads(self._native.warnings))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and (self._kind, self.digest) == (other._kind, other.digest)

    def __hash__(self) -> int:
        return hash((self._kind, self.digest))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.to_bytes(),)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.digest[:12]}>"


class Table(Generic[_Row]):
    """A table of a result. pyarrow, pandas, polars and duckdb take it as it is (Arrow PyCapsule)."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Table) -> None:
        self._native = native

    @property
    def columns(self) -> dict[str, str]:
        """The columns in order, each with its type."""
        return dict(self._native.columns())

    def rows(self) -> list[_Row]:
        """The rows as dictionaries, with ``Decimal``, ``date`` and ``datetime`` cells."""
        return self._decoded(self._native)

    def to_arrow(self) -> pyarrow.Table:
        """As a pyarrow table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame on Arrow types, so that decimals stay exact."""
        import pandas

        return self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)

    def to_polars(self) -> polars.DataFrame:
        """As a polars frame."""
        import polars

        return polars.DataFrame(self)

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[_Row]:
        return iter(self.rows())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self, limit: int = 20) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(f"<tr>{_cells(row.values())}</tr>" for row in self._decoded(self._native.head(limit)))
        more = f"<p>{len(self)} rows</p>" if len(self) > limit else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def _decoded(self, native: _native.Table) -> list[Any]:
        spec = dict(native.columns())
        return [{name: decode(kind, row[name]) for name, kind in spec.items()} for row in json.loads(native.to_rows())]


class Result(Generic[_Summary, _Tables]):
    """What an operation computed."""

    __slots__ = ("_made", "_run", "_tables", "json", "operation", "summary", "tables", "warnings")

    operation: str
    """The operation, such as ``commission.calculate``."""
    summary: _Summary
    """The figures of the whole, with ``Decimal``, ``date`` and ``datetime`` values."""
    tables: _Tables
    """The result tables by name."""
    warnings: list[Problem]
    """What is worth a look, though the result stands."""
    json: bytes
    """The envelope as the core wrote it: ``{"ok":true,"summary":{…},"warnings":[…]}``."""

    def __init__(self, operation: str, answer: _native.Answer) -> None:
        envelope = json.loads(answer.json)
        self.operation, self.json, self._run, self._made = operation, answer.json, answer.run, answer.made
        self.summary, self.warnings = decode(SUMMARIES.get(operation), envelope["summary"]), envelope["warnings"]
        self._tables: dict[str, Table[Any]] = {name: Table(native) for name, native in answer.tables.items()}
        self.tables = cast(_Tables, self._tables)

    def explain(self, table: str, row: int) -> dict[str, Any]:
        """How one row of a result table came to be: ``tree``, step by step, and ``words``."""
        return _summary(self._run.explain(json_bytes({"table": table, "row": row}, "/params")))

    def provenance(self) -> dict[str, Any]:
        """Digests of the definition, the parameters and the input tables, and the versions."""
        return _summary(self._run.provenance())

    def __repr__(self) -> str:
        tables = ", ".join(f"{name} {len(table)}" for name, table in self._tables.items())
        return f"<Result of {self.operation}{': ' if tables else ''}{tables}>"

    def _repr_html_(self) -> str:
        facts = json.loads(self.json)["summary"]
        rows = facts.items() if isinstance(facts, Mapping) else [("", facts)]
        body = "".join(f"<tr><th>{escape(name)}</th>{_cells([fact])}</tr>" for name, fact in rows)
        notes = "".join(f"<li>{escape(it['message'])}</li>" for it in self.warnings)
        tables = "".join(f"<h5>{escape(name)}</h5>{table._repr_html_(5)}" for name, table in self._tables.items())
        return f"<h4>{escape(self.operation)}</h4><table>{body}</table><ul>{notes}</ul>{tables}"


def call(
    operation: str, definition: Definition | None, params: Mapping[str, Any], tables: Mapping[str, Any]
) -> Result[Any, Any]:
    """Runs an operation by name. Parameters and tables that are ``None`` were not given."""
    given = {name: value for name, value in params.items() if value is not None}
    sources = [table_source(name, records) for name, records in tables.items() if records is not None]
    handle = None if definition is None else definition._native
    return Result(operation, _native.call(operation, handle, json_bytes(given, "/params"), sources))


def check_document(operation: str, document: Document) -> Result[Any, Any]:
    """Runs the validation of a kind of document, in any form, without raising for what is wrong in it."""
    text = isinstance(document, (bytes, bytearray, memoryview))
    value = str(document, "utf-8", "surrogateescape") if text else document  # type: ignore[arg-type]
    return call(operation, None, {"document": value}, {})


def _summary(envelope: bytes) -> dict[str, Any]:
    answer = json.loads(envelope)
    if not answer["ok"]:
        raise call_error(envelope)
    return cast("dict[str, Any]", answer["summary"])


def _cells(cells: Any) -> str:
    return "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in cells)
