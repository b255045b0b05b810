"""The reference of `commission.expand_streams`: semantics 2.18, with 2.13 for what is split and 2.3 for cents.

Day by day and month by month from the first on, whatever is asked for.
"""

from datetime import timedelta
from fractions import Fraction

from exact import MINOR_UNITS, number, rounded, shown
from fiscal import Fiscal, day, first_of
from settling import Refused, months_later

OWN = ("amount", "currency", "from", "to", "ended_on", "counted_from", "payee_id", "known_at", "stream_id")


def expand(request):
    """The answer for sound records, or the first reason against them."""
    params, tables = request["params"], request["tables"]
    asked = params["period"]
    fiscal = Fiscal(params.get("calendar"))
    asked = fiscal.parse(asked) if isinstance(asked, str) else (day(asked["from"]), day(asked["to"]))
    streams = current(params, tables["streams"])
    owners = [row for row in tables.get("stream_owners", []) if is_known(params, row)]
    for row in owners:
        check(day(row.get("to")) is None or day(row["from"]) < day(row["to"]), "time.empty_period")
        check(number(row.get("share") or "1") >= 0, "commission.split_negative")
        check(row["stream_id"] in {one["stream_id"] for one in tables["streams"]}, "table.unknown_id")
    transactions, splits = [], []
    for stream in streams:
        own = [row for row in owners if row["stream_id"] == stream["stream_id"]]
        for month in months(params, stream):
            if month["booked_on"] >= asked[1]:
                break
            if month["booked_on"] < asked[0] or month["part"] is None:
                continue
            name = f"{stream['stream_id']}/{month['index']:04d}"
            transactions.append(transaction(name, stream, month))
            splits += shares(name, stream, own, month["runs"])
    return {"ok": True, "tables": {"transactions": transactions, "splits": splits}}


def check(holds, code):
    if not holds:
        raise Refused(code)


def is_known(params, row):
    """Instants of the cases are written alike, so that their texts are ordered as they are."""
    limit = params.get("known_at")
    return limit is None or not row.get("known_at") or row["known_at"] < limit


def current(params, rows):
    """Of each stream the row that became known last, in the order of the rows."""
    found = []
    for row in rows:
        versions = [one for one in rows if one["stream_id"] == row["stream_id"] and is_known(params, one)]
        moments = [one.get("known_at") or "" for one in versions]
        check(len(set(moments)) == len(moments), "table.duplicate_id")
        if row not in versions or (row.get("known_at") or "") != max(moments):
            continue
        start, end, ended = day(row["from"]), day(row.get("to")), day(row.get("ended_on"))
        check(end is None or start < end, "time.empty_period")
        check(ended is None or start <= ended, "commission.stream_dates")
        check((day(row.get("counted_from")) or start) <= start, "commission.stream_dates")
        currency = row.get("currency") or params.get("currency")
        check(currency, "table.missing_value")
        last = min((one for one in (end, ended) if one), default=None)
        found.append({**row, "currency": currency, "last": last, "first_known": min(moments) or None})
    return found


def months(params, stream):
    """Every month of a stream: its number, its days, those it runs, and what is billed."""
    start, end = day(stream["from"]), stream["last"]
    anchor = day(stream.get("counted_from")) or start
    places = params.get("places", MINOR_UNITS[stream["currency"]])
    mode = params.get("rounding", "half_up")
    total, index = Fraction(0), 0
    while True:
        if params.get("billing_months") == "anniversary":
            span = months_later(anchor, index), months_later(anchor, index + 1)
        else:
            first = anchor.year * 12 + anchor.month - 1 + index
            span = first_of(first), first_of(first + 1)
        index += 1
        if end and span[0] >= end:
            return
        runs = max(span[0], start), min(span[1], end or span[1])
        if runs[0] >= runs[1]:
            if end and end <= start:
                return
            continue
        part = billed(params, span, runs)
        before = rounded(total, places, mode)
        total += number(stream["amount"]) * (part or 0)
        yield {
            "index": index,
            "span": span,
            "runs": runs,
            "part": part,
            "amount": rounded(total, places, mode) - before,
            "booked_on": runs[1] - timedelta(1) if params.get("billed") == "in_arrears" else runs[0],
        }


def billed(params, span, runs):
    """The part of a month's amount that is billed; None where it is not billed at all."""
    days = (runs[1] - runs[0]).days
    for policy, missing in (
        (params.get("first_part_month", "prorated"), (runs[0] - span[0]).days),
        (params.get("last_part_month", "prorated"), (span[1] - runs[1]).days),
    ):
        if missing and policy == "none":
            return None
        if policy == "full":
            days += missing
    return Fraction(days, (span[1] - span[0]).days)


def transaction(name, stream, month):
    return {
        "transaction_id": name,
        "stream_id": stream["stream_id"],
        "month_index": month["index"],
        "month_from": str(month["span"][0]),
        "month_to": str(month["span"][1]),
        "amount": shown(month["amount"]),
        "currency": stream["currency"],
        "booked_on": str(month["booked_on"]),
        "known_at": stream["first_known"],
        **{key: value for key, value in stream.items() if key not in (*OWN, "last", "first_known")},
    }


def shares(name, stream, owners, runs):
    """Whose a month is: every day belongs to those who own it then, and is one of its days."""
    held, on = {}, runs[0]
    while on < runs[1]:
        covering = [row for row in owners if day(row["from"]) <= on and not (row.get("to") and day(row["to"]) <= on)]
        last = max((row.get("known_at") or "" for row in covering), default=None)
        now = [row for row in covering if (row.get("known_at") or "") == last]
        if not now:
            check(stream.get("payee_id"), "commission.stream_unowned")
            now = [{"payee_id": stream["payee_id"]}]
        alone = len(now) == 1 or all(row.get("share") for row in now)
        check(alone and len({row["payee_id"] for row in now}) == len(now), "commission.stream_owner_overlap")
        parts = {row["payee_id"]: number(row.get("share") or "1") for row in now}
        check(sum(parts.values()) == 1, "commission.stream_share_sum")
        for payee, part in parts.items():
            if part:
                held[payee] = held.get(payee, Fraction(0)) + part / (runs[1] - runs[0]).days
        on += timedelta(1)
    row = {"transaction_id": name, "role": "direct"}
    return [{**row, "payee_id": payee, "share": exactly(share)} for payee, share in held.items()]


def exactly(value):
    """A decimal of at most 28 digits where one is exact, else a fraction."""
    for places in range(29):
        units = value * 10**places
        if units.denominator == 1 and abs(units) < 10**28:
            digits = f"{int(units):0{places + 1}d}"
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{value.numerator}/{value.denominator}"
