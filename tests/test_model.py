"""The invariants of the model, each enforced by the type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import articles, claims, evidences, readings

from kg import vocab
from kg.articles import Article
from kg.model import Claim, Entity, Evidence, Kind, TextSpan, normalise_number, normalise_words

_A, _B = Entity.mint("Company", "A"), Entity.mint("Model", "B")
_RELATION = {"kind": "relation", "subject": _A, "predicate": "releases", "object": _B}
_FIGURE = {
    "kind": "measurement",
    "subject": _A,
    "predicate": "hasMeasurement",
    "metric": "revenue",
    "value": 1,
    "unit": "EUR",
}
_STATEMENT = {"kind": "statement", "subject": _A, "predicate": "states", "words": "so"}


@pytest.mark.parametrize(
    ("base", "change"),
    [
        (_RELATION, {"predicate": "eats"}),
        (_RELATION, {"predicate": "states"}),
        (_RELATION, {"object": None}),
        (_RELATION, {"value": 1}),
        (_RELATION, {"unit": "EUR"}),
        (_RELATION, {"words": "so"}),
        (_RELATION, {"region": _B}),
        (_RELATION, {"period": "March"}),
        (_RELATION, {"period": "2026-13"}),
        (_RELATION, {"status": "rumoured"}),
        (_FIGURE, {"predicate": "releases"}),
        (_FIGURE, {"metric": None}),
        (_FIGURE, {"metric": "shoeSize"}),
        (_FIGURE, {"unit": None}),
        (_FIGURE, {"value": None}),
        (_FIGURE, {"value": "NaN"}),
        (_FIGURE, {"value": "Infinity"}),
        (_FIGURE, {"value": "1e20"}),
        (_FIGURE, {"object": _B}),
        (_STATEMENT, {"words": None}),
        (_STATEMENT, {"words": ""}),
        (_STATEMENT, {"words": "two  spaces"}),
        (_STATEMENT, {"status": "actual"}),
        (_STATEMENT, {"object": _B}),
        (_STATEMENT, {"surprise": 1}),
    ],
)
def test_a_claim_that_cannot_be_is_refused(base: dict[str, object], change: dict[str, object]) -> None:
    Claim(**base)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Claim(**(base | change))  # type: ignore[arg-type]


@given(claims())
def test_generated_claims_keep_the_invariants(claim: Claim) -> None:
    assert (claim.kind is Kind.RELATION) == (claim.object is not None)
    assert (
        (claim.kind is Kind.MEASUREMENT)
        == (claim.value is not None)
        == (claim.metric is not None)
        == (claim.unit is not None)
    )
    assert (claim.kind is Kind.STATEMENT) == (claim.words is not None)
    assert claim.predicate in vocab.PREDICATES
    assert Claim.model_validate_json(claim.model_dump_json()) == claim
    assert Claim.model_validate_json(claim.model_dump_json()).id == claim.id


@given(st.data(), articles())
def test_a_quote_is_the_text_at_its_place(data: st.DataObject, article: Article) -> None:
    evidence = data.draw(evidences(article))
    assert article.text[evidence.span.start : evidence.span.end] == evidence.span.exact
    assert Evidence.model_validate_json(evidence.model_dump_json()) == evidence


@given(st.integers(-3, 10), st.integers(-3, 10), st.text(max_size=8))
def test_a_span_has_the_length_of_its_quote(start: int, end: int, exact: str) -> None:
    fits = 0 <= start < end and end - start == len(exact)
    if fits:
        assert TextSpan(start=start, end=end, exact=exact).exact == exact
    else:
        with pytest.raises(ValidationError):
            TextSpan(start=start, end=end, exact=exact)


@given(readings())
def test_frozen(reading: tuple[Article, list[Evidence]]) -> None:
    for evidence in reading[1]:
        with pytest.raises(ValidationError):
            evidence.confidence = 0.5  # type: ignore[misc]


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_confidence_is_a_share(confidence: float) -> None:
    claim = Claim(**_STATEMENT)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Evidence(
            claim=claim,
            version="0" * 64,
            span=TextSpan(start=0, end=1, exact="a"),
            extractor="t-1",
            rules=("r",),
            confidence=confidence,
        )


def test_an_entity_has_a_class_of_the_ontology() -> None:
    with pytest.raises(ValidationError, match="no class 'Wizard'"):
        Entity.mint("Wizard", "Merlin")
    assert Entity.mint("ResearchFirm", "iResearch").flat_type == "Company"


def test_things_known_by_description_belong_to_their_article() -> None:
    assert Entity.mint("Report", "a report", "1a").id != Entity.mint("Report", "a report", "1b").id
    assert Entity.mint("Report", "a report", "1a").id == Entity.mint("Report", "A report", "1a").id


@given(st.text(max_size=60))
def test_words_are_normalised_once_and_for_all(text: str) -> None:
    once = normalise_words(text)
    assert normalise_words(once) == once or not once


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=Decimal("-1e19"), max_value=Decimal("1e19"), places=4
    )
)
def test_numbers_are_spelled_without_exponent_or_trailing_zeros(value: Decimal) -> None:
    text = normalise_number(value)
    assert Decimal(text) == value
    assert "E" not in text.upper()
    assert text != "-0"
    assert "." not in text or not text.endswith(("0", "."))
