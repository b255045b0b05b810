"""Refunds drawn at random: whole ones, parts of one, late ones, and those that cannot be used."""

from datetime import timedelta
from decimal import Decimal

from fiscal import day

MODES = ["original_rate", "recalculate", "recalculate", "current_rate", "schedule", "pro_rata_term"]


def policy(draw, made):
    """What the plan says of clawbacks."""
    if not draw.sound and draw.chance(0.3):
        return
    said = {}
    if draw.chance(0.7):
        said["mode"] = draw.one(MODES)
    if draw.chance(0.4):
        said["basis"] = "actual" if said.get("mode") == "recalculate" else draw.one(["actual", "rate"])
        draw.mark(f"clawback basis {said['basis']}")
    if draw.chance(0.5):
        said["unit"] = draw.one(["months", "days"])
    if draw.sound or said.get("mode") == "schedule" or draw.chance(0.5):
        cuts = draw.one([[2, 4], [1], [30, 60], []])
        bounds = [0, *cuts, None if draw.chance(0.3) else 120]
        shares = ["1", "0.5", "1/3", "0.25"]
        said["schedule"] = [
            {"from": start, "share": shares[at], **({"to": end} if end else {})}
            for at, (start, end) in enumerate(zip(bounds, bounds[1:]))
        ]
    if draw.sound or draw.chance(0.7):
        said["term_months"] = draw.one([1, 3, 12])
    if draw.chance(0.6) and said.get("mode") not in ("recalculate", "current_rate"):
        said["restore_attainment"] = draw.one(["none", "current", "current", "original", "original"])
        draw.mark(f"restore_attainment {said['restore_attainment']}")
    made["clawback"] = said


def refunds(draw, made, rows):
    """Adds refunds of some of the sales."""
    policy(draw, made)
    default = made.get("clawback", {}).get("mode", "original_rate")
    sales = list(rows)
    for position, sale in enumerate(sales):
        if not draw.chance(0.3) or sale.get("reverses_id") or draw.sound and not Decimal(sale["amount"]):
            continue
        parts = draw.one([["1"], ["1"], ["0.5"], ["0.5", "0.5"], ["0.3", "0.3", "0.4"], ["0.001", "0.333"]])
        if draw.fault(0.15):
            parts = [*parts, "1"]
        if draw.chance(0.3):
            sale["term_months"] = draw.one([1, 6, 12] if draw.sound else [0, 1, 6, 12])
        for number, part in enumerate(parts):
            row = {**sale, "transaction_id": f"r{draw.random.randrange(100)}-{position}-{number}"}
            row["amount"] = format(-Decimal(sale["amount"]) * Decimal(part), "f")
            row["reverses_id"] = sale["transaction_id"]
            later = timedelta(days=draw.one([0, 1, 20, 35, 92, 130]))
            for column in ("booked_on", "invoiced_on", "paid_on"):
                if row[column]:
                    row[column] = str(day(row[column]) + later)
            if draw.chance(0.4):
                row["clawback_mode"] = draw.one(MODES)
            spoil(draw, row, sales)
            mode = row.get("clawback_mode") or default
            draw.mark(f"clawback {mode}", *(["refund in parts"] if number else []), *(["late refund"] if later.days > 30 else []))
            rows.append(row)


def spoil(draw, row, sales):
    if not draw.fault(0.3):
        return
    if draw.chance(0.2):
        row["reverses_id"] = "nobody"
    elif draw.chance(0.2):
        row["amount"] = format(-Decimal(row["amount"]), "f")
    elif draw.chance(0.2):
        row["currency"] = draw.one(["EUR", "GBP"])
    elif draw.chance(0.2):
        row["reverses_id"] = row["transaction_id"]
    elif draw.chance(0.5):
        row.pop("payee_id", None)
