"""Cells that cannot be read, tables that are not there, and calls without records."""

from .make import Area, assigned, part, plan, rate, sale, sales

FLAT = plan(part(rate="0.1"))


def vectors():
    area = Area("cells")
    cells(area)
    tables(area)
    return area


def cells(area):
    digits = "1234567890" * 4
    for name, code, row in (
        ("40_digits", ("number.out_of_range", "amount"), {"amount": digits}),
        ("40_decimals", ("number.out_of_range", "amount"), {"amount": f"0.{digits}"}),
        ("exponent", ("number.not_a_decimal", "amount"), {"amount": "1e3"}),
        ("thousands", ("number.not_a_decimal", "amount"), {"amount": "1,000"}),
        ("no_amount", ("table.missing_value", "amount"), {"amount": None}),
        ("leap_day", ("time.bad_date", "booked_on"), {"booked_on": "2026-02-29"}),
        ("year_0", ("time.out_of_range", "booked_on"), {"booked_on": "0000-01-01"}),
        ("no_currency", ("number.unknown_currency", "currency"), {"currency": "XYZ"}),
        ("half_sequence", ("table.wrong_type", "sequence"), {"sequence": "1.5"}),
        ("instant", ("time.bad_instant", "known_at"), {"known_at": "yesterday"}),
    ):
        area.refused(
            f"commission_cell_{name}",
            "a cell that cannot be read",
            "see the cell",
            FLAT,
            [sale("t0", "1"), {**sale("t1", "1"), **row}],
            problems=[(code[0], f"/tables/transactions/1/{code[1]}")],
        )
    area.refused(
        "commission_all_bad_cells_together",
        "every bad cell of every table at once",
        "three rows, three tables",
        FLAT,
        [sale("t1", "x"), sale("t2", "1", "2026-13-01"), sale("", "1")],
        [assigned(), {**assigned("bo"), "from": "soon"}],
        fx_rates=[rate("EUR", "much")],
        problems=[
            ("time.bad_date", "/tables/assignments/1/from"),
            ("number.not_a_decimal", "/tables/fx_rates/0/rate"),
            ("number.not_a_decimal", "/tables/transactions/0/amount"),
            ("time.bad_date", "/tables/transactions/1/booked_on"),
            ("table.missing_value", "/tables/transactions/2/transaction_id"),
        ],
    )
    area.by_hand(
        "commission_cells_set_aside",
        "bad cells set aside: two reasons for one record, and the rest is computed",
        "only t3 can be used, and 10% of 5 is 0.5",
        FLAT,
        [sale("t1", "x", "2026-13-01"), sale("t2", "", "2026-01-02"), sale("t3", "5")],
        params={"bad_records": "set_aside"},
        expect={
            "ok": True,
            "summary": {"earned": "0.5", "lines": 1},
            "tables": {
                "lines": [{"transaction_id": "t3", "amount": "0.5"}],
                "set_aside": [
                    {
                        "table": "transactions",
                        "row": 0,
                        "record_id": "t1",
                        "column": "amount",
                        "code": "number.not_a_decimal",
                        "value": "x",
                    },
                    {
                        "table": "transactions",
                        "row": 0,
                        "record_id": "t1",
                        "column": "booked_on",
                        "code": "time.bad_date",
                        "value": "2026-13-01",
                    },
                    {
                        "table": "transactions",
                        "row": 1,
                        "record_id": "t2",
                        "column": "amount",
                        "code": "table.missing_value",
                        "value": "",
                    },
                ],
            },
        },
    )


def tables(area):
    flat = area.request(FLAT, sales("10"))
    for name in ("transactions", "assignments"):
        request = {**flat, "tables": {other: rows for other, rows in flat["tables"].items() if other != name}}
        area.add(
            f"commission_without_{name}",
            "a table that is needed",
            request,
            {"ok": False, "problems": [{"code": "table.missing_table", "pointer": f"/tables/{name}"}], "total": 1},
            "by hand: it is not given",
        )
    wrong = {**flat, "tables": {**flat["tables"], "deals": [{"deal_id": "d"}]}}
    area.add(
        "commission_unknown_table",
        "a table that is not taken",
        wrong,
        {"ok": False, "problems": [{"code": "table.unknown_table", "pointer": "/tables/deals"}], "total": 1},
        "by hand: deals are no transactions",
    )
    column = {**flat, "tables": {**flat["tables"], "transactions": [{"transaction_id": "t1"}]}}
    area.add(
        "commission_without_amounts",
        "a column that is needed",
        column,
        {
            "ok": False,
            "problems": [{"code": "table.missing_column", "pointer": "/tables/transactions/amount"}],
            "total": 1,
        },
        "by hand: no row has an amount",
    )
    text = {**flat, "tables": {**flat["tables"], "transactions": "transaction_id,transaction_id,amount\nt1,t1,1\n"}}
    area.add(
        "commission_duplicate_column",
        "a column that stands twice",
        text,
        {
            "ok": False,
            "problems": [{"code": "table.duplicate_column", "pointer": "/tables/transactions/transaction_id"}],
            "total": 1,
        },
        "by hand: the header names transaction_id twice",
    )
    area.oracle("commission_everything_empty", "no records at all", FLAT, [], [])
    area.oracle(
        "commission_nobody_on_the_plan",
        "assignments to other plans only",
        FLAT,
        sales("10"),
        [assigned(plan_id="other")],
    )
    area.oracle(
        "commission_rule_on_an_empty_table",
        "a rule on a column that no record brings, where there are no records",
        plan(part(rate="0.1", eligible={"column": "family", "op": "eq", "value": "Core"})),
        [],
    )
    area.refused(
        "commission_rule_unknown_column",
        "a rule on a column that the records do not have",
        "no record has a family",
        plan(part(rate="0.1", eligible={"column": "family", "op": "eq", "value": "Core"})),
        sales("10"),
        problems=[("rule.unknown_column", "/components/0/eligible/column")],
    )
