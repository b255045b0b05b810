"""Recurring streams whose records are not used, or cannot be."""

from expanding import expand

from .payments import Payments
from .streams import MARCH, YEAR, owner, params, stream

FEBRUARY = "2026-02-05T00:00:00Z"


def vectors():
    area = Payments("commission", "stream_records", "commission.expand_streams", None, expand)
    records(area)
    refused(area)
    return area


def records(area):
    area.by_hand(
        "streams_account_for_records",
        "what is used, excluded and set aside adds up to what was given",
        "each reason once",
        area.request(
            None,
            params(bad_records="set_aside", first_part_month="none", period="2026-M01"),
            {
                "streams": [
                    stream("100", "2026-01-01", "used", payee=None),
                    stream("100", "2026-02-01", "late"),
                    stream("100", "2026-01-05", "never", ended_on="2026-01-05"),
                    stream("100", "2026-01-05", "part"),
                    stream("1", "2026-01-01", "again", known_at=FEBRUARY),
                    stream("2", "2026-01-01", "again", known_at=MARCH),
                    stream("100", "2026-01-01", "orphan", payee=None),
                    stream("100", "2026-01-01", "torn"),
                    stream("100", "2026-01-01", "wrong", known_at=MARCH, to="2026-01-01"),
                    stream("100", "2026-01-01", "wrong"),
                ],
                "stream_owners": [
                    owner("ann", "2026-01-01", name="used"),
                    owner("bo", "2026-01-01", name="used", known_at=MARCH),
                    owner("ann", "2026-02-01", name="used"),
                    owner("ann", "2026-01-01", name="late"),
                    owner("ann", "2026-01-01", "2026-01-10", name="orphan"),
                    owner("ann", "2026-01-01", share="0.5", name="torn"),
                    owner("ann", "2026-01-01", "2025-12-01", name="torn"),
                    owner("ann", "2026-01-01", name="wrong"),
                ],
            },
        ),
        {
            "ok": True,
            "summary": {
                "streams": 2,
                "transactions": 2,
                "part_months_not_billed": 1,
                "billed": {"USD": "102"},
                "records": {
                    "stream_owners": {"rows": 8, "used": 1, "excluded": 6, "set_aside": 1},
                    "streams": {"rows": 10, "used": 2, "excluded": 6, "set_aside": 2},
                },
            },
            "tables": {
                "splits": [{"transaction_id": "used/0001", "payee_id": "bo"}, {"transaction_id": "again/0001", "payee_id": "ann"}],
                "excluded": [
                    {"table": "streams", "row": 1, "record_id": "late", "reason": "outside_period"},
                    {"table": "streams", "row": 2, "record_id": "never", "reason": "never_ran"},
                    {"table": "streams", "row": 3, "record_id": "part", "reason": "part_month_not_billed"},
                    {"table": "streams", "row": 4, "record_id": "again", "reason": "superseded"},
                    {"table": "streams", "row": 7, "record_id": "torn", "reason": "owner_set_aside"},
                    {"table": "streams", "row": 9, "record_id": "wrong", "reason": "stream_set_aside"},
                    {"table": "stream_owners", "row": 0, "record_id": "used", "reason": "superseded"},
                    {"table": "stream_owners", "row": 2, "record_id": "used", "reason": "outside_period"},
                    {"table": "stream_owners", "row": 3, "record_id": "late", "reason": "stream_not_billed"},
                    {"table": "stream_owners", "row": 4, "record_id": "orphan", "reason": "stream_set_aside"},
                    {"table": "stream_owners", "row": 5, "record_id": "torn", "reason": "stream_set_aside"},
                    {"table": "stream_owners", "row": 7, "record_id": "wrong", "reason": "stream_set_aside"},
                ],
                "set_aside": [
                    {"table": "stream_owners", "row": 6, "column": "to", "code": "time.empty_period"},
                    {"table": "streams", "row": 6, "column": "stream_id", "code": "commission.stream_unowned"},
                    {"table": "streams", "row": 8, "column": "to", "code": "time.empty_period"},
                ],
            },
        },
    )


