"""Books: changes of every kind applied, what cannot be, and the bytes of no book."""

from booking import apply

from .make import assigned, failure, part, plan, quota, sale, split, tiers
from .payments import Payments

STEPS = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
PLAN = plan(part(rate_table=STEPS, quota={"source": "table"}))
SOLD = [sale("t1", "600"), sale("t2", "600", "2026-02-01"), sale("t3", "100", "2026-03-01")]
QUOTAS = [quota("1000"), quota("500", payee="bo")]
NAMED = b"quarterdeck/commission-book@1\n".decode()


def vectors():
    area = Payments("commission", "books", "book.apply", "book", apply)
    applied(area)
    shared(area)
    pooled(area)
    whole(area)
    refused(area)
    opened(area)
    read(area)
    return area


def book(document=PLAN, transactions=SOLD, params=None, **more):
    people = [assigned(), assigned("bo")]
    tables = {"transactions": transactions, "assignments": people, "quotas": QUOTAS, **more}
    asked = {"period": "2026-Q1", **(params or {})}
    return {"schema": "quarterdeck/commission-book@1", "plan": document, "params": asked, "tables": tables}


def gone(*ids):
    return [{"transaction_id": name} for name in ids]


def applied(area):
    def change(name, about, params=None, **given):
        area.oracle(f"commission_book_{name}", about, book(), params or {}, given)

    change("new_last", "a deal after all others is one more line", transactions=[sale("t4", "50", "2026-03-05")])
    change("new_first", "a deal before all others moves those after it", transactions=[sale("t0", "500", "2026-01-02")])
    change("new_between", "a deal between two others moves only the one after it", transactions=[sale("t4", "300", "2026-02-10")])
    change("changed", "a deal that is worth something else", transactions=[sale("t2", "900", "2026-02-01")])
    change("moved_out", "a deal that is booked in another quarter", transactions=[sale("t3", "100", "2026-04-01")])
    change("moved_over", "a deal that another sold", transactions=[sale("t1", "600", payee="bo")])
    change("withdrawn", "a deal that is no more, and what it does to later ones", withdrawn=gone("t1"))
    change("unchanged", "a deal given as it is changes nothing", transactions=[SOLD[1]])
    change("nothing", "no change at all")
    change("booked_on", "changes are booked on the day that is said", {"booked_on": "2026-04-15"}, withdrawn=gone("t3"))
    change("withdrawn_and_given", "what is withdrawn and given is new", withdrawn=gone("t1"), transactions=[sale("t1", "700")])
    change(
        "many_at_once",
        "new, changed and withdrawn deals of two payees in no order",
        transactions=[sale("t5", "800", "2026-03-02", "bo"), sale("t2", "10", "2026-02-01"), sale("t4", "70", "2026-01-01")],
        withdrawn=gone("t3"),
    )


    core = part("core", rate="0.01", eligible={"column": "family", "op": "eq", "value": "Core"})
    area.oracle(
        "commission_book_one_more_line",
        "a deal that is eligible for more comes to one more line, and its other one stays: its credit has changed",
        book(plan(part(rate="0.1"), core), [{**one, "family": "Add-on"} for one in SOLD]),
        {},
        {"transactions": [sale("t2", "600", "2026-02-01", family="Core"), sale("t4", "50", "2026-03-02", family="Core")]},
    )


def shared(area):
    bare = {key: value for key, value in SOLD[0].items() if key != "payee_id"}
    halves = [split("t1", "ann", "0.5"), split("t1", "bo", "0.5")]
    thirds = [split("t1", "ann", "1/3"), split("t1", "bo", "2/3")]
    divided = book(transactions=[bare, *SOLD[1:]], splits=halves)
    area.oracle(
        "commission_book_split",
        "a deal is split: one gives back, the other is paid",
        book(),
        {},
        {"transactions": [bare], "splits": halves},
    )
    area.oracle("commission_book_split_again", "other shares of a deal", divided, {}, {"splits": thirds})
    area.oracle(
        "commission_book_split_kept",
        "a deal that changes keeps its shares",
        divided,
        {},
        {"transactions": [{**bare, "amount": "900"}]},
    )
    area.oracle(
        "commission_book_split_no_more",
        "a deal withdrawn and given has no shares but those that are given with it",
        divided,
        {},
        {"withdrawn": gone("t1"), "transactions": [SOLD[0]]},
    )


