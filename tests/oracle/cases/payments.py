"""How vectors of the stages after the earnings are made: a request in a few words, and where its numbers come from."""

import copy

from cases.make import agree, failure


class Payments:
    """The vectors of one file; `op` is what they call, and `reference` what it is held against."""

    def __init__(self, folder, name, op, kind, reference):
        self.folder, self.name = folder, name
        self.op, self.kind, self.reference = op, kind, reference
        self.vectors = []

    def request(self, document, params, tables):
        request = {"op": self.op}
        if self.kind:
            request |= {"kind": self.kind, "definition": document}
        return {**request, "params": params, "tables": tables}

    def add(self, name, about, request, expect, source, explain=None):
        vector = {"name": name, "about": about, **copy.deepcopy(request), "expect": expect}
        if explain:
            vector["explain"] = explain
        self.vectors.append({**vector, "source": source})

    def oracle(self, name, about, document, params, tables, explain=None, only=None):
        """Every number from the reference."""
        request = self.request(document, params, tables)
        answer = self.reference(request)
        shown = {table: rows for table, rows in answer["tables"].items() if only is None or table in only}
        self.add(name, about, request, {"ok": True, "tables": shown}, "oracle", explain)

    def stated(self, source, name, about, document, params, tables, wanted, explain=None):
        """Numbers that a source or a reader states; the reference must agree."""
        request = self.request(document, params, tables)
        answer = self.reference(request)
        for table, rows in wanted.items():
            agree(name, rows, answer["tables"][table])
        self.add(name, about, request, {"ok": True, "tables": wanted}, source, explain)

    def refused(self, name, about, why, document, params, tables, problems):
        """Exactly these problems, each (code, pointer) or (code, pointer, params)."""
        self.add(name, about, self.request(document, params, tables), failure(problems), f"by hand: {why}")

    def by_hand(self, name, about, why, request, expect):
        """What a reader works out; the reference is not asked."""
        self.add(name, about, request, expect, f"by hand: {why}")


def warning(code, pointer):
    return {"code": code, "pointer": pointer, "params": {}, "related": [], "severity": "warning"}
