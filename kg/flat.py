"""The flat form: one JSON object for each evidence, as `kg extract` prints and people write by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg import vocab
from kg.errors import ClaimLineError
from kg.model import (
    AltValue,
    Claim,
    Entity,
    Evidence,
    Kind,
    Link,
    Polarity,
    Qualifier,
    Status,
    TextSpan,
    normalise_words,
)

__all__ = ["FlatClaim", "FlatLink", "flatten", "parse_line", "parse_lines", "unflatten", "write_lines"]

Number = int | float
Find = Callable[[str, str | None], Entity]
"""Finds or makes the entity of a name and a class."""


class FlatLink(BaseModel):
    """One link of an attribution."""

    model_config = ConfigDict(extra="ignore")

    agent: str
    type: str | None = None
    start: int | None = None
    end: int | None = None


class FlatAlt(BaseModel):
    """A second reading of a figure."""

    model_config = ConfigDict(extra="ignore")

    value: Number
    unit: str


class FlatClaim(BaseModel):
    """One evidence with its claim, flat.

    `start` and `end` count code points of the article's text. Names stand as in the text or, for things
    of the catalogue, as there. Fields that do not apply are null. `id` is the claim's; lines of one claim
    share it. Unknown fields are ignored.
    """

    model_config = ConfigDict(extra="ignore")

    id: str | None = None
    kind: Kind
    subject: str
    subject_type: str | None = None
    predicate: str
    object: str | None = None
    object_type: str | None = None
    role: str | None = None
    value: Number | None = None
    value_max: Number | None = None
    qualifier: Qualifier | None = None
    alt_values: list[FlatAlt] = Field(default_factory=list)
    unit: str | None = None
    metric: str | None = None
    period: str | None = None
    status: Status | None = None
    polarity: Polarity = Polarity.POSITIVE
    scope: str | None = None
    region: str | None = None
    attributed_to: str | None = None
    attribution: list[FlatLink] = Field(default_factory=list)
    event: str | None = None
    date: str | None = None
    quote: str
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(gt=0)] | None = None
    article: str | None = None
    extractor: str | None = None
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


def _number(value: Decimal | None) -> Number | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def flatten(evidence: Evidence) -> FlatClaim:
    """Flatten an evidence."""
    claim = evidence.claim
    links = [
        FlatLink(agent=link.agent.name, type=link.agent.flat_type, start=link.span.start, end=link.span.end)
        for link in evidence.attribution
    ]
    return FlatClaim(
        id=claim.id,
        kind=claim.kind,
        subject=claim.subject.name,
        subject_type=claim.subject.flat_type,
        predicate=claim.predicate,
        object=claim.object.name if claim.object else None,
        object_type=claim.object.flat_type if claim.object else None,
        role=claim.role,
        value=_number(claim.value),
        value_max=_number(claim.value_max),
        qualifier=claim.qualifier,
        alt_values=[FlatAlt(value=_number(a.value) or 0, unit=a.unit) for a in evidence.alt_values],
        unit=claim.unit,
        metric=vocab.METRICS[claim.metric] if claim.metric else None,
        period=claim.period,
        status=claim.status,
        polarity=claim.polarity,
        scope=claim.scope,
        region=claim.region.name if claim.region else None,
        attributed_to=links[0].agent if links else None,
        attribution=links,
        event=evidence.event.name if evidence.event else None,
        date=evidence.date,
        quote=evidence.span.exact,
        start=evidence.span.start,
        end=evidence.span.end,
        article=evidence.version,
        extractor=evidence.extractor,
        rule="+".join(evidence.rules),
        confidence=evidence.confidence,
    )


def write_lines(claims: Iterable[FlatClaim]) -> str:
    """Spell flat claims as JSON lines."""
    return "".join(json.dumps(c.model_dump(mode="json"), ensure_ascii=False) + "\n" for c in claims)


def parse_line(line: str, place: str) -> FlatClaim:
    """Read one line.

    Raises:
        ClaimLineError: it is no JSON object of this form.
    """
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ClaimLineError("no JSON", place=place, fix="write one JSON object a line") from None
    if not isinstance(data, dict):
        raise ClaimLineError("no JSON object", place=place, fix="write one JSON object a line")
    cleaned = {k: v for k, v in data.items() if v is not None}
    try:
        return FlatClaim.model_validate(cleaned)
    except ValidationError as error:
        raise ClaimLineError(describe(error), place=place, fix="mend the line") from None


def describe(error: ValidationError) -> str:
    """Say in one line what is wrong with the fields of a model."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(p) for p in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {message}{more}" if where else message + more


