"""The templates of public shapes: each document in words, and what it pays on a few records."""

import json
from pathlib import Path

from cases.make import Area, assigned, quota, sale, split
from cases.payments import Payments
from commission import calculate
from settling import settle

ROOM = Path(__file__).resolve().parents[3] / "core/src/commission"
ROUNDED = "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals"


def template(name, room=ROOM):
    return json.loads((room / f"templates/{name}.json").read_text(encoding="utf-8"))


def vectors():
    area = Payments("commission", "plan_shapes", "commission.calculate", "commission_plan", calculate)
    for name, source, params, tables, wanted in PAID:
        document = template(name)
        tables = {"assignments": [assigned(plan_id=name, start="2026-01-01", target="10000")], **tables}
        area.stated(f"by hand: {source}", f"template {name}: what it pays", document["name"], document, params, tables,
                    wanted)
        said(area, "commission_plan", "commission.describe", document)
    settled(area)
    return area


def said(area, kind, op, document):
    request = {"op": op, "kind": kind, "definition": document, "params": {}}
    area.add(f"template {document['id']}: in words", document["name"], request,
             {"ok": True, "summary": {"lines": WORDS[document["id"]]}, "warnings": []},
             "by hand: read beside the document, key by key")


def settled(area):
    paid = Payments("settlement", "plan_shapes", "settlement.settle", "settlement_policy", settle)
    people = [{"person_id": "ann", "start_date": "2026-01-01"}]
    for name, source, earned, wanted in SETTLED:
        document = template(name, ROOM / "settlement")
        rows = [{"payee_id": "ann", "amount": amount, "effective_on": f"2026-{month:02d}-15"}
                for month, amount in enumerate(earned, 1)]
        params = {"period": {"from": "2026-01-01", "to": f"2026-{len(earned) + 1:02d}-01"}}
        paid.stated(f"by hand: {source}", f"template {name}: what it pays", document["name"], document, params,
                    {"earnings": rows, "people": people}, {"payouts": wanted})
        said(paid, "settlement_policy", "settlement.describe", document)
    area.vectors += paid.vectors


def profit(name, units, price, cost):
    amount = str(int(units) * int(price))
    return sale(name, amount, units=units, price=price, cost=cost, invoiced_on="2026-01-20")


