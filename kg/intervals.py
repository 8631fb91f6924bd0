"""Interval arithmetic: sums, products and growth of figures of which only the rounding is known.

A result holds every value that the operands can stand for, so what follows from it is never an artefact of
rounding. Bounds are decimals of 28 digits, rounded outwards; either may be infinite. See Moore, Kearfott and
Cloud, Introduction to Interval Analysis (2009), chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final, Self

__all__ = ["Interval"]

_DIGITS: Final = 28
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_ENDLESS: Final = Decimal("Infinity")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included where they are finite.

    Raises:
        ValueError: the bounds are no numbers, or the wrong way round.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low.is_nan() or self.high.is_nan() or self.low > self.high:
            raise ValueError(f"no interval: {self.low} to {self.high}")

    # ------------------------------------------------------------------ making
    @classmethod
    def exact(cls, value: Decimal | int) -> Self:
        """The interval of one number."""
        number = Decimal(value)
        return cls(number, number)

    @classmethod
    def around(cls, value: Decimal, half: Decimal) -> Self:
        """The interval from `value - half` to `value + half`."""
        return cls(_DOWN.subtract(value, half), _UP.add(value, half))

    @classmethod
    def hull(cls, parts: Iterable[Interval]) -> Self:
        """The smallest interval that holds all of some.

        Raises:
            ValueError: there are none.
        """
        found = list(parts)
        if not found:
            raise ValueError("the hull of nothing")
        return cls(min(p.low for p in found), max(p.high for p in found))

    def without_floor(self) -> Interval:
        """The same with nothing to hold it below."""
        return Interval(-_ENDLESS, self.high)

    def without_ceiling(self) -> Interval:
        """The same with nothing to hold it above."""
        return Interval(self.low, _ENDLESS)

    # ------------------------------------------------------------------ asking
    def overlaps(self, other: Interval) -> bool:
        """Whether one number is in both."""
        return self.low <= other.high and other.low <= self.high

    def shares(self, other: Interval) -> bool:
        """Whether they have more than an end in common: what rounds to one figure rounds to no other."""
        return self == other or (self.low < other.high and other.low < self.high)

    def contains(self, value: Decimal) -> bool:
        """Whether a number is in it."""
        return self.low <= value <= self.high

    @property
    def positive(self) -> bool:
        """Whether all of it lies above zero."""
        return self.low > 0

    # ------------------------------------------------------------------ arithmetic
    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_times(_DOWN, a, b) for a, b in pairs), max(_times(_UP, a, b) for a, b in pairs))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; the whole line where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return Interval(-_ENDLESS, _ENDLESS)
        return self * Interval(_inverse(_DOWN, other.high), _inverse(_UP, other.low))

    def root(self, degree: Decimal) -> Interval:
        """The positive root, the degree a positive number: `x.root(5)` to the fifth power is `x`.

        Raises:
            ValueError: some of it is below zero, or the degree is not positive.
        """
        if self.low < 0 or degree <= 0:
            raise ValueError("no root of this")
        return Interval(_root(_DOWN, self.low, degree), _root(_UP, self.high, degree))

    def scaled(self, factor: Decimal | int) -> Interval:
        """Every number of it times one."""
        return self * Interval.exact(factor)

    def shifted(self, by: Decimal | int) -> Interval:
        """Every number of it plus one."""
        return self + Interval.exact(by)


def _times(context: Context, a: Decimal, b: Decimal) -> Decimal:
    """A product of bounds: zero times no bound at all is zero, since the numbers themselves are finite."""
    return _ZERO if a == 0 or b == 0 else context.multiply(a, b)


def _inverse(context: Context, value: Decimal) -> Decimal:
    return _ZERO if value.is_infinite() else context.divide(Decimal(1), value)


def _root(context: Context, value: Decimal, degree: Decimal) -> Decimal:
    if value == 0 or value.is_infinite():
        return value
    result = context.power(value, context.divide(Decimal(1), degree))
    # the exponent and the power are each good to the last digit; some of these make it safe
    margin = result.scaleb(4 - _DIGITS)
    return context.subtract(result, margin) if context is _DOWN else context.add(result, margin)
