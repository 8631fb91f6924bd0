"""Claims, figures and attributions in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kg import vocab
from kg.extract.quantities import find_quantities
from kg.extract.text import normalise
from kg.model import Claim, Evidence, Kind, Link, Polarity, Status, normalise_number
from kg.periods import spell_period

__all__ = ["describe_article", "describe_chain", "describe_claim", "spell_figure", "spell_value"]

_SCALES: Final = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
_CLOSE: Final = Decimal("0.005")
_PLANNED: Final = (Status.TARGET, Status.FORECAST)


def describe_claim(claim: Claim, quote: str = "") -> str:
    """Say a claim in one plain sentence without a full stop.

    Args:
        claim: what is said.
        quote: the words it rests on; a figure is spelled as they spell it.
    """
    if claim.kind is Kind.STATEMENT:
        return _phrase(claim, vocab.PHRASES["states"], f"“{claim.words}”")
    if claim.kind is Kind.MEASUREMENT:
        return _describe_measurement(claim, quote)
    assert claim.object is not None
    titled = claim.role is not None and claim.predicate in vocab.TITLED_PHRASES
    phrases = (vocab.TITLED_PHRASES if titled else vocab.PHRASES)[claim.predicate]
    sentence = _phrase(claim, phrases, claim.object.name)
    return f"{sentence} ({spell_period(claim.period)})" if claim.period else sentence


def _phrase(claim: Claim, phrases: tuple[str, str, str], object_name: str) -> str:
    form = 1 if claim.polarity is Polarity.NEGATIVE else 2 if claim.status in _PLANNED else 0
    parts = {"{subject}": claim.subject.name, "{object}": object_name, "{title}": claim.role or ""}
    out, rest = "", phrases[form]
    while rest:  # a name that holds braces is never read as a template
        at, key = min(((rest.find(k), k) for k in parts if k in rest), default=(len(rest), ""))
        out += rest[:at] + (parts[key] if key else "")
        rest = rest[at + len(key) :]
    return out


def _describe_measurement(claim: Claim, quote: str) -> str:
    metric = vocab.METRICS[claim.metric or "amount"]
    figure = spell_figure(claim, quote) or spell_value(claim)
    denied = "not " if claim.polarity is Polarity.NEGATIVE else ""
    sentence = f"{claim.subject.name}: {metric} {denied}{figure}"
    if claim.scope:
        sentence += f" ({claim.scope})"
    if claim.region is not None and claim.region.name not in claim.subject.name:
        sentence += f" in {claim.region.name}"
    if claim.period:
        sentence += f", {spell_period(claim.period)}"
    return f"{sentence} ({claim.status})" if claim.status and claim.status is not Status.ACTUAL else sentence


def spell_figure(claim: Claim, quote: str) -> str:
    """The figure as the quote spells it, hedge included; empty where the quote does not hold it."""
    if claim.value is None or not quote:
        return ""
    for q in find_quantities(normalise(quote), 0, len(quote)):
        values = [q.value, *(v for v, _ in q.alts), *([q.value_max] if q.value_max is not None else [])]
        if any(abs(abs(v) - abs(claim.value)) <= _CLOSE * max(abs(v), abs(claim.value)) for v in values):
            start = q.hedge_start if 0 <= q.hedge_start <= q.start else q.start
            return " ".join(quote[start : q.end].split())
    return ""


def spell_value(claim: Claim) -> str:
    """The figure in kg's own spelling: `811 billion CNY`, `32.9%`."""
    assert claim.value is not None
    spelled = _scale(claim.value)
    if claim.value_max is not None:
        spelled += f" to {_scale(claim.value_max)}"
    hedge = f"{claim.qualifier} " if claim.qualifier else ""
    unit = "%" if claim.unit == "percent" else "" if claim.unit == "count" else f" {claim.unit}"
    return f"{hedge}{spelled}{unit}"


def _scale(value: Decimal) -> str:
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{normalise_number(value / size)} {word}"
    return f"{value:,}" if abs(value) >= 10_000 else normalise_number(value)


def describe_chain(attribution: Sequence[Link], event: str | None = None) -> list[str]:
    """Say who asserts a claim, nearest first, one phrase for each link."""
    found, after_report = [], False
    for link in attribution:
        kind = link.agent.flat_type
        lead = "said by" if kind == "Person" else "according to"
        if kind == "Event":
            lead = "at"
        elif after_report and kind != "Report":
            lead = "published by"
        found.append(f"{lead} {link.agent.name}")
        after_report = kind == "Report" or lead == "published by"  # a report may have two publishers
    if event and all(event != link.agent.name for link in attribution):
        found.append(f"at {event}")
    return found


def describe_article(title: str, publisher: str | None, published: str | None) -> str:
    """Name an article with its publisher and date; what is unknown is called so."""
    return f"“{title}”, {publisher or 'publisher unknown'}, {published or 'date unknown'}"


def describe_evidence(evidence: Evidence) -> str:
    """Say an evidence's claim with the figure as its own quote spells it."""
    return describe_claim(evidence.claim, evidence.span.exact)
