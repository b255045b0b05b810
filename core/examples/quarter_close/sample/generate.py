"""Writes the sample company of the quarter close: the same files on every run.

    python3 core/examples/quarter_close/sample/generate.py [FOLDER]

Twelve sellers, 300 deals booked around the first quarter of 2026, quotas for new business and for
renewals, one change of plan, shared deals, deals in euros, a few refunds, and the dirty records that
every export has. No record is of anyone real.
"""

import sys
from pathlib import Path

DEALS = 300
SPLIT = "(shared)"

# id, quota of new business, quota of renewals, target variable of the quarter, skill in percent
SELLERS = [
    ("amara.okafor", 320_000, 90_000, "21000", 128),
    ("bruno.costa", 280_000, 80_000, "18500", 96),
    ("chen.wei", 300_000, 85_000, "20000", 104),
    ("dana.levy", 260_000, 70_000, "17500", 71),
    ("emil.novak", 240_000, 70_000, "16250", 88),
    ("farah.aziz", 340_000, 95_000, "22500", 112),
    ("grace.kim", 300_000, 85_000, "20000", 143),
    ("hugo.martin", 280_000, 80_000, "18500", 59),
    ("ines.duarte", 260_000, 75_000, "17333.33", 101),
    ("jonas.berg", 240_000, 70_000, "16250", 83),
    ("kavya.rao", 320_000, 90_000, "21000", 92),
    ("liam.walsh", 200_000, 60_000, "14000", 77),
]
NEWCOMER = "liam.walsh"
EUROPE = {"emil.novak", "hugo.martin", "jonas.berg"}
PRODUCTS = ["Platform", "Platform", "Platform", "Analytics", "Analytics", "Services", "Renewal", "Renewal", "Renewal"]
ACCOUNTS = [
    "Alder Foods", "Bluewater Ferries", "Cobalt Mining", "Dovetail Homes", "Eastgate Clinics", "Fennel & Sons",
    "Granite Bank", "Halcyon Air", "Ironbark Timber", "Juniper Hotels", "Kestrel Optics", "Lantern Energy",
    "Marigold Retail", "Nimbus Freight", "Orchard Insurance", "Pinnacle Schools", "Quill Press", "Rowan Rail",
]


class Dice:
    """A linear congruential generator (Knuth's MMIX), so that no library decides what the sample is."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, things):
        return things[self.below(len(things))]


def money(cents):
    return f"{cents // 100}.{cents % 100:02}"


def day(number):
    """Day 0 is 2026-01-01; the sample ends in the first days of April."""
    for month, length in enumerate((31, 28, 31, 30), start=1):
        if number < length:
            return f"2026-{month:02}-{number + 1:02}"
        number -= length
    raise ValueError(number)


def deals(dice):
    """Rows of transactions.csv, and of splits.csv."""
    rows, splits = [], []
    for number in range(DEALS):
        seller, quota, renewals, _, skill = SELLERS[dice.below(len(SELLERS))]
        product = dice.pick(PRODUCTS)
        size = renewals // 9 if product == "Renewal" else quota // 15
        cents = size * skill * (40 + dice.below(120)) // 100
        if dice.below(3) == 0:
            cents = cents // 10_000 * 10_000
        row = {
            "transaction_id": f"D-{1001 + number}",
            "payee_id": seller,
            "amount": money(cents),
            "currency": "EUR" if seller in EUROPE and product != "Services" else "USD",
            "booked_on": day(31 + dice.below(59) if seller == NEWCOMER else dice.below(90)),
            "product": product,
            "account": dice.pick(ACCOUNTS),
        }
        if number % 23 == 11:
            partner = dice.pick([other for other, *_ in SELLERS if other != seller])
            row["payee_id"] = SPLIT
            splits += shares(row["transaction_id"], seller, partner, dice.below(3))
        if number % 61 == 47:
            row["amount"] = "-" + money(cents // 4)
        rows.append(row)
    return rows, splits


def shares(deal, seller, partner, kind):
    if kind == 0:
        return [(deal, seller, "direct", "0.6", "", ""), (deal, partner, "direct", "0.4", "", "")]
    if kind == 1:
        return [(deal, seller, "direct", "", "2", ""), (deal, partner, "direct", "", "1", "")]
    return [(deal, seller, "direct", "1", "", ""), (deal, partner, "overlay", "0.25", "", "0.5")]


def spoil(rows, splits):
    """The records that an export has wrong, and those that are sound but belong elsewhere."""

    def at(number, **cells):
        rows[number].update(cells)

    at(17, transaction_id=rows[16]["transaction_id"])
    at(42, booked_on="2026-02-30")
    at(58, amount="12,480.00")
    at(77, amount="")
    at(91, payee_id="zoe.unknown")
    at(120, currency="USDD")
    at(133, currency="GBP")
    at(158, amount="1e5")
    at(171, booked_on="15.03.2026")
    at(204, payee_id=SPLIT)
    splits += [
        (rows[204]["transaction_id"], "chen.wei", "direct", "0.5", "", ""),
        (rows[204]["transaction_id"], "dana.levy", "direct", "0.4", "", ""),
    ]
    at(33, booked_on="2026-04-02")
    at(150, booked_on="2026-04-03")
    at(244, booked_on="2025-12-30")
    at(66, payee_id="")
    at(213, payee_id="")
    at(190, payee_id="mira.hadid")
    at(266, payee_id=NEWCOMER, booked_on="2026-01-09", currency="USD")
    at(109, booked_on="")


def write(folder, name, header, rows):
    cell = lambda text: f'"{text}"' if "," in text else text
    lines = [",".join(header)] + [",".join(cell(text) for text in row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    rows, splits = deals(Dice(2026))
    spoil(rows, splits)
    for row in rows:
        row["payee_id"] = row["payee_id"].replace(SPLIT, "")
    write(folder, "transactions.csv", list(rows[0]), [list(row.values()) for row in rows])
    columns = ["transaction_id", "payee_id", "role", "share", "weight", "quota_share"]
    write(folder, "splits.csv", columns, splits)
    quarter = ("2026-01-01", "2026-04-01")
    quotas = [(seller, "new-business", *quarter, str(quota)) for seller, quota, *_ in SELLERS]
    quotas += [(seller, "renewals", *quarter, str(renewals)) for seller, _, renewals, *_ in SELLERS]
    write(folder, "quotas.csv", ["payee_id", "measure_id", "from", "to", "amount"], sorted(quotas))
    assignments = []
    for seller, *_, target, _ in SELLERS:
        since = "2026-02-01" if seller == NEWCOMER else "2025-01-01"
        assignments.append((seller, "ae-2026", since, target))
    # On the plan of another team since the new year.
    assignments.append(("mira.hadid", "se-2026", "2026-01-01", "9000"))
    write(folder, "assignments.csv", ["payee_id", "plan_id", "from", "target_variable"], assignments)
    rates = [
        ("EUR", "USD", "2026-01-01", "2026-02-01", "1.1746", "spot"),
        ("EUR", "USD", "2026-02-01", "2026-03-01", "1.1823", "spot"),
        ("EUR", "USD", "2026-03-01", "2026-04-01", "1.1791", "spot"),
    ]
    write(folder, "fx_rates.csv", ["base", "quote", "from", "to", "rate", "kind"], rates)


main()
