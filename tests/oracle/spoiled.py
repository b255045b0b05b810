"""Faults for sound records: one of each kind that records can have with one another."""


def spoil(draw, tables):
    """Spoils a few records; every fault is one that the reference judges."""
    for _ in range(draw.one([1, 1, 2])):
        name = draw.one(list(FAULTS))
        if FAULTS[name](draw, tables):
            draw.mark(f"fault {name}")


def pick(draw, tables, name):
    rows = tables.get(name)
    return draw.one(rows) if rows else None


def copied(table, **changes):
    """A second record like one that is there."""

    def fault(draw, tables):
        row = pick(draw, tables, table)
        if row:
            tables[table].insert(draw.random.randint(0, len(tables[table])), {**row, **changes})
        return row

    return fault


def changed(table, **changes):
    """A record with other cells."""

    def fault(draw, tables):
        row = pick(draw, tables, table)
        if row:
            row.update(changes)
        return row

    return fault


def conflict(draw, tables):
    """A payee beside direct splits."""
    split = pick(draw, tables, "splits")
    for row in tables["transactions"] if split else []:
        if row["transaction_id"] == split["transaction_id"]:
            row["payee_id"] = split["payee_id"]
    return split


def ends_early(draw, tables):
    """A quota that ends a day early."""
    row = pick(draw, tables, "quotas")
    if row and not row["to"].endswith("-01"):
        return None
    if row:
        row["to"] = f"{row['to'][:-2]}02"
    return row


FAULTS = {
    "transaction twice": copied("transactions", amount="7"),
    "unknown payee": changed("transactions", payee_id="zed"),
    "no units": changed("transactions", units=None),
    "unknown currency rate": changed("transactions", currency="CHF"),
    "payee beside splits": conflict,
    "split of nothing": copied("splits", transaction_id="nothing"),
    "split of unknown payee": changed("splits", payee_id="zed"),
    "assignment twice": copied("assignments"),
    "quota twice": copied("quotas", amount="9"),
    "quota negative": changed("quotas", amount="-1"),
    "quota in another currency": changed("quotas", currency="EUR"),
    "quota without days": changed("quotas", to="2020-01-01"),
    "quota that ends elsewhere": ends_early,
    "quota of another measure": changed("quotas", measure_id="another"),
    "quota of every measure": copied("quotas", measure_id=None, amount="11"),
    "rate twice": copied("fx_rates", rate="2"),
    "rate of zero": changed("fx_rates", rate="0"),
}
