"""Growth that follows from two levels, and whether the rate that an article states fits it.

A stated rate is set against the levels of the same subject in the same article. It is called inconsistent
only where it says of itself what it is a rate of: a compound annual rate between the years of two levels, or
a rate in the sentence of a level. Any other rate that does not fit is a different measure, and is named so,
not corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kg.findings import Check, Finding, Outcome, spell_number, spell_range
from kg.intervals import Interval
from kg.measurements import Figure
from kg.model import Evidence, Polarity
from kg.periods import Stretch

__all__ = ["Together", "check_growth"]

Together = Callable[[Evidence, Evidence], bool]
"""Whether two evidences stand in one sentence."""

_RATES: Final = frozenset({"cagr", "growthRate", "comparableSalesGrowth"})
_NOT_LEVELS: Final = frozenset(
    {
        *_RATES,
        "priceChange",
        "sharePriceChange",
        "margin",
        "grossMargin",
        "amount",
        "count",
        "rank",
        "age",
        "multiple",
    }
)
_HUNDRED: Final = Decimal(100)
_MOST: Final = 6
"""Levels of one topic, article and year that are tried with one another."""


@dataclass(frozen=True)
class _Span:
    """Two levels of one topic in one article, the earlier first."""

    first: Figure
    last: Figure
    years: int

    @property
    def ratio(self) -> Interval:
        """How many times as much the last level is, by the figures as they are given."""
        return _grown(self.first.size, self.last.size)

    @property
    def widest(self) -> Interval:
        """The same with all that their hedges leave open."""
        return _grown(self.first.widest, self.last.widest)

    @property
    def plain(self) -> Decimal:
        """The plain quotient."""
        return self.last.value / self.first.value

    def yearly(self, years: int, *, hedged: bool = False) -> Interval:
        """Growth a year in percent, over so many years."""
        return _percent((self.widest if hedged else self.ratio).root(Decimal(years)))

    @property
    def plain_yearly(self) -> Decimal:
        """The plain growth a year in percent, for people; bounds are reckoned exactly."""
        return Decimal(repr(float(self.plain) ** (1 / self.years) - 1)) * _HUNDRED


def _grown(first: Interval, last: Interval) -> Interval:
    """The quotient of two levels that are not below zero."""
    zero, endless = Decimal(0), Decimal("Infinity")
    above = Interval(max(last.low, zero), max(last.high, zero))
    below = Interval(max(first.low, zero), first.high)
    if below.low == 0:
        return Interval(_ratio_floor(above, below), endless)
    return above / below


def _ratio_floor(above: Interval, below: Interval) -> Decimal:
    """The least that a quotient can be whose divisor comes down to zero."""
    if below.high <= 0 or below.high.is_infinite():
        return Decimal(0)
    return (above / Interval.exact(below.high)).low


def _percent(ratio: Interval) -> Interval:
    return ratio.shifted(-1).scaled(_HUNDRED)


def check_growth(figures: Sequence[Figure], together: Together) -> list[Finding]:
    """Set rates against levels, article by article.

    Args:
        figures: of any number of articles.
        together: tells whether two evidences stand in one sentence.
    """
    found: dict[str, Finding] = {}
    by_article: dict[str, list[Figure]] = {}
    for f in figures:
        if f.claim.polarity is Polarity.POSITIVE:
            for article in f.articles:
                by_article.setdefault(article, []).append(f)
    for _, group in sorted(by_article.items()):
        for finding in _check_article(group, together):
            found.setdefault(finding.id, finding)
    return list(found.values())


def _check_article(figures: Sequence[Figure], together: Together) -> Iterator[Finding]:
    rates: dict[str, list[Figure]] = {}
    levels: dict[tuple[str, str, str, str | None], list[Figure]] = {}
    for f in figures:
        if f.metric in _RATES and f.unit in ("percent", "multiple"):
            rates.setdefault(f.topic.base, []).append(f)
        elif f.metric not in _NOT_LEVELS and f.unit not in ("percent", "multiple") and f.value > 0:
            levels.setdefault((f.topic.base, f.metric, f.unit, f.scope), []).append(f)
    used: set[str] = set()
    loose: list[_Span] = []
    for (base, *_), group in sorted(levels.items(), key=lambda item: tuple(map(str, item[0]))):
        spans = [*_spans(group)]
        own = rates.get(base, [])
        for rate in own:
            for finding in _check_rate(rate, spans, group, together):
                used.update(f.claim.id for f in finding.figures)
                yield finding
        loose += [s for s in spans if not {s.first.claim.id, s.last.claim.id} <= used]
    for span in loose:
        yield _imply(span)
        yield from _others(span, rates, used)


def _spans(group: Sequence[Figure]) -> Iterator[_Span]:
    """Pairs of levels of neighbouring years, and of the first year with the last."""
    years: dict[int, list[Figure]] = {}
    for f in group:
        if f.stretch is not None and _is_year(f.stretch):
            years.setdefault(f.stretch.last.year, []).append(f)
    order = sorted(years)
    pairs = [*pairwise(order)]
    if len(order) > 2:
        pairs.append((order[0], order[-1]))
    for a, b in pairs:
        for first in years[a][:_MOST]:
            for last in years[b][:_MOST]:
                if _one_place(first, last):
                    yield _Span(first, last, b - a)


def _is_year(stretch: Stretch) -> bool:
    return stretch.first.timetuple().tm_yday == 1 and 364 <= (stretch.last - stretch.first).days <= 365


def _one_place(a: Figure, b: Figure) -> bool:
    return a.topic.place is None or b.topic.place is None or a.topic.place == b.topic.place


# ---------------------------------------------------------------------- stated rates


def _check_rate(
    rate: Figure, spans: Sequence[_Span], group: Sequence[Figure], together: Together
) -> Iterator[Finding]:
    near = [s for s in spans if _one_place(rate, s.last)]
    if rate.unit == "multiple":
        yield from _check_ratio(rate, near, group, together)
    elif rate.metric == "cagr":
        yield from _check_compound(rate, near)
    else:
        yield from _check_simple(rate, near, together)
        if rate.stretch is None or not near:
            yield from _check_listed(rate, group, together)


def _check_compound(rate: Figure, spans: Sequence[_Span]) -> Iterator[Finding]:
    """A compound annual rate against the levels of its first and last year."""
    fits = [s for s in spans if _has_years(rate, s)]
    if not fits:
        return
    right = [s for s in fits if s.yearly(s.years).overlaps(rate.size)]
    if right:
        yield _finding(rate, right[0], Outcome.CONSISTENT, f"{rate.spelled} stated: consistent with rounding")
        return
    span = fits[0]
    outcome, words = _misfit(rate, span.yearly(span.years, hedged=True))
    for years in (span.years - 1, span.years + 1) if outcome is Outcome.INCONSISTENT else ():
        if years > 0 and span.yearly(years).overlaps(rate.size):
            outcome = Outcome.OTHER_MEASURE
            words = f"{rate.spelled} stated: fits if {years} years are counted"
    yield _finding(rate, span, outcome, words)


def _misfit(rate: Figure, hedged: Interval) -> tuple[Outcome, str]:
    """A rate that does not fit figures as they are given: an alarm unless their hedges leave room."""
    if hedged.overlaps(rate.widest):
        return Outcome.CONSISTENT, f"{rate.spelled} stated: consistent with coarse rounding or hedges"
    return Outcome.INCONSISTENT, f"{rate.spelled} stated: does not fit"


def _has_years(rate: Figure, span: _Span) -> bool:
    if rate.stretch is None:
        return False
    first, last = rate.stretch.first.year, rate.stretch.last.year
    assert span.first.stretch is not None
    assert span.last.stretch is not None
    if last != span.last.stretch.last.year:
        return False
    return first == last or first == span.first.stretch.last.year


def _check_simple(rate: Figure, spans: Sequence[_Span], together: Together) -> Iterator[Finding]:
    """A growth rate of its last year against the levels that end there: a year on year, yearly or in all."""
    fits = [s for s in spans if rate.stretch is not None and s.last.stretch == rate.stretch]
    for s in fits:
        if s.yearly(s.years).overlaps(rate.size) or _percent(s.ratio).overlaps(rate.size):
            yield _finding(rate, s, Outcome.CONSISTENT, f"{rate.spelled} stated: consistent with rounding")
            return
    if not fits:
        return
    span = fits[0]
    said = any(together(a, b) for a in rate.evidences for f in (span.first, span.last) for b in f.evidences)
    if span.years == 1 and said:
        yield _finding(rate, span, *_misfit(rate, span.yearly(1, hedged=True)))
    else:
        words = f"{rate.spelled} stated: a different measure, not this growth"
        yield _finding(rate, span, Outcome.OTHER_MEASURE, words)


def _check_ratio(
    rate: Figure, spans: Sequence[_Span], group: Sequence[Figure], together: Together
) -> Iterator[Finding]:
    """`Tripled` against the levels that end in its year, or that its own sentence gives."""
    for s in spans:
        if rate.stretch is not None and s.last.stretch == rate.stretch:
            fits = s.widest.overlaps(rate.reach)
            said = any(together(a, b) for a in rate.evidences for b in s.last.evidences)
            if fits or said:
                yield _ratio_finding(rate, (s.first, s.last), s.ratio, s.plain, fits=fits)
                return
    yield from _check_listed(rate, group, together)


def _check_listed(rate: Figure, group: Sequence[Figure], together: Together) -> Iterator[Finding]:
    """A rate against two levels of its own sentence that come without years: `from 4 to 12 million`."""
    near = [
        f
        for f in group
        if f.claim.period == rate.claim.period
        and any(together(a, b) for a in rate.evidences for b in f.evidences)
    ]
    if len(near) != 2:
        return
    first, last = sorted(near, key=lambda f: (f.evidences[0].span.end, f.evidences[0].span.start))
    ratio, plain = _grown(first.widest, last.widest), last.value / first.value
    if rate.unit == "multiple":
        fits = ratio.overlaps(rate.reach)
        yield _ratio_finding(rate, (first, last), ratio, plain, fits=fits)
    else:
        fits = _percent(ratio).overlaps(rate.reach)
        words = "consistent with rounding" if fits else "does not fit"
        yield Finding(
            Check.GROWTH,
            Outcome.CONSISTENT if fits else Outcome.INCONSISTENT,
            f"{_head(first)}: {first.spelled} to {last.spelled} is a change of "
            f"{spell_number((plain - 1) * _HUNDRED, 'percent')}; {rate.spelled} stated: {words}",
            (first, last, rate),
            _percent(ratio),
            (plain - 1) * _HUNDRED,
            rate.value,
            "percent",
        )


def _ratio_finding(
    rate: Figure, levels: tuple[Figure, Figure], ratio: Interval, plain: Decimal, *, fits: bool
) -> Finding:
    words = "consistent with rounding" if fits else "does not fit"
    return Finding(
        Check.RATIO,
        Outcome.CONSISTENT if fits else Outcome.INCONSISTENT,
        f"{_head(levels[0])}: {levels[0].spelled} to {levels[1].spelled} is {spell_number(plain)} times it; "
        f"{rate.spelled} stated: {words}",
        (*levels, rate),
        ratio,
        plain,
        rate.value,
        "multiple",
    )


# ---------------------------------------------------------------------- what is implied


def _imply(span: _Span) -> Finding:
    return Finding(
        Check.GROWTH,
        Outcome.IMPLIED,
        _reckon(span),
        (span.first, span.last),
        span.yearly(span.years),
        span.plain_yearly,
        None,
        "percent",
    )


def _reckon(span: _Span) -> str:
    total = (span.plain - 1) * _HUNDRED
    a_year = spell_number(span.plain_yearly, "percent")
    words = f"{_head(span.first)}: {spell_range((span.first, span.last))} implies {a_year} a year"
    return words if span.years == 1 else f"{words}, {spell_number(total, 'percent')} in all"


def _head(figure: Figure) -> str:
    place = figure.topic.place_name
    return f"{figure.topic.name}, {place}" if place else figure.topic.name


def _finding(rate: Figure, span: _Span, outcome: Outcome, words: str) -> Finding:
    return Finding(
        Check.GROWTH,
        outcome,
        f"{_reckon(span)}; {words}",
        (span.first, span.last, rate),
        span.yearly(span.years),
        span.plain_yearly,
        rate.value,
        "percent",
    )


def _others(span: _Span, rates: dict[str, list[Figure]], used: Iterable[str]) -> Iterator[Finding]:
    """Rates of something else that the same source gives for the same year, so that they are not mistaken."""
    for base, group in sorted(rates.items()):
        for rate in group:
            if base == span.last.topic.base or rate.claim.id in used or rate.unit != "percent":
                continue
            alike = rate.stretch == span.last.stretch and rate.claim.status == span.last.claim.status
            if alike and rate.origins & span.last.origins and any(t.named for t in rate.witnesses):
                words = f"{rate.spelled} stated of {rate.claim.subject.name}: a different measure"
                yield _finding(rate, span, Outcome.OTHER_MEASURE, words)