def parse_lines(text: str, place: str) -> list[tuple[str, FlatClaim]]:
    """Read JSON lines; blank lines and claims that were judged to be misread (`verdict`) are passed over.

    Returns:
        The place of each line (`FILE, line N`) and what it says.

    Raises:
        ClaimLineError: the first line that cannot be read.
    """
    found = []
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip() and not _is_misread(line):
            at = f"{place}, line {n}"
            found.append((at, parse_line(line, at)))
    return found


def _is_misread(line: str) -> bool:
    if '"verdict"' not in line:
        return False
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("verdict") == "wrong"


def _metric_name(label: str) -> str:
    """Local name of a metric given by label or local name; `count` where the words are not known."""
    if label in vocab.METRICS:
        return label
    folded = " ".join(label.lower().replace("_", " ").split())
    by_label = {known: name for name, known in vocab.METRICS.items()}
    return by_label.get(folded, "")


def _locate(flat: FlatClaim, text: str, place: str) -> TextSpan:
    start, end = flat.start, flat.end
    if start is None or end is None:
        start = text.find(flat.quote)
        if start < 0 or not flat.quote:
            raise ClaimLineError(
                "the quote is not in the text", place=place, fix="copy it from the article letter by letter"
            )
        end = start + len(flat.quote)
    if text[start:end] != flat.quote:
        raise ClaimLineError(
            f"the text at {start}..{end} is not the quote",
            place=place,
            fix="correct start and end, or leave them out",
        )
    return TextSpan.of(text, start, end)


def _link_span(link: FlatLink, text: str, whole: TextSpan) -> TextSpan:
    """Where the agent is named: as given, else its first mention, else the quote."""
    if link.start is not None and link.end is not None and 0 <= link.start < link.end <= len(text):
        return TextSpan.of(text, link.start, link.end)
    at = text.find(link.agent)
    return TextSpan.of(text, at, at + len(link.agent)) if at >= 0 and link.agent else whole


def unflatten(
    flat: FlatClaim, text: str, version: str, find: Find, place: str, extractor: str = "annotation-1"
) -> Evidence:
    """Turn a flat claim back into an evidence on a text.

    Args:
        flat: what the line says.
        text: the version's text.
        version: the hash of that text.
        find: finds or makes the entity of a name and a class.
        place: for messages.
        extractor: what made the line, where it does not say so itself.

    Raises:
        ClaimLineError: the line does not fit the text or is no valid claim.
    """
    span = _locate(flat, text, place)
    links = flat.attribution or ([FlatLink(agent=flat.attributed_to)] if flat.attributed_to else [])
    metric = _metric_name(flat.metric) if flat.metric else None
    scope = flat.scope
    if metric == "":
        metric, scope = "amount", flat.scope or " ".join(str(flat.metric).lower().split())
    try:
        claim = Claim(
            kind=flat.kind,
            subject=find(flat.subject, flat.subject_type),
            predicate=flat.predicate,
            object=find(flat.object, flat.object_type) if flat.object is not None else None,
            role=flat.role,
            value=None if flat.value is None else Decimal(repr(flat.value)),
            value_max=None if flat.value_max is None else Decimal(repr(flat.value_max)),
            qualifier=flat.qualifier,
            unit=flat.unit,
            metric=metric,
            period=flat.period if flat.kind is not Kind.STATEMENT else None,
            status=flat.status if flat.kind is not Kind.STATEMENT else None,
            polarity=flat.polarity,
            region=find(flat.region, "Place") if flat.region and flat.kind is Kind.MEASUREMENT else None,
            scope=scope if flat.kind is Kind.MEASUREMENT else None,
            words=normalise_words(span.exact) if flat.kind is Kind.STATEMENT else None,
        )
        return Evidence(
            claim=claim,
            version=version,
            span=span,
            attribution=tuple(
                Link(agent=find(x.agent, x.type), span=_link_span(x, text, span)) for x in links
            ),
            event=find(flat.event, "Event") if flat.event else None,
            date=flat.date,
            alt_values=tuple(AltValue(value=Decimal(repr(a.value)), unit=a.unit) for a in flat.alt_values),
            extractor=flat.extractor or extractor,
            rules=tuple(sorted((flat.rule or "annotation").split("+"))),
            confidence=flat.confidence,
        )
    except ValidationError as error:
        raise ClaimLineError(describe(error), place=place, fix="mend the line") from None