def refused(area):
    area.refused(
        "streams_bad_records",
        "every record that cannot be used, at once",
        "each refusal of a record once",
        None,
        {"period": "2026-Q1"},
        {
            "streams": [
                stream(name="a", currency="USD", to="2026-01-15"),
                stream(name="b", currency="USD", ended_on="2026-01-14"),
                stream(name="c", currency="USD", counted_from="2026-01-16"),
                stream(name="d"),
                stream(name="e", currency="USD", payee=None),
                stream(name="f", currency="USD"),
                stream(name="g", currency="USD"),
                stream(name="g", currency="USD"),
                stream(name="h", currency="USD"),
                stream(name="i", currency="USD"),
            ],
            "stream_owners": [
                owner("ann", "2026-01-15", "2026-02-01", name="e"),
                owner("ann", "2026-01-15", name="f"),
                owner("bo", "2026-02-01", name="f"),
                owner("ann", "2026-01-15", share="0.5", name="h"),
                owner("bo", "2026-01-15", share="0.25", name="h"),
                owner("ann", "2026-01-15", share="-0.5", name="i"),
                owner("ann", "2026-01-15", "2026-01-15", name="i"),
                owner("ann", "2026-01-15", name="zz"),
            ],
        },
        [
            ("commission.stream_owner_overlap", "/tables/stream_owners/1/from"),
            ("commission.stream_owner_overlap", "/tables/stream_owners/2/from"),
            ("commission.stream_share_sum", "/tables/stream_owners/3/share"),
            ("commission.stream_share_sum", "/tables/stream_owners/4/share"),
            ("commission.split_negative", "/tables/stream_owners/5/share"),
            ("time.empty_period", "/tables/stream_owners/6/to"),
            ("table.unknown_id", "/tables/stream_owners/7/stream_id"),
            ("time.empty_period", "/tables/streams/0/to"),
            ("commission.stream_dates", "/tables/streams/1/ended_on"),
            ("commission.stream_dates", "/tables/streams/2/counted_from"),
            ("table.missing_value", "/tables/streams/3/currency"),
            ("commission.stream_unowned", "/tables/streams/4/stream_id"),
            ("table.duplicate_id", "/tables/streams/7/stream_id"),
        ],
    )
    area.refused(
        "streams_owner_named_twice",
        "two parts of one owner on one day are one record too many",
        "half and half of Ann's is all of it, and still one of the two is a slip",
        None,
        params(),
        {"streams": [stream()], "stream_owners": [owner("ann", "2026-02-01", share="0.5"), owner("ann", "2026-03-01", share="0.5"), owner("bo", "2026-02-01", "2026-03-01", "0.5")]},
        [("commission.stream_owner_overlap", "/tables/stream_owners/1/from")],
    )
    area.refused(
        "streams_with_columns_of_their_months",
        "a column that the months are given would be another's",
        "two of them",
        None,
        params(),
        {"streams": [stream(booked_on="2026-01-01", month_index=4, product="core")]},
        [("table.duplicate_column", "/tables/streams/booked_on"), ("table.duplicate_column", "/tables/streams/month_index")],
    )
    area.refused(
        "streams_of_too_many_months",
        "a slip of the pen in a year",
        "more than a hundred years",
        None,
        params({"from": "0001-01-01", "to": "2026-01-01"}),
        {"streams": []},
        [("document.out_of_range", "/params/period")],
    )
    area.refused(
        "streams_too_large",
        "a total that does not fit into a decimal",
        "28 digits a month are 29 after ten",
        None,
        params(YEAR),
        {"streams": [stream("9999999999999999999999999999", "2026-01-01", currency="JPY")]},
        [("number.out_of_range", "/tables/streams/0")],
    )
