"""Recurring streams as transactions: where months begin and end, whose they are, what was known, and what they pay."""

from booking import apply
from commission import calculate
from expanding import expand
from restating import restate

from .make import assigned
from .payments import Payments
from .plan_shapes import template

YEAR = {"from": "2026-01-01", "to": "2027-01-01"}
MARCH = "2026-03-20T00:00:00Z"


def params(period="2026-Q1", **more):
    return {"period": period, "currency": "USD", **more}


def stream(amount="310", start="2026-01-15", name="S1", payee="ann", **more):
    row = {"stream_id": name, "amount": amount, "from": start, **more}
    return row if payee is None else {**row, "payee_id": payee}


def owner(payee, start, to=None, share=None, name="S1", **more):
    row = {"stream_id": name, "payee_id": payee, "from": start, **more}
    for key, value in (("to", to), ("share", share)):
        if value is not None:
            row[key] = value
    return row


def vectors():
    area = Payments("commission", "streams", "commission.expand_streams", None, expand)
    months(area)
    parts(area)
    owners(area)
    knowledge(area)
    paid(area)
    return area


def months(area):
    area.stated(
        "by hand: 17 of 31 days of January, all of February, 10 of 31 days of March",
        "streams_start_and_end_event_in_mid_month",
        "a stream that starts on 15 January and ends on 11 March, long before its term",
        None,
        params(),
        {"streams": [stream(to="2027-01-15", ended_on="2026-03-11", product="core")]},
        {
            "transactions": [
                {"transaction_id": "S1/0001", "month_index": 1, "amount": "170", "booked_on": "2026-01-15", "product": "core"},
                {"transaction_id": "S1/0002", "month_index": 2, "amount": "310", "booked_on": "2026-02-01", "month_to": "2026-03-01"},
                {"transaction_id": "S1/0003", "month_index": 3, "amount": "100", "booked_on": "2026-03-01", "month_to": "2026-04-01"},
            ],
            "splits": [{"transaction_id": f"S1/000{at}", "payee_id": "ann", "share": "1"} for at in (1, 2, 3)],
        },
    )
    area.oracle(
        "streams_term_before_end_event",
        "an end event after the term changes nothing",
        None,
        params(),
        {"streams": [stream(to="2026-02-10", ended_on="2026-03-11")]},
    )
    area.stated(
        "by hand: the day of the start, or the last of a month that does not have it; the 31st comes back",
        "streams_anniversary_from_the_31st",
        "months from 31 January on: 28 February, 31 March, 30 April",
        None,
        params({"from": "2026-01-01", "to": "2026-05-01"}, billing_months="anniversary"),
        {"streams": [stream("100", "2026-01-31")]},
        {
            "transactions": [
                {"month_from": first, "month_to": to, "booked_on": first, "amount": "100"}
                for first, to in (
                    ("2026-01-31", "2026-02-28"),
                    ("2026-02-28", "2026-03-31"),
                    ("2026-03-31", "2026-04-30"),
                    ("2026-04-30", "2026-05-31"),
                )
            ]
        },
    )
    area.stated(
        "by hand: 14 of 29 days and 14 of 28",
        "streams_leap_february",
        "a day of February is worth less in a leap year",
        None,
        params({"from": "2024-02-01", "to": "2026-03-01"}),
        {
            "streams": [
                stream("290", "2024-02-01", "leap", ended_on="2024-02-15"),
                stream("290", "2026-02-01", "plain", ended_on="2026-02-15"),
            ]
        },
        {"transactions": [{"amount": "140"}, {"amount": "145"}]},
    )
    area.oracle(
        "streams_anniversary_from_a_leap_day",
        "months from 29 February of a leap year on, over the next one",
        None,
        params({"from": "2024-12-01", "to": "2025-05-01"}, billing_months="anniversary", billed="in_arrears"),
        {"streams": [stream("99.99", "2024-02-29", ended_on="2025-04-10")]},
    )
    area.oracle(
        "streams_twelfth_and_thirteenth_month",
        "months are counted from that of the start, whatever its day",
        None,
        params({"from": "2026-12-01", "to": "2027-02-01"}),
        {"streams": [stream()]},
    )
    area.oracle(
        "streams_counted_from_an_earlier_stream",
        "a stream with another amount goes on where an earlier one ended: the months are counted on",
        None,
        params(YEAR),
        {
            "streams": [
                stream("100", "2025-11-10", "S1", to="2026-02-20"),
                stream("150", "2026-02-20", "S2", counted_from="2025-11-10", to="2026-04-01"),
            ]
        },
    )
    area.oracle(
        "streams_fiscal_year_in_arrears",
        "a year from July to June, each month booked on the last day that the stream runs",
        None,
        params("2026", calendar={"first_month": 7}, billed="in_arrears"),
        {"streams": [stream("50", "2025-05-20", ended_on="2025-09-03")]},
    )


