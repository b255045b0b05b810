"""The fiscal calendar of the reference, and dates as Python has them.

Written from DESIGN.md section 4: every span is half-open, a fiscal year that does not start in January
is named by the year in which it ends unless `year_named_by` says otherwise.
"""

import re
from datetime import date

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LETTERS = {"H": "half", "Q": "quarter", "M": "month"}


def day(text):
    return None if text in (None, "") else date.fromisoformat(text)


def first_of(month_number):
    """The first day of a month counted from the year 0."""
    return date(month_number // 12, month_number % 12 + 1, 1)


class Fiscal:
    def __init__(self, document):
        document = document or {"first_month": 1}
        self.first = document["first_month"] - 1
        self.shift = int(self.first != 0 and document.get("year_named_by", "end") == "end")

    def period_of(self, unit, on):
        months = MONTHS[unit]
        since = on.year * 12 + on.month - 1 - self.first
        start = since - since % months + self.first
        return first_of(start), first_of(start + months)

    def periods(self, unit, within):
        found = [self.period_of(unit, within[0])]
        while found[-1][1] < within[1]:
            found.append(self.period_of(unit, found[-1][1]))
        return found

    def numbered(self, year, unit, number):
        start = (year - self.shift) * 12 + self.first + (number - 1) * MONTHS[unit]
        return first_of(start), first_of(start + MONTHS[unit])

    def parse(self, label):
        fiscal = re.fullmatch(r"(?:FY)?(\d{4})|FY(\d\d)", label)
        if fiscal:
            return self.numbered(int(fiscal[1] or 2000 + int(fiscal[2])), "year", 1)
        civil = re.fullmatch(r"(\d{4})-(\d\d)", label)
        if civil:
            start = int(civil[1]) * 12 + int(civil[2]) - 1
            return first_of(start), first_of(start + 1)
        part = re.fullmatch(r"(?:FY)?(\d{4}|(?<=FY)\d\d)-([HQM])(\d+)", label)
        year = int(part[1]) if len(part[1]) == 4 else 2000 + int(part[1])
        return self.numbered(year, LETTERS[part[2]], int(part[3]))

    def label(self, period):
        for unit, letter in (("year", ""), ("half", "H"), ("quarter", "Q"), ("month", "M")):
            if self.period_of(unit, period[0]) == period:
                since = period[0].year * 12 + period[0].month - 1 - self.first
                year, number = since // 12 + self.shift, since % 12 // MONTHS[unit] + 1
                if not letter:
                    return f"{year:04d}"
                return f"{year:04d}-{letter}{number:02d}" if letter == "M" else f"{year:04d}-{letter}{number}"
        return None
