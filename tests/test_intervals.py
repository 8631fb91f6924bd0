"""Interval arithmetic holds what the operands can stand for; figures stand for what rounds to them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.intervals import Interval
from kg.model import Claim, Entity, Kind, Qualifier
from kg.periods import stretch_of
from kg.precision import find_step, reach, rounding

_NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)
_POSITIVE = st.decimals(min_value=Decimal("0.1"), max_value=1000, places=3)


@st.composite
def _held(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = _NUMBERS) -> tuple[Interval, Decimal]:
    """An interval with a number in it."""
    low, mid, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Interval(low, high), mid


@given(_held(), _held())
def test_results_hold_every_result(one: tuple[Interval, Decimal], two: tuple[Interval, Decimal]) -> None:
    (a, x), (b, y) = one, two
    assert (a + b).contains(x + y)
    assert (a - b).contains(x - y)
    assert (a * b).contains(x * y)
    if y:
        with localcontext() as context:
            context.prec = 30
            assert (a / b).contains(x / y)


@given(_held(_POSITIVE), st.integers(min_value=1, max_value=12))
def test_a_root_to_its_degree_is_the_number(held: tuple[Interval, Decimal], degree: int) -> None:
    a, x = held
    root = a.root(Decimal(degree))
    assert root.low**degree <= x <= root.high**degree or abs(root.low**degree - x) < Decimal("1e-20")


def test_ends_without_bound() -> None:
    a = Interval.exact(5)
    assert a.without_ceiling().contains(Decimal("1e18"))
    assert (a.without_ceiling() / a.without_ceiling()).low == 0
    assert (a / Interval(Decimal(-1), Decimal(1))).contains(Decimal(-1000))
    assert a.overlaps(Interval(Decimal(5), Decimal(6)))
    assert not Interval(Decimal(4), Decimal(5)).shares(Interval(Decimal(5), Decimal(6)))
    assert not a.overlaps(Interval.exact(6))
    with pytest.raises(ValueError, match="no interval"):
        Interval(Decimal(2), Decimal(1))
    with pytest.raises(ValueError, match="no root"):
        Interval(Decimal(-2), Decimal(1)).root(Decimal(2))
    with pytest.raises(ValueError, match="nothing"):
        Interval.hull([])


@pytest.mark.parametrize(
    ("value", "unit", "quote", "step"),
    [
        ("4400000000000", "CNY", "4.4 trillion yuan", "1e11"),
        ("213700000000", "CNY", "213.7 billion yuan", "1e8"),
        ("400000000", "USD", "$400 million", "1e7"),
        ("811000000000", "CNY", "811 billion", "1e9"),
        ("46.3", "percent", "a rate of 46.3%", "0.1"),
        ("40", "percent", "close to 40%", "1"),
        ("33.3", "percent", "a third", "5"),
        ("2", "multiple", "twice", "1"),
        ("120", "count", "120 banks", "10"),
        ("1234", "count", "1,234 shops in 2024", "1"),
    ],
)
def test_how_finely_a_figure_is_given(value: str, unit: str, quote: str, step: str) -> None:
    assert find_step(Decimal(value), unit, quote) == Decimal(step)


def _claim(qualifier: str | None, value_max: str | None = None) -> Claim:
    return Claim(
        kind=Kind.MEASUREMENT,
        subject=Entity.mint("Market", "drone market"),
        predicate="hasMeasurement",
        metric="marketSize",
        value=Decimal(400),
        value_max=None if value_max is None else Decimal(value_max),
        unit="EUR",
        qualifier=None if qualifier is None else Qualifier(qualifier),
    )


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        (None, "395", "405"),
        ("~", "380", "420"),
        (">", "400", "Infinity"),
        ("<", "-Infinity", "400"),
        ("up to", "-Infinity", "405"),
    ],
)
def test_hedges_widen_a_figure(qualifier: str | None, low: str, high: str) -> None:
    assert reach(_claim(qualifier), "400 euros") == Interval(Decimal(low), Decimal(high))
    assert rounding(_claim(qualifier), "400 euros") == Interval(Decimal(395), Decimal(405))


def test_a_range_is_taken_from_end_to_end() -> None:
    assert reach(_claim(None, "440"), "400 to 440 euros") == Interval(Decimal(395), Decimal(445))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2028", "2028-01-01", "2028-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2019-Q3", "2019-07-01", "2019-09-30"),
        ("2019-H2", "2019-07-01", "2019-12-31"),
        ("2026-03-31", "2026-03-31", "2026-03-31"),
        ("2023..2028", "2023-01-01", "2028-12-31"),
        ("2019-01..2019-07", "2019-01-01", "2019-07-31"),
    ],
)
def test_periods_are_stretches_of_days(period: str, first: str, last: str) -> None:
    stretch = stretch_of(period)
    assert (stretch.first.isoformat(), stretch.last.isoformat()) == (first, last)
    assert stretch.holds(stretch)


@pytest.mark.parametrize("period", ["", "soon", "2028..2023", "2023-13", "2023-02-30"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of several messages
        stretch_of(period)
