"""Shares, wholes, parts, sums and currencies: whether what an article gives adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kg.comparison import exceeds
from kg.findings import Check, Finding, Outcome, spell_number
from kg.ids import fold_name
from kg.intervals import Interval
from kg.measurements import Figure
from kg.model import Polarity
from kg.periods import spell_period
from kg.rates import DRIFT, Rate, stated_rates
from kg.topics import Kinship, Topics

__all__ = ["check_currencies", "check_parts", "check_quarters", "check_shares"]

_SHARES: Final = frozenset({"share", "marketShare", "adoption", "stake"})
_FLOWS: Final = frozenset(
    {
        "revenue", "profit", "netIncome", "operatingIncome", "ebitda", "spending", "capitalExpenditure",
        "shipments", "salesVolume", "production", "marketSize", "exports", "imports", "researchSpending",
        "cashFlow", "trips",
    }
)  # fmt: skip
"""Metrics whose year is the sum of its parts."""

_SLIP: Final = Decimal(3)
"""Rates of two articles that differ by such a factor are no drift but a slip."""

_SAME_DAY: Final = Decimal("0.01")
"""How far two rates in one article may differ: sums are converted at the rates of their days."""

_HUNDRED: Final = Decimal(100)


def _positive(figures: Iterable[Figure]) -> list[Figure]:
    return [f for f in figures if f.claim.polarity is Polarity.POSITIVE]


# ---------------------------------------------------------------------- currencies


def check_currencies(figures: Sequence[Figure]) -> list[Finding]:
    """Rates that are implied by sums given in two currencies, and whether those of one pair agree.

    Rates of one article must agree; those of different articles may be of different days, and only a factor
    of 3 is called inconsistent.
    """
    pairs: dict[tuple[str, str], list[Rate]] = {}
    for rate in stated_rates(_positive(figures)):
        pairs.setdefault((rate.of, rate.to), []).append(rate)
    found: dict[str, Finding] = {}
    for rates in pairs.values():
        ordered = sorted(rates, key=lambda r: (r.value, r.figure.order if r.figure else ()))
        for rate in ordered:
            assert rate.figure is not None
            words = f"{rate.figure.spelled} implies {rate}"
            finding = Finding(
                Check.CURRENCY, Outcome.IMPLIED, words, (rate.figure,), rate.reach, rate.value, None, rate.to
            )
            found.setdefault(finding.id, finding)
        for a, b in pairwise(ordered):
            assert a.figure is not None
            assert b.figure is not None
            if a.figure.claim.id != b.figure.claim.id:
                finding = _weigh(a, b, a.figure, b.figure)
                found.setdefault(finding.id, finding)
    return list(found.values())


def _weigh(a: Rate, b: Rate, one: Figure, two: Figure) -> Finding:
    same = bool(one.articles & two.articles)
    margin = _SAME_DAY if same else DRIFT
    wide = Interval(a.reach.low * (1 - margin), a.reach.high * (1 + margin))
    outcome, words = Outcome.CONSISTENT, "consistent"
    if not wide.overlaps(b.reach):
        slip = same or b.value > a.value * _SLIP
        outcome = Outcome.INCONSISTENT if slip else Outcome.OTHER_MEASURE
        words = "not consistent" if slip else "rates of different days"
    return Finding(
        Check.CURRENCY,
        outcome,
        f"{one.spelled} implies {a}, {two.spelled} {b}: {words}",
        (one, two),
        a.reach,
        a.value,
        b.value,
        a.to,
    )


# ---------------------------------------------------------------------- shares


def check_shares(figures: Sequence[Figure]) -> list[Finding]:
    """Stated shares against the levels of part and whole, and market shares that come to more than all."""
    found: list[Finding] = []
    for group in _by_article(figures):
        named: dict[str, list[Figure]] = {}
        for f in group:
            if f.unit not in ("percent", "multiple"):
                for name in {fold_name(f.topic.name), fold_name(f.claim.subject.name)}:
                    named.setdefault(name, []).append(f)
        shares = [f for f in group if f.metric in _SHARES and f.unit == "percent" and f.value >= 0]
        for share in shares:
            found += _check_share(share, named)
        found += _check_market_shares([f for f in shares if f.metric == "marketShare"])
    return [*{f.id: f for f in found}.values()]


def _check_share(share: Figure, named: Mapping[str, Sequence[Figure]]) -> Iterator[Finding]:
    if share.scope is None:
        return
    own = {
        n: f
        for n in (fold_name(share.topic.name), fold_name(share.claim.subject.name))
        for f in named.get(n, ())
    }
    subjects = [f for n in own for f in named[n]]
    others = named.get(fold_name(share.scope), ())
    for a in subjects:
        for b in others:
            if a is b or a.topic == b.topic or (a.metric, a.unit, a.stretch) != (b.metric, b.unit, b.stretch):
                continue
            if share.stretch not in (None, a.stretch) or a.claim.status != b.claim.status:
                continue
            part, whole = sorted((a, b), key=lambda f: f.value)
            if not whole.value or not whole.widest.positive:
                continue
            implied = (part.widest / whole.widest).scaled(_HUNDRED)
            plain = part.value / whole.value * _HUNDRED
            fits = implied.overlaps(share.reach)
            yield Finding(
                Check.SHARE,
                Outcome.CONSISTENT if fits else Outcome.INCONSISTENT,
                f"{part.topic.name}: {part.spelled} of {whole.spelled} is {spell_number(plain, 'percent')}; "
                f"{share.spelled} stated: {'consistent with rounding' if fits else 'does not fit'}",
                (part, whole, share),
                implied,
                plain,
                share.value,
                "percent",
            )


def _check_market_shares(shares: Sequence[Figure]) -> Iterator[Finding]:
    groups: dict[tuple[object, ...], dict[str, Figure]] = {}
    for f in shares:
        if f.scope is not None:
            key = (f.scope, f.stretch, f.topic.place, f.claim.status)
            groups.setdefault(key, {}).setdefault(f.topic.base, f)
    for group in groups.values():
        parts = [*group.values()]
        total = _total(parts)
        if len(parts) > 1 and total.low > _HUNDRED:
            words = " + ".join(f"{f.topic.name} {f.spelled}" for f in parts)
            plain = sum((f.value for f in parts), Decimal(0))
            yield Finding(
                Check.SUM,
                Outcome.INCONSISTENT,
                f"market shares come to more than all: {words}",
                tuple(parts),
                total,
                plain,
                _HUNDRED,
                "percent",
            )


def _total(figures: Sequence[Figure]) -> Interval:
    found = Interval.exact(0)
    for f in figures:
        found = found + f.widest
    return found


def _by_article(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    groups: dict[str, list[Figure]] = {}
    for f in _positive(figures):
        for article in f.articles:
            groups.setdefault(article, []).append(f)
    return (groups[a] for a in sorted(groups))


# ---------------------------------------------------------------------- parts and sums


def check_parts(
    figures: Sequence[Figure], topics: Topics, parts_of: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """Parts against their wholes.

    A part of a market, by the catalogue, that is larger than the whole shows that they are counted in
    different ways. Parts that an article itself calls parts must not come to more than their whole.

    Args:
        figures: of any number of articles.
        topics: knows the markets.
        parts_of: ids of the entities that claims call parts of an entity, by its id.
    """
    by_base: dict[tuple[str, str], list[Figure]] = {}
    for f in _positive(figures):
        if f.topic.market:
            by_base.setdefault((f.topic.base, f.metric), []).append(f)
    found = []
    for part in _positive(figures):
        for base in topics.ancestors(part.topic.base) if part.topic.market else ():
            for whole in by_base.get((base, part.metric), ()):
                if part.stretch == whole.stretch and exceeds(part, whole, Kinship.WHOLE):
                    words = (
                        f"{part.topic.name} has {part.spelled} ({part.claim.period}), {whole.topic.name}, of "
                    )
                    words += f"which it is a part, {whole.spelled}: the two are not counted alike"
                    finding = Finding(
                        Check.SUM, Outcome.OTHER_MEASURE, words, (part, whole), None, None, None
                    )
                    found.append(finding)
    for group in _by_article(figures):
        found += _check_called_parts(group, parts_of)
    return [*{f.id: f for f in found}.values()]


def _check_called_parts(group: Sequence[Figure], parts_of: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    by_subject: dict[str, list[Figure]] = {}
    for f in group:
        by_subject.setdefault(f.claim.subject.id, []).append(f)
    for whole in group:
        parts = [
            p
            for ident in parts_of.get(whole.claim.subject.id, ())
            for p in by_subject.get(ident, ())
            if _same_but_subject(p, whole)
        ]
        each = {p.claim.subject.id: p for p in parts}
        if len(each) != len(parts) or not parts:
            continue  # a part with two figures leaves the sum open
        total = _total(parts)
        if total.shares(whole.widest) and len(parts) > 1:
            yield _sum_finding(parts, whole, total, Outcome.CONSISTENT, "they add up")
        elif total.low > whole.widest.high:
            yield _sum_finding(
                parts, whole, total, Outcome.INCONSISTENT, "the parts come to more than the whole"
            )


def _same_but_subject(a: Figure, b: Figure) -> bool:
    return (a.metric, a.unit, a.stretch, a.scope, a.claim.status, a.topic.place) == (
        b.metric, b.unit, b.stretch, b.scope, b.claim.status, b.topic.place,
    ) and a.unit not in ("percent", "multiple")  # fmt: skip


def _sum_finding(
    parts: Sequence[Figure], whole: Figure, total: Interval, outcome: Outcome, words: str
) -> Finding:
    names = " + ".join(f"{p.spelled} ({p.claim.subject.name})" for p in parts)
    return Finding(
        Check.SUM,
        outcome,
        f"{names} against {whole.spelled} ({whole.claim.subject.name}): {words}",
        (*parts, whole),
        total,
        sum((p.value for p in parts), Decimal(0)),
        whole.value,
        whole.unit,
    )


def check_quarters(figures: Sequence[Figure]) -> list[Finding]:
    """Quarters and halves against their year: all of them must come to it."""
    found: dict[str, Finding] = {}
    for group in _by_article(figures):
        cells: dict[tuple[object, ...], dict[str, list[Figure]]] = {}
        for f in group:
            if f.metric in _FLOWS and f.claim.period and f.unit not in ("percent", "multiple"):
                key = (f.topic.base, f.topic.place, f.claim.metric, f.unit, f.scope)
                cells.setdefault(key, {}).setdefault(f.claim.period, []).append(f)
        for cell in cells.values():
            for finding in _check_years(cell):
                found.setdefault(finding.id, finding)
    return list(found.values())


def _check_years(cell: Mapping[str, Sequence[Figure]]) -> Iterator[Finding]:
    for period, wholes in cell.items():
        for names in (("Q1", "Q2", "Q3", "Q4"), ("H1", "H2")):
            parts = [f for n in names for f in cell.get(f"{period}-{n}", ())]
            if (
                len(parts) != len(names)
                or len(wholes) != 1
                or len({f.claim.period for f in parts}) != len(names)
            ):
                continue
            total = _total(parts)
            fits = total.overlaps(wholes[0].widest)
            sums = " + ".join(f"{f.spelled} ({spell_period(f.claim.period or '')})" for f in parts)
            yield Finding(
                Check.SUM,
                Outcome.CONSISTENT if fits else Outcome.INCONSISTENT,
                f"{wholes[0].topic.name}: {sums} against {wholes[0].spelled} for {period}: "
                f"{'they add up' if fits else 'they do not add up'}",
                (*parts, wholes[0]),
                total,
                sum((f.value for f in parts), Decimal(0)),
                wholes[0].value,
                wholes[0].unit,
            )
