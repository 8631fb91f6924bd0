"""Findings: what follows from several figures by arithmetic, with every sentence it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from kg.ids import BASE, hash_fields
from kg.intervals import Interval
from kg.measurements import Figure
from kg.model import Evidence, normalise_number

__all__ = ["Check", "Finding", "Outcome", "spell_number", "spell_range"]


class Check(StrEnum):
    """What was reckoned."""

    GROWTH = "growth"
    RATIO = "ratio"
    CURRENCY = "currency"
    SHARE = "share and whole"
    SUM = "parts and sum"


class Outcome(StrEnum):
    """What came of it.

    Only INCONSISTENT is an alarm: no numbers that round to the figures as they are given fit together.
    """

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    OTHER_MEASURE = "different measure"
    IMPLIED = "implied"


_ORDER: Final = {o: n for n, o in enumerate((Outcome.INCONSISTENT, Outcome.OTHER_MEASURE, *Outcome))}


@dataclass(frozen=True)
class Finding:
    """Something that follows from figures: a derived claim.

    Attributes:
        check: what was reckoned.
        outcome: what came of it.
        words: the finding in one sentence.
        figures: what it is derived from, in the order of the reckoning.
        implied: what the other figures imply, by their precision; percent for growth and shares.
        value: the plain result, for people.
        stated: what the text states instead; None where it states nothing.
        unit: of implied, value and stated.
    """

    check: Check
    outcome: Outcome
    words: str
    figures: tuple[Figure, ...]
    implied: Interval | None = None
    value: Decimal | None = None
    stated: Decimal | None = None
    unit: str = ""

    @cached_property
    def id(self) -> str:
        """Hash of the check and of the claims it is derived from."""
        claims = {f"claim{n}": f.claim.id for n, f in enumerate(self.figures)}
        return hash_fields("finding", {"check": str(self.check), **claims})

    @property
    def iri(self) -> str:
        """IRI of the derived claim."""
        return f"{BASE}finding/{self.id}"

    @property
    def alarm(self) -> bool:
        """Whether the figures cannot all be right."""
        return self.outcome is Outcome.INCONSISTENT

    @property
    def evidences(self) -> tuple[Evidence, ...]:
        """Every sentence it rests on, in the order of the figures."""
        return tuple({e.id: e for f in self.figures for e in f.evidences}.values())

    @property
    def order(self) -> tuple[int, str, str]:
        """Alarms first, then by check and words."""
        return _ORDER[self.outcome], str(self.check), self.words

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        finite = self.implied is not None and self.implied.low.is_finite() and self.implied.high.is_finite()
        return {
            "finding": self.id,
            "check": str(self.check),
            "outcome": str(self.outcome),
            "words": self.words,
            "value": None if self.value is None else float(self.value),
            "stated": None if self.stated is None else float(self.stated),
            "unit": self.unit or None,
            "implied_low": float(self.implied.low) if finite and self.implied else None,
            "implied_high": float(self.implied.high) if finite and self.implied else None,
            "derived_from": [f.claim.id for f in self.figures],
            "quotes": list(dict.fromkeys(e.span.exact for e in self.evidences)),
        }


def spell_number(value: Decimal, unit: str = "") -> str:
    """A result for people: one decimal for percent, three figures and more for others."""
    places = 1 if unit == "percent" else 2 if abs(value) < 100 else 0
    text = normalise_number(round(value, places))
    return f"{text}%" if unit == "percent" else text


def spell_range(figures: Iterable[Figure]) -> str:
    """Figures with their periods: `213.7 billion yuan (2023) to 811 billion yuan (2028)`."""
    return " to ".join(f"{f.spelled} ({f.claim.period or 'period not told'})" for f in figures)
