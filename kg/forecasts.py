"""The forecast ledger: who foresaw what, when and for when, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Any

from kg import vocab
from kg.measurements import Figure
from kg.model import Polarity, Status

__all__ = ["Forecast", "Record", "read_forecasts", "records"]

NOBODY = "nobody named"
"""Who made a forecast that an article gives without naming anybody."""


@dataclass(frozen=True)
class Forecast:
    """A forecast, and the actual figures that it can be held against.

    Attributes:
        figure: what was foreseen.
        forecasters: who stand behind it, nearest first.
        made: the day of publication of the first article that gives it; None where unknown.
        actuals: actual figures of the same subject, metric, unit, time, place and scope.
    """

    figure: Figure
    forecasters: tuple[str, ...]
    made: str | None
    actuals: tuple[Figure, ...] = ()

    @property
    def error(self) -> Decimal | None:
        """By how many percent the forecast lies above the actual figure, or below; None without one.

        Of several actual figures the one with the most sources counts, then the one given last.
        """
        if not self.actuals:
            return None
        actual = self.actuals[0]
        if actual.value == 0:
            return None
        return (self.figure.value - actual.value) / abs(actual.value) * 100

    @property
    def right(self) -> bool | None:
        """Whether it came true as far as rounding and hedges tell; None without an actual figure."""
        return self.figure.reach.overlaps(self.actuals[0].reach) if self.actuals else None

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        f = self.figure
        return {
            "claim": f.claim.id,
            "forecasters": list(self.forecasters),
            "subject": f.claim.subject.name,
            "metric": vocab.METRICS[f.claim.metric or "amount"],
            "figure": f.spelled,
            "for": f.claim.period,
            "made": self.made,
            "actual": self.actuals[0].spelled if self.actuals else None,
            "actual_claims": [a.claim.id for a in self.actuals],
            "error_percent": None if self.error is None else round(float(self.error), 2),
            "came_true": self.right,
            "quotes": [e.span.exact for e in f.evidences],
        }


@dataclass(frozen=True)
class Record:
    """How a forecaster has done.

    Attributes:
        forecasts: how many there are.
        matched: how many of them can be held against an actual figure.
        right: how many of these came true, as far as rounding and hedges tell.
        mean_error: mean of the errors' sizes in percent; None without any.
        bias: mean of the errors with their signs: above zero for who foresees too much.
    """

    forecaster: str
    forecasts: int
    matched: int
    right: int
    mean_error: float | None
    bias: float | None

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "forecaster": self.forecaster,
            "forecasts": self.forecasts,
            "matched": self.matched,
            "came_true": self.right,
            "mean_error_percent": None if self.mean_error is None else round(self.mean_error, 2),
            "bias_percent": None if self.bias is None else round(self.bias, 2),
        }


def read_forecasts(figures: Sequence[Figure]) -> list[Forecast]:
    """Enter every forecast of some figures, with the actual figures among them; by time, then as figures.

    A forecast is held only against what is known to be of the same time, metric, unit and scope and not known
    to be of another place; actual figures are looked up, not compared one by one.
    """
    actual: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        if f.claim.status is Status.ACTUAL and f.stretch is not None and _plain(f):
            actual.setdefault(_key(f), []).append(f)
    found = []
    for f in figures:
        if f.claim.status is Status.FORECAST and _plain(f):
            matches = [a for a in actual.get(_key(f), ()) if _one_place(a, f)] if f.stretch else []
            matches.sort(key=lambda a: (-a.sources.at_least, _last(a), a.claim.id))
            found.append(Forecast(f, _forecasters(f), _first(f), tuple(matches)))
    return sorted(found, key=lambda x: (x.figure.claim.period or "", x.figure.order))


def _plain(f: Figure) -> bool:
    return f.claim.polarity is Polarity.POSITIVE


def _key(f: Figure) -> tuple[object, ...]:
    return (f.topic.base, f.metric, f.unit, f.stretch, f.scope)


def _one_place(a: Figure, b: Figure) -> bool:
    return a.topic.place is None or b.topic.place is None or a.topic.place == b.topic.place


def _forecasters(f: Figure) -> tuple[str, ...]:
    names = [
        link.agent.name
        for e in f.evidences
        for link in e.attribution
        if link.agent.flat_type not in ("Event", "Place", "Report")
    ] or [link.agent.name for e in f.evidences for link in e.attribution]
    return tuple(dict.fromkeys(names)) or (NOBODY,)


def _first(f: Figure) -> str | None:
    return min((w.published for w in f.witnesses if w.published), default=None)


def _last(f: Figure) -> tuple[int, ...]:
    """Sorts what was published last before what was published earlier, and the unknown last."""
    days = max((w.published for w in f.witnesses if w.published), default="")
    return tuple(-ord(c) for c in days) or (0,)


def records(forecasts: Iterable[Forecast]) -> list[Record]:
    """Sum forecasts up by forecaster; who has most matched ones comes first."""
    by_name: dict[str, list[Forecast]] = {}
    for f in forecasts:
        for name in f.forecasters:
            by_name.setdefault(name, []).append(f)
    found = []
    for name, group in by_name.items():
        errors = [float(f.error) for f in group if f.error is not None]
        found.append(
            Record(
                name,
                len(group),
                sum(bool(f.actuals) for f in group),
                sum(bool(f.right) for f in group),
                fmean(map(abs, errors)) if errors else None,
                fmean(errors) if errors else None,
            )
        )
    return sorted(found, key=lambda r: (-r.matched, -r.forecasts, r.forecaster))
