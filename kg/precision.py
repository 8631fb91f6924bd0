"""What a stated figure can stand for: how finely it is given, and what its hedge leaves open.

`4.4 trillion` is given to 0.1 trillion, so it stands for 4.35 to 4.45 trillion. Zeros at the end of a whole
number of three digits and more may be rounding: two digits are taken as meant, so that `400 million` stands
for 395 to 405. `About` widens a figure by 5 percent of it; `more than` begins at the figure and has no end
above, `less than` ends at it and has none below, `up to` has none below.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kg.intervals import Interval
from kg.model import Claim, Qualifier

__all__ = ["ABOUT", "find_step", "reach", "rounding"]

ABOUT: Final = Decimal("0.05")
"""How far a figure that is given as about so much may lie from it, as a part of it."""

_NUMBER: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{2,3})+|\d+)(\.\d+)?")
_SPELLED_PERCENT: Final = Decimal(5)
"""`a third`, `half`: a fraction in words is good to about 5 points."""

_THOUSAND: Final = Decimal(1000)


@lru_cache(maxsize=65_536)
def find_step(value: Decimal, unit: str, quote: str, meant: int = 2) -> Decimal:
    """How finely a figure is given: one unit of the last digit that the quote writes and means.

    The quote's numbers are tried: one that is the figure but for a power of ten (`4.4` for 4.4 trillion)
    shows its digits; where several do, the coarsest counts. Where none does the figure is in words, and its
    own digits decide.

    Args:
        value: in the base unit.
        unit: of the figure.
        quote: the words that it stands in.
        meant: how many digits of a whole number are meant at least, though they be zeros.
    """
    if unit == "percent":
        meant = len(str(abs(value)))
    steps = [s for m in _NUMBER.finditer(quote) if (s := _step_of(m, abs(value), meant)) is not None]
    if steps:
        return max(steps)
    if unit == "multiple":
        return Decimal(1)
    return _SPELLED_PERCENT if unit == "percent" and _is_fraction(value) else _own_step(abs(value))


def _step_of(m: re.Match[str], value: Decimal, meant: int) -> Decimal | None:
    """The step of a number of the quote, where it is the figure but for a power of ten from 1 up.

    Args:
        m: the number.
        value: the figure, not below zero.
        meant: how many of its digits are meant at least.
    """
    if len(m[0]) > 40:
        return None
    decimals = m[2] or ""
    number = Decimal(m[1].replace(",", "") + decimals)
    if number == 0:
        return Decimal(1).scaleb(1 - len(decimals)) if value == 0 and decimals else None
    ratio = value / number
    sign, digits, exponent = ratio.normalize().as_tuple()
    if sign or digits != (1,) or not isinstance(exponent, int) or exponent < 0:
        return None
    if decimals:
        return Decimal(1).scaleb(exponent + 1 - len(decimals))
    whole = str(int(number))
    zeros = max(0, min(len(whole) - len(whole.rstrip("0")), len(whole) - meant))
    return Decimal(1).scaleb(exponent + zeros)


def _is_fraction(value: Decimal) -> bool:
    """Whether a percentage is a common fraction in words: halves to tenths."""
    return any(abs(value * n / 100 - round(value * n / 100)) <= Decimal("0.01") * n for n in range(2, 11))


def _own_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero, at most the next power of a thousand below the figure."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    scale = Decimal(1)
    while scale * _THOUSAND <= value:
        scale *= _THOUSAND
    return min(Decimal(1).scaleb(exponent), scale)


def rounding(claim: Claim, quote: str = "", meant: int = 2) -> Interval:
    """What a figure stands for by rounding alone, its hedge aside; a range is taken from end to end.

    Args:
        claim: a measurement.
        quote: the words that it rests on; empty where they are not at hand.
        meant: as in `find_step`.
    """
    assert claim.value is not None
    ends = [v for v in (claim.value, claim.value_max) if v is not None]
    return Interval.hull(Interval.around(v, find_step(v, claim.unit or "", quote, meant) / 2) for v in ends)


def reach(claim: Claim, quote: str = "", meant: int = 2) -> Interval:
    """What a figure can stand for with rounding and hedge; arguments as in `rounding`."""
    assert claim.value is not None
    found = rounding(claim, quote, meant)
    match claim.qualifier:
        case Qualifier.ABOUT:
            ends = [v for v in (claim.value, claim.value_max) if v is not None]
            return Interval.hull([found, *(Interval.around(v, abs(v) * ABOUT) for v in ends)])
        case Qualifier.MORE:
            return Interval.exact(claim.value).without_ceiling()
        case Qualifier.LESS:
            return Interval.exact(claim.value).without_floor()
        case Qualifier.UP_TO:
            return found.without_floor()
        case _:
            return found