PAID = [
    (
        "gross-margin", "300 at a margin of 30 % pays 10 %, 200 at 50 % pays 15 %, a loss has no profit to pay on",
        {"period": "2026-01"},
        {"transactions": [profit("t1", "10", "100", "70"), profit("t2", "4", "100", "50"), profit("t3", "2", "50", "60")]},
        {"lines": [{"amount": "30"}, {"amount": "30"}, {"amount": "0"}]},
    ),
    (
        "margin-grid", "60,000 at a margin of 50 % pays 8 %; of 80,000 at 15 % half pays 4 % and half, above quota, 5 %",
        {"period": "2026-Q1"},
        {"transactions": [sale("t1", "60000", price="100", cost="50"),
                          sale("t2", "80000", "2026-02-01", price="100", cost="85")],
         "quotas": [quota("100000")]},
        {"lines": [{"amount": "4800", "tier": 1, "tier_column": 3}, {"amount": "3600", "tier": 2, "tier_column": 1}],
         "statements": [{"attainment": "1.4", "earned": "8400"}, {"earned": "8400"}]},
    ),
    (
        "bonus-matrix", "120 % of licences and 90 % of services pay 70 % of the target; 100 % of services make it 140 %",
        {"period": "2026-Q1"},
        {"transactions": [sale("t1", "120000", family="licence"), sale("t2", "45000", "2026-02-01", family="service"),
                          sale("t3", "5000", "2026-03-01", family="service")],
         "quotas": [quota("100000", measure_id="licences"), quota("50000", measure_id="services")]},
        {"lines": [
            {"component_id": "licences", "transaction_id": "t1", "amount": "4000", "tier": 3, "tier_column": 1},
            {"component_id": "licences", "transaction_id": "t2", "amount": "3000", "tier": 3, "tier_column": 2},
            {"component_id": "licences", "transaction_id": "t3", "amount": "7000", "tier": 3, "tier_column": 3},
            {"component_id": "services", "amount": "0"}, {"component_id": "services", "amount": "0"}]},
    ),
    (
        "cash-holdback", "a tenth of 10,000 is earned when it is booked, whenever it is paid",
        {"period": "2026-01"},
        {"transactions": [sale("t1", "10000")]},
        {"lines": [{"amount": "1000"}]},
    ),
    (
        "multi-year", "40,000 at 10 % and 50,000 at 14 %; the three years count one and a half times towards quota",
        {"period": "2026-Q1"},
        {"transactions": [sale("t1", "40000", term="one_year"), sale("t2", "50000", "2026-02-01", term="three_years")],
         "quotas": [quota("100000")]},
        {"lines": [{"amount": "4000"}, {"amount": "7000", "quota_credit": "75000"}],
         "statements": [{"attainment": "1.15", "earned": "11000"}, {"earned": "11000"}]},
    ),
    (
        "overlay", "10,000 for 200,000, then six hundredths up to one and a half quotas, and nothing beyond",
        {"period": "2026-Q1"},
        {"transactions": [sale("t1", "120000", payee=None), sale("t2", "130000", "2026-02-01", payee=None),
                          sale("t3", "100000", "2026-03-01", payee=None)],
         "splits": [row for deal in ("t1", "t2", "t3")
                    for row in (split(deal, "sam", "1"), split(deal, "ann", "1", role="overlay"))],
         "quotas": [quota("200000")],
         "assignments": [assigned(plan_id="overlay", start="2026-01-01", target="10000"),
                         assigned("sam", plan_id="sellers", start="2026-01-01")]},
        {"lines": [{"amount": "6000"}, {"amount": "7000"}, {"amount": "3000"}]},
    ),
    (
        "team-pool", "100,000 of 100,000 together: 5,000 each, and 1 % of it by 60,000 to 40,000",
        {"period": "2026-Q1"},
        {"transactions": [sale("t1", "60000"), sale("t2", "40000", "2026-02-01", "bo")],
         "quotas": [quota("50000"), quota("50000", payee="bo")],
         "assignments": [{**assigned(payee, plan_id="team-pool", start="2026-01-01"), "team_id": "west"} for payee in ("ann", "bo")]},
        {"lines": [{"amount": "3600"}, {"amount": "5000"}, {"amount": "600"}, {"amount": "2400"}, {"amount": "5000"}, {"amount": "400"}]},
    ),
]

PAID += [
    (
        "residual", "the twelfth month of 500 pays 10 %, the thirteenth 5 %, the twenty-fifth of 800 2 %",
        {"period": {"from": "2026-01-01", "to": "2026-03-01"}},
        {"transactions": [sale("S1/0012", "500", "2026-01-01", month_index=12), sale("S1/0013", "500", "2026-02-01", month_index=13),
                          sale("S2/0025", "800", "2026-02-01", month_index=25)]},
        {"lines": [{"amount": "50"}, {"amount": "25"}, {"amount": "16"}]},
    ),
]

SETTLED = [
    (
        "recoverable-draw", "2,000 and 1,000 are advanced; half of the 2,000 earned above the draw pays back",
        ("1000", "2000", "5000"), [{"paid": "3000"}, {"paid": "3000"}, {"paid": "4000"}],
    ),
    (
        "non-recoverable-draw", "at least 3,000 for three months, then what is earned",
        ("1000", "2000", "5000", "500"), [{"paid": "3000"}, {"paid": "3000"}, {"paid": "5000"}, {"paid": "500"}],
    ),
    (
        "forgiven-draw", "2,000 are advanced, 500 are paid back, and 1,500 are forgiven after six months",
        ("1000", "3500", "3000", "3000", "3000", "3000", "4000"),
        [{"paid": "3000"}] * 6 + [{"paid": "4000"}],
    ),
]

