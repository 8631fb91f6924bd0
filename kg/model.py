"""The words of kg as frozen types: Entity, TextSpan, Claim, Link, Evidence.

A claim is *what is said*, once, whoever says it; an evidence is *where and by whom*. The types refuse
what cannot hold, so that nothing downstream has to ask again.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kg import vocab
from kg.ids import evidence_iri, hash_fields, mint_entity_id

__all__ = [
    "FACT_CONFIDENCE",
    "Claim",
    "Entity",
    "Evidence",
    "Kind",
    "Link",
    "Polarity",
    "Qualifier",
    "Status",
    "TextSpan",
    "normalise_number",
    "normalise_words",
]

FACT_CONFIDENCE: Final = 0.6
"""Claims whose best evidence stays below this are kept but are not facts and not shown by default."""

LARGEST: Final = Decimal("1e19")
"""Larger magnitudes are refused: engines do not hold them as exact decimals."""

_PERIOD_POINT = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-Q[1-4]|-H[12])?"
PERIOD: Final = re.compile(rf"{_PERIOD_POINT}(?:\.\.{_PERIOD_POINT})?")
"""`2026`, `2026-03`, `2026-03-31`, `2026-Q1`, `2026-H1`, or two of these as `from..to`."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'") | dict.fromkeys("‐‑‒–—−", "-"))


class Kind(StrEnum):
    """What sort of claim it is."""

    RELATION = "relation"
    MEASUREMENT = "measurement"
    STATEMENT = "statement"


class Status(StrEnum):
    """Whether the thing has happened; unknown is None, never a guess."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    TARGET = "target"


class Polarity(StrEnum):
    """Whether the claim is asserted or denied."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Qualifier(StrEnum):
    """How a figure is hedged in the text."""

    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    UP_TO = "up to"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def normalise_words(words: str) -> str:
    """Fold the words of a statement: straight quotes and hyphens, single spaces, no outer quotes or stop.

    Case stays. Two copies of one sentence that differ in typography become the same words.
    """
    text = " ".join(unicodedata.normalize("NFC", words).translate(_QUOTES).split())
    return text.strip(" \"'.,;:") or text


def normalise_number(value: Decimal) -> str:
    """Return the one spelling of a number: no exponent, no trailing zeros, no negative zero."""
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "0") else text


class Entity(_Frozen):
    """A thing that claims are about.

    Attributes:
        id: a catalogue slug, or a hash for a thing that the catalogue does not hold.
        name: what to call it.
        type: a class of the ontology, by local name.
        known: whether it stands in the catalogue.
    """

    id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(min_length=1, max_length=500)]
    type: str
    known: bool = False

    @field_validator("type")
    @classmethod
    def _is_class(cls, value: str) -> str:
        if value not in vocab.ENTITY_TYPES:
            raise ValueError(f"no class '{value}' in the ontology")
        return value

    @property
    def flat_type(self) -> str:
        """The broad class that the flat form names, e.g. `Company` for a `ResearchFirm`."""
        return vocab.ENTITY_TYPES[self.type]

    @classmethod
    def mint(cls, kind: str, name: str, scope: str | None = None) -> Self:
        """Make an entity outside the catalogue; `scope` is the article's id for one known by description."""
        return cls(id=mint_entity_id(kind, name, scope), name=name, type=kind)


class TextSpan(_Frozen):
    """`[start, end)` in Unicode code points of a version's stored text, with the exact words."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    exact: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(
                f"span {self.start}..{self.end} does not have the length of its quote ({len(self.exact)})"
            )
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Cut a span out of a text."""
        return cls(start=start, end=end, exact=text[start:end])


