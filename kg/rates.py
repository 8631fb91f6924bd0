"""Rates between currencies: those that articles state by giving one sum twice, and those that a user gives.

There is no built-in rate. An article that writes `4.4 trillion yuan ($611.1 billion)` states one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.errors import InputError
from kg.intervals import Interval
from kg.measurements import Figure
from kg.model import Evidence, normalise_number
from kg.precision import find_step

__all__ = ["DRIFT", "Rate", "Rates", "parse_rate", "stated_rates"]

DRIFT: Final = Decimal("0.1")
"""How far a rate of one article may lie from that of another day, as a part of it."""

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_GIVEN: Final = re.compile(r"\s*([A-Za-z]{3})\s*=\s*([\d.]+)\s*([A-Za-z]{3})\s*")


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth in another.

    Attributes:
        of: the currency of which it is one unit.
        to: the currency that it is counted in.
        reach: what it can be, by the precision of the figures that imply it.
        value: the plain quotient.
        figure: what states it; None where the user gave it.
        evidence: the evidence with both figures.
    """

    of: str
    to: str
    reach: Interval
    value: Decimal
    figure: Figure | None = None
    evidence: Evidence | None = None

    def turned(self) -> Rate:
        """The same the other way round."""
        return Rate(
            self.to,
            self.of,
            Interval.exact(1) / self.reach,
            Decimal(1) / self.value,
            self.figure,
            self.evidence,
        )

    def __str__(self) -> str:
        return f"{normalise_number(round(self.value, 4))} {self.to} per {self.of}"


def parse_rate(text: str) -> Rate:
    """Read a rate that a user gives, `USD=7.2CNY`; it stands for what rounds to it, 7.15 to 7.25.

    Raises:
        InputError: it is none.
    """
    m = _GIVEN.fullmatch(text)
    number = Decimal(m[2]) if m and re.fullmatch(r"\d+(?:\.\d+)?", m[2]) else None
    if m is None or not number or m[1].upper() == m[3].upper():
        raise InputError(f"'{text}' is no rate", fix="write what one unit is worth: USD=7.2CNY")
    _, _, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    half = Decimal(5).scaleb(exponent - 1)
    return Rate(m[1].upper(), m[3].upper(), Interval.around(number, half), number)


def stated_rates(figures: Iterable[Figure]) -> list[Rate]:
    """Rates that figures state by a second currency; the stronger currency is the one unit."""
    found: dict[tuple[str, str, str], Rate] = {}
    for f in figures:
        for e in f.evidences:
            for alt in e.alt_values:
                unit = f.claim.unit or ""
                if not (_CURRENCY.fullmatch(unit) and _CURRENCY.fullmatch(alt.unit)) or unit == alt.unit:
                    continue
                value = f.claim.value
                if not value or value <= 0 or alt.value <= 0:
                    continue
                quote = e.span.exact
                first = Interval.around(value, find_step(value, unit, quote) / 2)
                other = Interval.around(alt.value, find_step(alt.value, alt.unit, quote) / 2)
                if not (first.positive and other.positive):
                    continue
                rate = Rate(alt.unit, unit, first / other, value / alt.value, f, e)
                rate = rate if rate.value >= 1 else rate.turned()
                found.setdefault((rate.of, rate.to, e.id), rate)
    return sorted(found.values(), key=lambda r: (r.of, r.to, r.value, r.evidence.id if r.evidence else ""))


class Rates:
    """Rates at hand for a comparison: those given come before those stated."""

    def __init__(self, given: Sequence[Rate] = (), stated: Sequence[Rate] = ()) -> None:
        self._given = {(r.of, r.to): r for r in given} | {(r.to, r.of): r.turned() for r in given}
        self._stated: dict[tuple[str, str], list[Rate]] = {}
        for rate in stated:
            for r in (rate, rate.turned()):
                self._stated.setdefault((r.of, r.to), []).append(r)

    def find(self, of: str, to: str, articles: frozenset[str]) -> Rate | None:
        """The rate between two currencies; None where nobody gave or stated one.

        Args:
            of: the currency to change.
            to: the currency to change it to.
            articles: ids of the articles that the figures stand in. A rate that one of them states counts
                before those of others, which are taken together and widened, since rates move.
        """
        if (of, to) in self._given:
            return self._given[of, to]
        stated = self._stated.get((of, to), [])
        near = [r for r in stated if r.figure is not None and articles & r.figure.articles]
        if near:
            return _hull(near)
        if not stated:
            return None
        far = _hull(stated)
        wide = Interval(far.reach.low * (1 - DRIFT), far.reach.high * (1 + DRIFT))
        return Rate(far.of, far.to, wide, far.value, far.figure, far.evidence)


def _hull(rates: Sequence[Rate]) -> Rate:
    first = rates[0]
    reach = Interval.hull(r.reach for r in rates)
    return Rate(first.of, first.to, reach, first.value, first.figure, first.evidence)