def pooled(area):
    """A team shares what one of it sold."""
    bonus = {"id": "pool", "kind": "team", "period": "quarter", "rate": "0.01", "base": "credit", "share_by": "headcount"}
    people = [{**assigned(payee), "team_id": "north"} for payee in ("ann", "bo")]
    made = book(plan(part(rate="0.1"), bonuses=[bonus]), assignments=people)
    area.oracle("commission_book_team", "a deal of one member moves what every member has", made, {}, {"transactions": [sale("t4", "333", "2026-03-05")]})
    area.oracle("commission_book_team_refund", "a refund that comes in moves the pool back", made, {}, {"transactions": [sale("r1", "-600", "2026-03-06", None, reverses_id="t1")]})


def whole(area):
    refund = sale("r1", "-600", "2026-03-20", None, reverses_id="t2")
    area.oracle("commission_book_refund", "a refund takes back what its sale earned", book(), {}, {"transactions": [refund]})
    refunded = book(transactions=[*SOLD, refund])
    area.oracle(
        "commission_book_refunded_sale",
        "a refunded sale that is worth more: the refund takes back a part",
        refunded,
        {},
        {"transactions": [sale("t2", "1200", "2026-02-01")]},
    )
    area.oracle(
        "commission_book_refunded_sale_moves",
        "a refunded sale that another made: the refund moves with it",
        refunded,
        {},
        {"transactions": [sale("t2", "600", "2026-02-01", "bo")]},
    )
    capped = plan(part(rate_table=STEPS, quota={"source": "table"}, cap={"payment": "50"}))
    area.oracle("commission_book_capped", "what is sold first uses up the cap", book(capped), {}, {"transactions": [sale("t0", "900", "2026-01-02")]})
    team = plan(part(rate="0.05"), part("team", rate="0.01", roll_up="only"), hierarchy={"date": "booked_on"})
    reporting = [{"person_id": "ann", "manager_id": "bo"}]
    area.oracle(
        "commission_book_rolled_up",
        "a deal reaches those above as well",
        book(team, reporting=reporting),
        {},
        {"transactions": [sale("t4", "50", "2026-03-05")], "withdrawn": gone("t1")},
    )
    over = plan(part(rate="0.1"), overrides=[{"id": "over", "basis": "commission", "rate": "0.2"}])
    area.oracle(
        "commission_book_overridden",
        "what is handed on through somebody who is not on the plan stays where a deal changes",
        book(over, reporting=[{"person_id": "ann", "manager_id": "office"}, {"person_id": "office", "manager_id": "bo"}]),
        {},
        {"transactions": [sale("t4", "50", "2026-03-05")]},
    )


