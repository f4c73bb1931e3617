"""Days of a company's calendar in plain Python: walked one by one, from the definitions."""

import datetime as dt
from typing import Any

from dashboard.metrics.comparison import Comparison
from dashboard.metrics.periods import Period
from dashboard.settings import Company

ONE = dt.timedelta(days=1)
STRIDES = {"year": 12, "quarter": 3, "month": 1}


class Days:
    """How a company cuts time; a month is named by its fiscal year and its number in it, from zero."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.known: dict[tuple[int, int], list[dt.date]] = {}

    def begins(self, year: int) -> dt.date:
        """The first day of the fiscal year whose first month is of this calendar year."""
        first = dt.date(year, self.company.fiscal_year_first_month, 1)
        if self.company.fiscal_calendar == "months":
            return first
        near = range(-3, 4) if self.company.fiscal_year_anchor == "nearest" else range(-6, 1)
        return next(
            first + n * ONE
            for n in near
            if (first + n * ONE).isoweekday() == self.company.first_weekday
        )  # fmt: skip

    def lies_in(self, day: dt.date) -> int:
        return max(year for year in range(day.year - 1, day.year + 2) if self.begins(year) <= day)

    def year(self, day: dt.date) -> int:
        late = self.company.fiscal_year_named_by == "last_day" and self.company.fiscal_year_first_month > 1
        return self.lies_in(day) + late

    def week_start(self, day: dt.date) -> dt.date:
        while day.isoweekday() != self.company.first_weekday:
            day -= ONE
        return day

    def month_days(self, year: int, month: int) -> list[dt.date]:
        if (year, month) not in self.known:
            whole = each(Period(self.begins(year), self.begins(year + 1) - ONE))
            self.known[year, month] = [one for one in whole if self.month(one) == (year, month)]
        return self.known[year, month]

    def month(self, day: dt.date) -> tuple[int, int]:
        year = self.lies_in(day)
        if self.company.fiscal_calendar == "months":
            return year, (day.month - self.company.fiscal_year_first_month) % 12
        week, month = (day - self.begins(year)).days // 7, 0
        for weeks in [int(one) for one in self.company.fiscal_calendar.split("-")] * 4:
            if week < weeks or month == 11:
                break
            week, month = week - weeks, month + 1
        return year, month

    def time(self, key: str, day: dt.date) -> Any:
        if key == "day":
            return day
        if key == "fiscal_year":
            return self.year(day)
        if key == "fiscal_month" and self.company.fiscal_calendar == "months":
            return f"{day:%Y-%m}"
        if key == "fiscal_month":
            return f"{self.year(day)}-P{self.month(day)[1] + 1:02}"
        if key == "fiscal_quarter":
            return f"{self.year(day)}-Q{self.month(day)[1] // 3 + 1}"
        fourth = self.week_start(day) + 3 * ONE
        weeks = (fourth - self.begins(self.lies_in(fourth))).days // 7 + 1
        return f"{self.year(fourth)}-W{weeks:02}"

    def working(self, day: dt.date) -> bool:
        return day.isoweekday() in self.company.working_weekdays and day not in self.company.extra_holidays

    def later(self, mode: str, day: dt.date) -> dt.date:
        """The later day that this one stands against."""
        _, span, way = mode.split("_")
        if mode == "prior_year_calendar":
            leap = (day.month, day.day) == (2, 29)
            return day.replace(year=day.year + 1, day=28 if leap else day.day)
        if mode == "prior_year_weekday" and self.company.fiscal_calendar == "months":
            return day + 364 * ONE
        year, month = self.month(day)
        month += STRIDES[span]
        was, then = self.month_days(*self.month(day)), self.month_days(year + month // 12, month % 12)
        passed = [one for one in was if one <= day]
        if way != "working":
            return then[min(len(passed), len(then)) - 1]
        position = sum(map(self.working, passed))
        worked = [one for one in then if self.working(one)]
        return worked[min(max(position, 1), len(worked)) - 1] if worked else then[-1]

    def against(self, comparison: Comparison, period: Period, day: dt.date) -> dt.date | None:
        """The later day that a comparison pairs with this one; None where it pairs none."""
        if comparison.days is None:
            return self.later(comparison.mode, day)
        earlier, now = list(each(comparison.days)), list(each(period))
        return now[min(earlier.index(day), len(now) - 1)] if day in earlier else None


def each(period: Period) -> list[dt.date]:
    return [period.start + n * ONE for n in range((period.end - period.start).days + 1)]