def parts(area):
    for first in ("prorated", "full", "none"):
        for last in ("prorated", "full", "none"):
            area.oracle(
                f"streams_part_months_{first}_{last}",
                f"a part of a first month is billed {first}, of a last one {last}; within one month both count",
                None,
                params(first_part_month=first, last_part_month=last),
                {
                    "streams": [
                        stream("100", "2026-01-08", "long", ended_on="2026-03-17"),
                        stream("100", "2026-02-05", "short", ended_on="2026-02-19"),
                    ]
                },
            )
    area.stated(
        "by hand: 10/3 a month in cents: 3.33, 3.34, 3.33, and the three months are 10",
        "streams_thirds_foot",
        "what is billed is the difference of rounded totals",
        None,
        params(),
        {"streams": [stream("3.333333333333", "2026-01-01")]},
        {"transactions": [{"amount": "3.33"}, {"amount": "3.34"}, {"amount": "3.33"}]},
        EXPLAINED_AMOUNT,
    )
    area.oracle(
        "streams_rounding_and_places",
        "another rounding, other places, another currency, and what is paid back month by month",
        None,
        params(rounding="up", places=1),
        {"streams": [stream("33.34", currency="JPY"), stream("-33.34", name="S2")]},
    )
    area.oracle(
        "streams_of_yen",
        "a yen has no minor unit",
        None,
        params(),
        {"streams": [stream("1000", currency="JPY")]},
    )


def owners(area):
    area.stated(
        "by hand: 7 of 28 days of February, then 21",
        "streams_reassigned_in_mid_month",
        "a month that changes hands is split by days",
        None,
        params(),
        {"streams": [stream(payee=None)], "stream_owners": [owner("ann", "2026-01-15", "2026-02-08"), owner("bo", "2026-02-08")]},
        {
            "splits": [
                {"transaction_id": "S1/0001", "payee_id": "ann", "share": "1"},
                {"transaction_id": "S1/0002", "payee_id": "ann", "share": "0.25"},
                {"transaction_id": "S1/0002", "payee_id": "bo", "share": "0.75"},
                {"transaction_id": "S1/0003", "payee_id": "bo", "share": "1"},
            ]
        },
        EXPLAINED_SHARE,
    )
    area.stated(
        "by hand: of the 17 days of January 10 are Ann's; of the other 7 a third is Bo's",
        "streams_reassigned_in_part_of_a_month",
        "shares are of the days that the stream runs, and two owners share from a day on",
        None,
        params("2026-M01"),
        {
            "streams": [stream(payee=None)],
            "stream_owners": [
                owner("ann", "2026-01-01", "2026-01-25"),
                owner("bo", "2026-01-25", None, "1/3"),
                owner("ann", "2026-01-25", None, "2/3"),
            ],
        },
        {"splits": [{"payee_id": "ann", "share": "44/51"}, {"payee_id": "bo", "share": "7/51"}]},
    )
    area.oracle(
        "streams_owned_by_default",
        "the stream names who owns it on all other days; who holds nothing has no split",
        None,
        params(),
        {
            "streams": [stream()],
            "stream_owners": [owner("bo", "2026-02-10", "2026-02-20"), owner("cy", "2026-03-01", share="1"), owner("bo", "2026-03-01", share="0")],
        },
    )


def ended_later():
    return [
        stream(name="S1", known_at="2026-01-10T00:00:00Z"),
        stream(name="S1", ended_on="2026-02-10", known_at="2026-03-15T00:00:00Z"),
        stream("90", "2026-02-01", "S2", known_at=MARCH),
    ]


def knowledge(area):
    for name, about, known_at in (
        ("before", "as long as nobody knows of the end, every month is billed", "2026-03-01T00:00:00Z"),
        ("after", "once the end is known, the months after it are gone and its own is smaller", "2026-03-16T00:00:00Z"),
        ("at_the_moment", "what becomes known at the moment asked for is not known yet", MARCH),
    ):
        area.oracle(f"streams_end_known_{name}", about, None, params(known_at=known_at), {"streams": ended_later()})
    moved = [owner("ann", "2026-01-01"), owner("bo", "2026-02-08", known_at=MARCH)]
    area.oracle(
        "streams_owner_known_later",
        "a new owner who becomes known later takes over on the days of the record, and need not end the one before",
        None,
        params(),
        {"streams": [stream()], "stream_owners": moved},
    )
    area.oracle(
        "streams_owner_not_known_yet",
        "until then the stream is whose it was",
        None,
        params(known_at=MARCH),
        {"streams": [stream()], "stream_owners": moved},
    )
    given = {"streams": [stream(), stream(name="S2", known_at=MARCH)], "stream_owners": moved}
    area.by_hand(
        "streams_known_later_is_excluded",
        "what is not known yet is told, with the reason",
        "each fate once",
        area.request(None, params(known_at=MARCH), given),
        {
            "ok": True,
            "summary": {
                "streams": 1,
                "transactions": 3,
                "part_months_not_billed": 0,
                "billed": {"USD": "790"},
                "records": {
                    "stream_owners": {"rows": 2, "used": 1, "excluded": 1, "set_aside": 0},
                    "streams": {"rows": 2, "used": 1, "excluded": 1, "set_aside": 0},
                },
            },
            "tables": {
                "excluded": [
                    {"table": "streams", "row": 1, "record_id": "S2", "reason": "known_later"},
                    {"table": "stream_owners", "row": 1, "record_id": "S1", "reason": "known_later"},
                ]
            },
        },
    )


