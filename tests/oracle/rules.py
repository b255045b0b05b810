"""Rules of the reference: TABLES.md, "Rules". Three-valued: True, False, or None where a cell is empty."""

from exact import number


def holds(rule, row):
    """A rule that ends unknown does not match."""
    return rule is None or truth(rule, row) is True


def truth(rule, row):
    if "all" in rule:
        return least([truth(part, row) for part in rule["all"]])
    if "any" in rule:
        return negated(least([negated(truth(part, row)) for part in rule["any"]]))
    if "not" in rule:
        return negated(truth(rule["not"], row))
    return compared(rule, row.get(rule["column"]))


def negated(value):
    return None if value is None else not value


def least(parts):
    if False in parts:
        return False
    return None if None in parts else True


def compared(rule, cell):
    op, value = rule["op"], rule.get("value")
    if cell == "":
        cell = None
    if op in ("is_empty", "is_not_empty"):
        return (cell is None) == (op == "is_empty")
    if cell is None:
        return None
    if rule["column"] in ("amount", "units"):
        cell, value = number(cell), number(value)
    return {
        "eq": lambda: cell == value,
        "ne": lambda: cell != value,
        "lt": lambda: cell < value,
        "le": lambda: cell <= value,
        "gt": lambda: cell > value,
        "ge": lambda: cell >= value,
        "in": lambda: cell in value,
        "not_in": lambda: cell not in value,
        "contains": lambda: value in cell,
        "between": lambda: rule["from"] <= cell < rule["to"],
        "starts_with": lambda: cell.startswith(value),
    }[op]()