DRAWN = [
    "earnings below zero go to a negative balance, which later earnings make good",
    "  up to all of what a period earned",
    "a draw is paid at settlement, prorated by calendar days",
]
OWED = "  what is owed is recovered from up to all of what is earned above it"

WORDS = {
    "gross-margin": [
        "plan `gross-margin` (A part of gross profit, more of it the better the margin) pays in USD, from 2026-01-01",
        ROUNDED,
        "component `gross-profit` adds up the gross profit (price less cost, times units; a loss as 0) by `invoiced_on`, "
        "each transaction for itself",
        "  it pays by its own margin, profit over price; the tier reached pays on all credit",
        "    tier 1, from 0 % to below 20 %: 0.05",
        "    tier 2, from 20 % to below 35 %: 0.1",
        "    tier 3, from 35 %: 0.15",
        "    below the first tier, the first tier's value holds",
    ],
    "margin-grid": [
        "plan `margin-grid` (A rate by attainment and by the margin of each deal) pays in USD, from 2026-01-01",
        ROUNDED,
        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays by attainment; each tier pays on the credit inside it",
        "    tier 1, from 0 % to below 100 %",
        "      a transaction margin from 0 % to below 20 %: 0.04",
        "      a transaction margin from 20 % to below 40 %: 0.06",
        "      a transaction margin from 40 %: 0.08",
        "    tier 2, from 100 %",
        "      a transaction margin from 0 % to below 20 %: 0.05",
        "      a transaction margin from 20 % to below 40 %: 0.08",
        "      a transaction margin from 40 %: 0.12",
        "    below a transaction margin of 0 %, nothing is paid",
        "    below the first tier, the first tier's value holds",
    ],
    "bonus-matrix": [
        "plan `bonus-matrix` (A bonus by two attainments: licences pick the row, services the column) pays in USD, from "
        "2026-01-01",
        ROUNDED,
        "component `licences` adds up the amount by `booked_on`, quarter by quarter",
        "  only where `family` is `licence`",
        "  it carries 1 of the target variable",
        "  it pays by attainment; the tier reached pays on all credit",
        "    tier 1, from 0 % to below 80 %",
        "      an attainment of `services` from 0 % to below 80 %: 0 of the target variable",
        "      an attainment of `services` from 80 % to below 100 %: 0.2 of the target variable",
        "      an attainment of `services` from 100 %: 0.4 of the target variable",
        "    tier 2, from 80 % to below 100 %",
        "      an attainment of `services` from 0 % to below 80 %: 0.2 of the target variable",
        "      an attainment of `services` from 80 % to below 100 %: 0.5 of the target variable",
        "      an attainment of `services` from 100 %: 0.8 of the target variable",
        "    tier 3, from 100 %",
        "      an attainment of `services` from 0 % to below 80 %: 0.4 of the target variable",
        "      an attainment of `services` from 80 % to below 100 %: 0.7 of the target variable",
        "      an attainment of `services` from 100 %: 1.4 of the target variable",
        "    below an attainment of `services` of 0 %, its first column holds",
        "    all credit so far is paid in the column that an attainment of `services` has reached",
        "    below the first tier, the first tier's value holds",
        "component `services` adds up the amount by `booked_on`, quarter by quarter",
        "  only where `family` is `service`",
        "  it pays 0 for every unit of credit",
    ],
    "cash-holdback": [
        "plan `cash-holdback` (A rate on bookings, payable as customers pay, and a tenth of it once they have paid in full) "
        "pays in USD, from 2026-01-01",
        ROUNDED,
        "component `bookings` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays 0.1 for every unit of credit",
        "an earning is released",
        "  all of it as the invoiced total is collected",
        "  0.1 of what is released is held back and paid when all that was invoiced is collected",
        "  who leaves before that forfeits it",
    ],
    "multi-year": [
        "plan `multi-year` (The first year pays in full, a longer term pays a higher rate and counts more towards quota) "
        "pays in USD, from 2026-01-01",
        ROUNDED,
        "component `first-year` adds up the amount by `booked_on`, quarter by quarter",
        "  quota credit counts 1.25 times where `term` is `two_years`",
        "  quota credit counts 1.5 times where `term` is `three_years`",
        "  it pays by the rules that fit a transaction: the most specific by `term`",
        "    `one-year`: 0.1",
        "    `two-years`: 0.12 where `term` is one of `two_years`",
        "    `three-years`: 0.14 where `term` is one of `three_years`",
        "    a transaction that no rule fits pays nothing",
    ],
    "overlay": [
        "plan `overlay` (A specialist beside the seller: credit on top of the seller's, at a lower rate and up to a cap) "
        "pays in USD, from 2026-01-01",
        ROUNDED,
        "direct and overlay credit of a transaction come to at most 2 times it",
        "component `supported` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays by attainment; each tier pays on the credit inside it",
        "    tier 1, from 0 % to below 100 %: 1 times the target variable over the quota",
        "    tier 2, from 100 %: 1.2 times the target variable over the quota",
        "    below the first tier, the first tier's value holds",
        "  credit above an attainment of 1.5 earns nothing more",
    ],
    "residual": [
        "plan `residual` (A part of what customers pay month after month, less of it from year to year) pays in USD, from "
        "2026-01-01",
        ROUNDED,
        "component `residuals` adds up the amount by `booked_on`, month by month",
        "  it pays by the rules that fit a transaction: the one that comes first by priority",
        "    1. `first-year`: 0.1 where `month_index` is from 1 up to, not including, 13",
        "    2. `second-year`: 0.05 where `month_index` is from 13 up to, not including, 25",
        "    3. `later-years`: 0.02 where `month_index` is at least 25",
        "    a transaction that no rule fits is refused",
    ],
    "team-pool": [
        "plan `team-pool` (Everybody's own rate, and a pool for every team that is shared by headcount and by credit) pays "
        "in USD, from 2026-01-01",
        ROUNDED,
        "component `bookings` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays 0.06 for every unit of credit",
        "team bonus `team-goal` pays each team 10000 when a quarter ends",
        "  only where the team's attainment of `bookings` is at least 1 over a quarter",
        "  its members have equal shares, each by the part of it that one is in the team",
        "team bonus `team-share` pays each team 0.01 of the credit of its members in all components times what its "
        "attainments pay when a quarter ends",
        "  1 of it for the team's attainment of `bookings`; it pays 0.5 at 0.5, 1 at 1, 2 at 1.5",
        "  its members share it by their credit",
    ],
    "recoverable-draw": [
        "policy `recoverable-draw` (Pay up to a draw while people start, paid back from half of what they earn above it) "
        "settles in USD, month by month",
        *DRAWN,
        "  what is owed is recovered from up to 0.5 of what is earned above it",
        "  who has no draw of their own has a recoverable draw of 3000 a pay period in the first 6 months",
    ],
    "non-recoverable-draw": [
        "policy `non-recoverable-draw` (Pay of at least a draw in the first three months, never paid back) settles in USD, "
        "month by month",
        *DRAWN,
        OWED,
        "  who has no draw of their own has a non-recoverable draw of 3000 a pay period in the first 3 months",
    ],
    "forgiven-draw": [
        "policy `forgiven-draw` (A draw that is paid back as long as it lasts, and what is owed then forgiven) settles in "
        "USD, month by month",
        *DRAWN,
        OWED,
        "  who has no draw of their own has a recoverable draw that is forgiven at its end, of 3000 a pay period in the "
        "first 6 months",
    ],
}
