"""Hypothesis strategies: articles with awkward text, and claims that hold against it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kg.articles import Article, make_article
from kg.metadata import Metadata
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

ENTITIES = (
    Entity(id="ibm", name="IBM", type="Company", known=True),
    Entity.mint("Company", "Borealis Labs"),
    Entity.mint("Model", "Nordlicht ☃"),
    Entity.mint("Market", "Nordic “AI” market"),
    Entity.mint("Report", 'report\n\\with "marks"', "1" + "a" * 31),
    Entity.mint("Person", "Zoë \U0001f600 李"),
)
_RELATIONS = ("releases", "develops", "partnersWith", "uses", "holdsRole")

# letters of several scripts, an astral one, right-to-left marks, quotes, escapes, line ends
_CHARACTERS = st.sampled_from("ab cd.EF\n\"'\\“”é李\U0001f600\u05d0\u200f{}<>|^%$€1٣\t")
texts = st.text(_CHARACTERS, min_size=20, max_size=120).filter(lambda t: bool(t.strip()))
statuses = st.sampled_from([None, *Status])
periods = st.sampled_from(
    [None, "2026", "2026-03", "2026-03-31", "2026-Q1", "2026-H2", "2023..2028", "2025-10..2026-03"]
)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=3
)
entities = st.sampled_from(ENTITIES)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    kind = draw(st.sampled_from(list(Kind)))
    polarity = draw(st.sampled_from(list(Polarity)))
    subject = draw(entities)
    if kind is Kind.STATEMENT:
        words = normalise_words(draw(texts))
        return Claim(
            kind=kind,
            subject=subject,
            predicate="states",
            words=normalise_words(words) if words == normalise_words(words) else "so",
        )
    if kind is Kind.RELATION:
        predicate = draw(st.sampled_from(_RELATIONS))
        role = (
            draw(st.sampled_from([None, "chief executive", "Vorstand “A”"]))
            if predicate == "holdsRole"
            else None
        )
        obj = draw(entities.filter(lambda e: e != subject))
        return Claim(
            kind=kind,
            subject=subject,
            predicate=predicate,
            object=obj,
            role=role,
            period=draw(periods),
            status=draw(statuses),
            polarity=polarity,
        )
    return Claim(
        kind=kind, subject=subject, predicate="hasMeasurement", metric=draw(st.sampled_from(["marketSize", "revenue", "growthRate"])),
        value=draw(numbers), value_max=draw(st.none() | numbers), unit=draw(st.sampled_from(["EUR", "percent", "count"])),
        qualifier=draw(st.sampled_from([None, *Qualifier])), period=draw(periods), status=draw(statuses), polarity=polarity,
        region=draw(st.sampled_from([None, Entity.mint("Place", "Oslo")])), scope=draw(st.sampled_from([None, "online only"])),
    )  # fmt: skip


@st.composite
def evidences(draw: st.DrawFn, article: Article) -> Evidence:
    n = len(article.text)
    start = draw(st.integers(0, n - 1))
    end = draw(st.integers(start + 1, n))
    links = draw(st.lists(entities, max_size=3, unique=True))
    return Evidence(
        claim=draw(claims()),
        version=article.version,
        span=TextSpan.of(article.text, start, end),
        attribution=tuple(
            Link(agent=a, span=TextSpan.of(article.text, i, i + 2)) for i, a in enumerate(links)
        ),
        event=draw(st.sampled_from([None, Entity.mint("Event", "Polar AI Summit")])),
        date=draw(st.sampled_from([None, "on Saturday", "“soon”\\"])),
        alt_values=tuple(AltValue(value=v, unit="USD") for v in draw(st.lists(numbers, max_size=2))),
        extractor="test-1",
        rules=tuple(sorted(draw(st.sets(st.sampled_from(["a", "b-c", "d"]), min_size=1)))),
        confidence=draw(st.sampled_from([0.3, 0.59, 0.6, 0.85, 1.0])),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    address = draw(st.sampled_from([None, "https://a.example/1", "https://a.example/2"]))
    metadata = Metadata(
        title=draw(st.sampled_from([None, "A “title”"])), publisher=draw(st.sampled_from([None, "SHINE"])),
        published=draw(st.sampled_from([None, "2026", "2026-03-30"])), address=address, authors=draw(st.sampled_from([(), ("A. B.", "C")])),
        sources=draw(st.sampled_from([(), ("https://b.example/x", "a report")])),
    )  # fmt: skip
    return make_article(
        draw(texts), draw(st.sampled_from(["one", "two"])), metadata, named=draw(st.booleans())
    )


@st.composite
def readings(draw: st.DrawFn) -> tuple[Article, list[Evidence]]:
    """An article with what was read from it, each evidence once."""
    article = draw(articles())
    found = draw(st.lists(evidences(article), max_size=4))
    return article, list({e.id: e for e in found}.values())