class Claim(_Frozen):
    """What is said, once, whoever says it.

    A relation has an object and no value. A measurement has a metric, a value and a unit and no object.
    A statement has the words that its subject said, and neither.

    Attributes:
        value: in the base unit (yuan, not billions); percent as 85.3; a fall is negative.
        value_max: the other end of a range.
        unit: an ISO 4217 code, `percent`, `count`, `parameters`, ... as in the unit lexicon.
        metric: a metric of the ontology, by local name.
        period: the time the figure is about, in the form of `PERIOD`.
        region: the place the figure is about.
        scope: what part the figure covers where subject and metric do not say, in folded words.
        words: for a statement, the normalised words.
    """

    kind: Kind
    subject: Entity
    predicate: str
    object: Entity | None = None
    role: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: Qualifier | None = None
    unit: str | None = None
    metric: str | None = None
    period: str | None = None
    status: Status | None = None
    polarity: Polarity = Polarity.POSITIVE
    region: Entity | None = None
    scope: str | None = None
    words: str | None = None

    @field_validator("value", "value_max")
    @classmethod
    def _finite(cls, value: Decimal | None) -> Decimal | None:
        if value is not None and (not value.is_finite() or abs(value) > LARGEST):
            raise ValueError("a value is a finite number of at most 1e19")
        return value

    @field_validator("period")
    @classmethod
    def _period(cls, value: str | None) -> str | None:
        if value is not None and not PERIOD.fullmatch(value):
            raise ValueError(f"'{value}' is no period; write 2026, 2026-03, 2026-Q1 or 2023..2028")
        return value

    @model_validator(mode="after")
    def _by_kind(self) -> Self:
        check = {
            Kind.RELATION: self._relation,
            Kind.MEASUREMENT: self._measurement,
            Kind.STATEMENT: self._statement,
        }
        check[self.kind]()
        return self

    def _absent(self, *names: str) -> None:
        for name in names:
            if getattr(self, name) is not None:
                raise ValueError(f"a {self.kind} has no {name}")

    def _relation(self) -> None:
        if self.predicate not in vocab.RELATIONS:
            raise ValueError(f"no relation '{self.predicate}' in the ontology")
        if self.object is None:
            raise ValueError("a relation needs an object")
        if self.object.id == self.subject.id:
            raise ValueError("a relation joins two different things")
        if self.role is not None and self.predicate != "holdsRole":
            raise ValueError("only holdsRole has a role")
        self._absent("value", "value_max", "unit", "metric", "qualifier", "words", "region", "scope")

    def _measurement(self) -> None:
        if self.predicate != "hasMeasurement":
            raise ValueError("the predicate of a measurement is hasMeasurement")
        if self.value is None or self.unit is None or self.metric is None:
            raise ValueError("a measurement needs a value, a unit and a metric")
        if self.metric not in vocab.METRICS:
            raise ValueError(f"no metric '{self.metric}' in the ontology")
        self._absent("object", "role", "words")

    def _statement(self) -> None:
        if self.predicate != "states":
            raise ValueError("the predicate of a statement is states")
        if not self.words:
            raise ValueError("a statement needs the words that were said")
        if self.words != normalise_words(self.words):
            raise ValueError("the words of a statement are stored normalised")
        self._absent(
            "object",
            "role",
            "value",
            "value_max",
            "unit",
            "metric",
            "qualifier",
            "status",
            "region",
            "scope",
            "period",
        )

    @cached_property
    def id(self) -> str:
        """Hash of what is said (design, settled question 1)."""
        if self.kind is Kind.STATEMENT:
            return hash_fields("statement", {"subject": self.subject.id, "words": self.words})
        shared = {
            "subject": self.subject.id,
            "period": self.period,
            "status": self.status,
            "polarity": None if self.polarity is Polarity.POSITIVE else self.polarity,
        }
        if self.kind is Kind.RELATION:
            assert self.object is not None
            return hash_fields(
                "relation",
                shared | {"predicate": self.predicate, "object": self.object.id, "role": self.role},
            )
        assert self.value is not None
        return hash_fields(
            "measurement",
            shared
            | {
                "metric": self.metric,
                "value": normalise_number(self.value),
                "value_max": None if self.value_max is None else normalise_number(self.value_max),
                "unit": self.unit,
                "qualifier": self.qualifier,
                "region": None if self.region is None else self.region.id,
                "scope": self.scope,
            },
        )

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Subject, object and region, those that there are, in this order."""
        return tuple(e for e in (self.subject, self.object, self.region) if e is not None)


class AltValue(_Frozen):
    """A second reading of the same figure, e.g. in another currency."""

    value: Decimal
    unit: str


class Link(_Frozen):
    """One link of an attribution: who asserts it, and the words that say so."""

    agent: Entity
    span: TextSpan


class Evidence(_Frozen):
    """Where and by whom a claim is made.

    Attributes:
        claim: what is said.
        version: the hash of the text it stands in.
        span: the words it rests on.
        attribution: who asserts it, nearest first: speaker, report, publisher of the report, event. The
            article itself is always the last link and is not listed.
        event: where it was said or shown.
        date: the expression of time as written.
        alt_values: other readings of the figure in the same words.
        extractor: what made the evidence, with its version.
        rules: the rules that agree on it, sorted.
        confidence: 0 to 1.
    """

    claim: Claim
    version: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    span: TextSpan
    attribution: tuple[Link, ...] = ()
    event: Entity | None = None
    date: str | None = None
    alt_values: tuple[AltValue, ...] = ()
    extractor: str
    rules: Annotated[tuple[str, ...], Field(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]

    @cached_property
    def id(self) -> str:
        """Hash of claim, version, start and end: two rules on one span are one evidence."""
        return hash_fields(
            "evidence",
            {
                "claim": self.claim.id,
                "version": self.version,
                "start": str(self.span.start),
                "end": str(self.span.end),
            },
        )

    @property
    def iri(self) -> str:
        """IRI of the evidence."""
        return evidence_iri(self.id)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity that the evidence names, without repeats, claim first."""
        found = [*self.claim.entities, *(link.agent for link in self.attribution)]
        if self.event is not None:
            found.append(self.event)
        return tuple({e.id: e for e in found}.values())
