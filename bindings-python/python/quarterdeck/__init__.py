"""Sales operations as a library: exact quotas, commissions and pipelines that explain every number."""

from __future__ import annotations

import json
from importlib.metadata import version as _installed
from typing import Any, cast

from . import _definitions, _native
from ._definitions import *  # noqa: F403
from ._errors import CalculationError, DocumentError, QuarterdeckError, RecordError
from ._result import Definition, Result, Table
from ._types import Problem
from ._values import ArrowStream, Document, Records

__all__ = [
    "ArrowStream",
    "CalculationError",
    "Definition",
    "Document",
    "DocumentError",
    "Problem",
    "QuarterdeckError",
    "RecordError",
    "Records",
    "Result",
    "Table",
    "call_json",
    "versions",
]
__all__ += _definitions.__all__


def versions() -> dict[str, Any]:
    """The version of the package, and of its numbers: a change in any number is a new calculation version."""
    return cast("dict[str, Any]", json.loads(_native.versions()))


def call_json(request: str | bytes) -> bytes:
    """An envelope for an envelope, for programs that only relay: ``{"op", "kind"?, "definition"?,
    "params"?, "tables"?}`` in, the answer with its tables as rows out. Never raises for what it is given."""
    return _native.call_json(request.encode("utf-8", "surrogatepass") if isinstance(request, str) else request)


__version__: str = versions()["package"]
if (_found := _installed("quarterdeck")) != __version__:
    raise ImportError(f"quarterdeck {_found} holds a native module of version {__version__}: install it again")