def refused(area):
    def change(name, about, why, problems, **given):
        area.refused(f"commission_book_{name}", about, why, book(), {}, given, problems)

    change(
        "unknown_withdrawn",
        "what the book has not cannot be withdrawn",
        "there is no t9",
        [("table.unknown_id", "/tables/withdrawn/0/transaction_id")],
        withdrawn=gone("t9"),
    )
    change(
        "unknown_split",
        "who is credited with what the book has not",
        "there is no t9, and t1 is withdrawn",
        [("table.unknown_id", f"/tables/splits/{row}/transaction_id") for row in (0, 1)],
        splits=[split("t9", "ann", "1"), split("t1", "ann", "1")],
        withdrawn=gone("t1"),
    )
    change(
        "unknown_payee",
        "a deal of somebody without an assignment, told by its row in the changes",
        "nobody is called cy",
        [("commission.unknown_payee", "/tables/transactions/1/payee_id")],
        transactions=[sale("t4", "5"), sale("t5", "5", payee="cy")],
    )
    change(
        "unknown_sale",
        "a refund of what the book has not",
        "there is no t9",
        [("table.unknown_id", "/tables/transactions/0/reverses_id")],
        transactions=[sale("r1", "-5", payee=None, reverses_id="t9")],
    )
    change(
        "bad_share",
        "shares that do not sum to 1",
        "half is not all",
        [("commission.split_sum", "/tables/splits/0/share"), ("commission.split_sum", "/tables/transactions")],
        splits=[split("t1", "bo", "0.5")],
    )
    area.refused(
        "commission_book_mixed_types",
        "an attribute of another type than the book's",
        "product is text in the book and a number here",
        book(transactions=[{**SOLD[0], "product": "seat"}]),
        {},
        {"transactions": [{**SOLD[1], "product": 5}]},
        [("table.mixed_types", "/tables/transactions/0/product")],
    )
    area.refused(
        "commission_book_loses_its_sale",
        "a sale with a refund is withdrawn: the refund is the book's own, and no row of the changes",
        "r1 takes back t2, which is gone",
        book(transactions=[*SOLD, sale("r1", "-600", "2026-03-20", None, reverses_id="t2")]),
        {},
        {"withdrawn": gone("t2")},
        [("table.unknown_id", "/tables/transactions")],
    )
    area.by_hand(
        "commission_book_set_aside",
        "changes that cannot be used are set aside, and the rest is applied",
        "5 % of 50 for t4; there is no t9, and t5 has no amount",
        {
            **area.request(book(), {"bad_records": "set_aside"}, {}),
            "tables": {"transactions": [sale("t4", "50", "2026-01-11"), sale("t5", "much")], "withdrawn": gone("t9")},
        },
        {
            "ok": True,
            "summary": {
                "added": 1,
                "recalculated": 1,
                "records": {
                    "transactions": {"rows": 2, "used": 1, "excluded": 0, "set_aside": 1},
                    "withdrawn": {"rows": 1, "used": 0, "excluded": 0, "set_aside": 1},
                },
            },
            "tables": {
                "set_aside": [
                    {"table": "transactions", "row": 1, "column": "amount", "code": "number.not_a_decimal"},
                    {"table": "withdrawn", "row": 0, "column": "transaction_id", "code": "table.unknown_id"},
                ]
            },
        },
    )


def opened(area):
    lines = [
        {"transaction_id": "t1", "amount": "30"},
        {"transaction_id": "t2", "amount": "40"},
        {"transaction_id": "t3", "amount": "10"},
    ]
    why = "5 % up to 1000, 10 % of the 300 above"
    summary = {"earned": "80", "lines": 3, "payees": 2}
    area.by_hand(
        "commission_book_opened",
        "a calculation that is kept; its lines stay in the book",
        why,
        {"op": "commission.open_book", "kind": "commission_plan", "definition": PLAN, "params": book()["params"], "tables": book()["tables"]},
        {"ok": True, "summary": summary, "tables": {"set_aside": [], "excluded": []}},
    )

    def asked(op, document=None):
        return {"op": op, "kind": "book", "definition": document or book(), "params": {}}

    area.by_hand(
        "commission_book_results",
        "what a book comes to",
        why,
        asked("book.results"),
        {"ok": True, "summary": {**summary, "transactions": 3}, "tables": {"lines": lines}},
    )
    told = ["A book of the plan `plan` for 2026-Q1", "  3 transactions, 2 payees, 3 lines", "  80 USD earned"]
    area.by_hand("commission_book_described", "a book in words", why, asked("book.describe"), {"ok": True, "summary": {"lines": told}})
    checked = {"op": "book.validate", "params": {"document": book()}}
    area.by_hand("commission_book_checked", "a book that can be opened", why, checked, {"ok": True, "summary": {"valid": True, "total": 0}})
    bare = book(plan(part(rate="much")))
    area.by_hand(
        "commission_book_of_no_plan",
        "a book whose plan is none says where",
        "a rate is a decimal or a fraction",
        asked("book.describe", bare),
        failure([("number.not_a_ratio", "/plan/components/0/rate")]),
    )


def read(area):
    def bytes_of(name, about, why, text, problems):
        request = {"op": "book.describe", "kind": "book", "definition": text, "params": {}}
        area.by_hand(f"commission_book_{name}", about, why, request, failure(problems))

    other = '{"calculation":1,"checksum":"","package":"0.0.1","plan":""}\n'
    bytes_of(
        "of_another_version",
        "the bytes of a book that another version wrote: its numbers may differ",
        "0.0.1 was never released",
        NAMED + other,
        [("commission.book_version", "", {"found": "0.0.1"})],
    )
    for name, text in (("not_bytes", "no book"), ("cut_short", NAMED), ("bad_header", NAMED + "this is no header\n")):
        bytes_of(name, "bytes that no book wrote", "a book begins with two lines", text, [("commission.book_damaged", "")])
