"""What the package raises: problems as data, found by the core and only carried here."""

from __future__ import annotations

import json

from . import _native
from ._types import Code, Problem


class QuarterdeckError(Exception):
    """Something was refused. Everything that was wrong is in ``problems``, sorted by pointer."""

    problems: list[Problem]
    """What was wrong: at most 100 of them."""
    total: int
    """How many problems there were."""
    json: bytes
    """The failure as the core wrote it: ``{"ok":false,"problems":[…],"total":n}``."""

    def __init__(self, envelope: bytes) -> None:
        super().__init__(envelope)
        failure = json.loads(envelope)
        self.problems, self.total, self.json = failure["problems"], failure["total"], envelope

    @property
    def code(self) -> Code:
        """The code of the first problem."""
        return self.problems[0]["code"]

    @property
    def pointer(self) -> str:
        """Where the first problem is."""
        return self.problems[0]["pointer"]

    def __str__(self) -> str:
        lines = [f"{it['code']} at `{it['pointer']}`: {it['message']} ({it['help']})" for it in self.problems[:10]]
        more = self.total - len(lines)
        return "\n".join(lines + ([f"and {more} more"] if more > 0 else []))


class DocumentError(QuarterdeckError, ValueError):
    """A definition was refused; pointers lead into its document."""


class RecordError(QuarterdeckError, ValueError):
    """Records were refused; pointers lead into the tables that were given."""


class CalculationError(QuarterdeckError):
    """A call was refused for another reason, such as a parameter."""


def document_error(envelope: bytes) -> QuarterdeckError:
    """The exception for a definition that was refused."""
    return DocumentError(envelope)


def call_error(envelope: bytes) -> QuarterdeckError:
    """The exception for a call that was refused."""
    error = CalculationError(envelope)
    return RecordError(envelope) if error.pointer.startswith("/tables") else error


def refuse(code: Code, pointer: str, message: str) -> QuarterdeckError:
    """The exception for a host value that has no form in the core, which only Python can see."""
    envelope = _native.refusal(code, pointer, message)
    in_call = pointer.startswith(("/params", "/tables"))
    return call_error(envelope) if in_call else document_error(envelope)


