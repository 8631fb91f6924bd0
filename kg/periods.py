"""Periods as stretches of days: which are the same, which lie in one another, how long they last."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

__all__ = ["Stretch", "spell_period", "stretch_of"]

_POINT: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|-Q([1-4])|-H([12]))?")
_DAYS_OF_YEAR: Final = Decimal("365.2425")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> Decimal:
        """How long it is."""
        return self.days / _DAYS_OF_YEAR

    def holds(self, other: Stretch) -> bool:
        """Whether the other lies in it; every stretch holds itself."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Stretch) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


@lru_cache(maxsize=4096)
def stretch_of(period: str) -> Stretch:
    """The days of a period in the form of `kg.model.PERIOD`.

    Raises:
        ValueError: it is none, or ends before it begins.
    """
    first, _, last = period.partition("..")
    found = Stretch(_point(first).first, _point(last or first).last)
    if found.first > found.last:
        raise ValueError(f"'{period}' ends before it begins")
    return found


def _point(text: str) -> Stretch:
    m = _POINT.fullmatch(text)
    if m is None:
        raise ValueError(f"'{text}' is no period")
    year = int(m[1])
    if m[3]:
        day = date(year, int(m[2]), int(m[3]))
        return Stretch(day, day)
    start, end = 1, 12
    if m[2]:
        start = end = int(m[2])
    elif m[4]:
        start, end = 3 * int(m[4]) - 2, 3 * int(m[4])
    elif m[5]:
        start, end = 6 * int(m[5]) - 5, 6 * int(m[5])
    return Stretch(date(year, start, 1), date(year, end, monthrange(year, end)[1]))


def spell_period(period: str) -> str:
    """A period in words: `2023 to 2028`."""
    first, _, last = period.partition("..")
    return f"{first} to {last}" if last else first
