"""What part of a period some of its days are: semantics 2.13, by each basis.

Spans are half-open pairs of dates. Whatever the basis, the parts of a partition add up to 1.
"""

from datetime import date, timedelta
from fractions import Fraction

from fiscal import day

EVERYTHING = ["quota", "target_variable", "guarantee"]


def applies(plan, what):
    return what in (plan.get("proration") or {}).get("applies_to", EVERYTHING)


def days(span):
    return [span[0] + timedelta(at) for at in range(max(0, (span[1] - span[0]).days))]


def factor(plan, part, whole):
    """The part of `whole` that `part` covers."""
    document = plan.get("proration") or {}
    start, end = max(part[0], whole[0]), min(part[1], whole[1])
    if start >= end:
        return Fraction(0)
    basis = document.get("basis", "calendar_days")
    if basis == "whole_months":
        starts = month_starts(whole)
        return Fraction(sum(start <= first < end for first in starts), len(starts))
    if basis == "thirty_360" and thirty_360(*whole):
        return Fraction(thirty_360(whole[0], end) - thirty_360(whole[0], start), thirty_360(*whole))
    if basis == "working_days":
        holidays = {day(text) for text in document.get("holidays", [])}
        works = [one for one in days(whole) if one.weekday() < 5 and one not in holidays]
        if works:
            return Fraction(sum(start <= one < end for one in works), len(works))
    return Fraction((end - start).days, (whole[1] - whole[0]).days)


def month_starts(whole):
    """The first day of each month counted from the first day of the whole."""
    starts = []
    while not starts or starts[-1] < whole[1]:
        number = whole[0].year * 12 + whole[0].month - 1 + len(starts)
        last = (date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(1)).day
        starts.append(date(number // 12, number % 12 + 1, min(whole[0].day, last)))
    return starts[:-1]


def ends_february(when):
    return when.month == 2 and (when + timedelta(1)).month == 3


def thirty_360(first, second):
    """Days by 30/360 US."""
    low, high = first.day, second.day
    if ends_february(first):
        high = 30 if ends_february(second) else high
        low = 30
    high = 30 if high == 31 and low >= 30 else high
    return (second.year - first.year) * 360 + (second.month - first.month) * 30 + high - min(low, 30)
