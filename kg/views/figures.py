"""Figures and periods in few letters, for the marks of a picture; claims keep the quote's spelling."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kg import vocab
from kg.model import Claim, Polarity, Qualifier, normalise_number

__all__ = ["short_figure", "short_metric", "short_period", "years_of"]

_SCALES: Final = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩", "INR": "₹", "JPY": "JP¥", "CNY": "CN¥"}
_HEDGES: Final = {Qualifier.MORE: ">", Qualifier.LESS: "<", Qualifier.ABOUT: "≈", Qualifier.UP_TO: "≤"}
_QUARTER: Final = re.compile(r"(\d{4})-([QH]\d)")
_YEAR: Final = re.compile(r"\d{4}")


def short_figure(claim: Claim) -> str:
    """Spell a measurement's value with its unit: `CN¥811bn`, `≤46.3%`, `7bn parameters`."""
    assert claim.value is not None
    unit = claim.unit or ""
    low = _scale(claim.value)
    spelled = low if claim.value_max is None else f"{low}–{_scale(claim.value_max)}"
    symbol = _SYMBOLS.get(unit)
    if symbol is not None:
        spelled = f"−{symbol}{spelled[1:]}" if spelled.startswith("−") else symbol + spelled
    elif unit == "percent":
        spelled += "%"
    elif unit != "count":
        spelled += f" {unit}"
    hedge = _HEDGES[claim.qualifier] if claim.qualifier else ""
    denied = "not " if claim.polarity is Polarity.NEGATIVE else ""
    return f"{denied}{hedge}{spelled}"


def _scale(value: Decimal) -> str:
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{normalise_number(round(value / size, 3))}{word}".replace("-", "−")
    spelled = (
        f"{int(value):,}"
        if value == value.to_integral_value() and abs(value) >= 10_000
        else normalise_number(value)
    )
    return spelled.replace("-", "−")


def short_metric(claim: Claim) -> str:
    """Name what is measured, and of what part where the claim says so."""
    metric = vocab.METRICS[claim.metric or "amount"]
    return f"{metric}, {claim.scope}" if claim.scope and claim.scope != metric else metric


def short_period(period: str) -> str:
    """Spell a period: `Q1 2026`, `2023–2028`."""
    first, _, last = period.partition("..")
    if last:
        return f"{short_period(first)}–{short_period(last)}"
    m = _QUARTER.fullmatch(period)
    return f"{m[2]} {m[1]}" if m else period


def years_of(period: str | None) -> tuple[int, int] | None:
    """First and last year of a period; None where there is none."""
    found = [int(y) for y in _YEAR.findall(period or "")]
    return (min(found), max(found)) if found else None