def paid(area):
    """What months pay: as transactions of a plan, restated, and in a book."""
    plan = template("residual")
    people = [assigned(payee, plan_id="residual", start="2026-01-01") for payee in ("ann", "bo")]

    def other(op, kind, reference):
        made = Payments("commission", "streams", op, kind, reference)
        made.vectors = area.vectors
        return made

    def expanded(streams, period, **more):
        request = {"params": params(period, **more), "tables": {"streams": streams, "stream_owners": OWNERS}}
        return expand(request)["tables"]

    winter = {"from": "2026-12-01", "to": "2027-03-01"}
    other("commission.calculate", "commission_plan", calculate).oracle(
        "streams_pay_by_month",
        "the twelfth month pays a tenth, the thirteenth a twentieth, the twenty-fifth a fiftieth; one is shared by days",
        plan,
        {"period": winter},
        {**expanded([stream(), stream("1000", "2024-12-01", "S2")], winter), "assignments": people},
        EXPLAINED_LINE,
    )
    before = expanded(ended_later(), "2026-Q1", known_at="2026-03-01T00:00:00Z")
    now = expanded(ended_later(), "2026-Q1")
    close = {"definition": plan, "params": {"period": "2026-Q1", "booked_on": "2026-03-31"}}
    bookings = restate({**close, "tables": {**before, "assignments": people}})["tables"]["bookings"]
    other("commission.restate", "commission_plan", restate).stated(
        "by hand: a tenth of 310 was booked for February and for March; 9 of 28 days of February are 99.64",
        "streams_end_becomes_known_after_the_close",
        "what was paid for the months after the end goes back, its own pays less, and what was not known is paid",
        plan,
        {"period": "2026-Q1", "booked_on": "2026-04-15"},
        {**now, "assignments": people, "bookings": bookings},
        {
            "bookings": [
                {"transaction_id": "S1/0002", "amount": "-21.04", "reason": "transaction_changed"},
                {"transaction_id": "S1/0003", "amount": "-31", "reason": "transaction_withdrawn"},
                {"transaction_id": "S2/0001", "amount": "9", "reason": "transaction_new"},
                {"transaction_id": "S2/0002", "amount": "9", "reason": "transaction_new"},
            ]
        },
    )
    opened = {
        "schema": "quarterdeck/commission-book@1",
        "plan": plan,
        "params": {"period": "2026-Q1"},
        "tables": {**before, "assignments": people},
    }
    other("book.apply", "book", apply).oracle(
        "streams_end_becomes_known_to_a_book",
        "a book takes the months as they are now, and those that are gone as withdrawn",
        opened,
        {},
        {**now, "withdrawn": [{"transaction_id": "S1/0003"}]},
    )


OWNERS = [owner("ann", "2020-01-01", "2027-02-08"), owner("bo", "2027-02-08")]
EXPLAINED_AMOUNT = {
    "table": "transactions",
    "row": 1,
    "expect": {
        "words": "amount: the rounded total of the stream with this month, less the one without it = 3.333333333333,"
        " rounded to 3.34 (month_index 2, month 2026-02-01/2026-03-01, total_before 3.333333333333, total_after"
        " 6.666666666666) [/tables/streams/0]\n"
        "  billed: the amount of a month times days billed over days of the month = 3.333333333333 (amount"
        " 3.333333333333, days_billed 28, days_of_month 28) [/tables/streams/0]\n"
    },
}
EXPLAINED_SHARE = {
    "table": "splits",
    "row": 2,
    "expect": {
        "words": "share: what is held of the days of the month = 0.75 (transaction_id S1/0002, payee_id bo, days_run 28)"
        " [/tables/streams/0]\n"
        "  held: the part held times its days, over the days that the stream runs in the month = 0.75 (days"
        " 2026-02-08/2026-03-01, number_of_days 21, share 1) [/tables/stream_owners/1]\n"
    },
}
EXPLAINED_LINE = {
    "table": "lines",
    "row": 6,
    "expect": {
        "words": "earning: what the period has earned with this line, less what it had earned before = 11.625, rounded"
        " to 11.63 (measure_before 0, measure_after 232.5, transaction S1/0014, date 2027-02-01) [/components/0]\n"
        "  rule `second-year`: credit times the rate of the rule = 11.625 (credit 232.5, rate 0.05)"
        " [/components/0/rates/rules/1]\n"
        "  quota_credit: `amount` of the transaction times its share and exchange rate = 232.5 (amount 310, factor"
        " 0.75) [/tables/transactions/2]\n"
    },
}
