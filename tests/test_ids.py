"""Ids are pinned: a change of one of these is a release note, not an accident."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from kg import ids
from kg.articles import make_article
from kg.metadata import Metadata
from kg.model import Claim, Entity, Evidence, Kind, Polarity, Status, TextSpan

_IBM = Entity(id="ibm", name="IBM", type="Company", known=True)
_MARKET = Entity.mint("Market", "Nordic AI market")
_RELATION = Claim(
    kind=Kind.RELATION,
    subject=_IBM,
    predicate="holdsRole",
    object=_MARKET,
    role="CEO",
    period="2026",
    status=Status.ACTUAL,
)
_FIGURE = Claim(
    kind=Kind.MEASUREMENT, subject=_MARKET, predicate="hasMeasurement", metric="marketSize", value=Decimal("12.50e9"), value_max=Decimal("13e9"),
    unit="EUR", qualifier="~", period="2028", status=Status.FORECAST, region=Entity.mint("Place", "Oslo"), scope="online only",
)  # fmt: skip
_STATEMENT = Claim(kind=Kind.STATEMENT, subject=_IBM, predicate="states", words="Small models will win")
_ARTICLE = make_article("Small models will win, IBM said.", "a", Metadata(address="https://a.example/1"))
_EVIDENCE = Evidence(
    claim=_STATEMENT,
    version=_ARTICLE.version,
    span=TextSpan.of(_ARTICLE.text, 0, 21),
    extractor="t-1",
    rules=("r",),
    confidence=1,
)

PINNED = {
    "entity": (_MARKET.id, "1dd9bf1fc08b4c78d61fe4aff7d12df7"),
    "relation": (_RELATION.id, "175a4b70a19720f0b4a2f6cbc397be12"),
    "measurement": (_FIGURE.id, "12bfaebfbd02b469aaa83f3e28476f96"),
    "statement": (_STATEMENT.id, "15bbf781425b619aaf73b4b3730e0279"),
    "article by address": (_ARTICLE.id, "150b9813391ea989beabc9020ce2ca41"),
    "article by name": (make_article("x", "a", named=True).id, "19934b064a54cff3e4cf163fd4897129"),
    "article by text": (make_article("x", "a").id, "19052b99b8e7652cebe9d97e2990c3eb"),
    "version": (_ARTICLE.version, "74ccddf55b3484df2e8da13b68f1084b1cbd7f9d9d06b910dc48e97577b23503"),
    "evidence": (_EVIDENCE.id, "1a6a623818fd01aa66b8cf87a3af5705"),
}


@pytest.mark.parametrize("what", sorted(PINNED))
def test_pinned(what: str) -> None:
    found, expected = PINNED[what]
    assert found == expected


def test_ids_have_their_form() -> None:
    for found, _ in PINNED.values():
        assert set(found) <= set("0123456789abcdef")
        assert len(found) in (32, 64)
        assert len(found) == 64 or found[0] == "1"


def test_fields_that_are_none_leave_an_id_as_it_is() -> None:
    assert ids.hash_fields("x", {"a": "1"}) == ids.hash_fields("x", {"b": None, "a": "1"})
    assert ids.hash_fields("x", {"a": "1"}) != ids.hash_fields("y", {"a": "1"})
    assert ids.hash_fields("x", {"a": "1", "b": "2"}) != ids.hash_fields("x", {"a": "2", "b": "1"})


def _changed(claim: Claim, change: dict[str, object]) -> Claim:
    return Claim.model_validate({name: getattr(claim, name) for name in Claim.model_fields} | change)


def test_numbers_have_one_spelling() -> None:
    same = [_changed(_FIGURE, {"value": Decimal(v)}) for v in ("12500000000", "1.25e10", "12500000000.00")]
    assert {c.id for c in same} == {_FIGURE.id}
    assert _changed(_FIGURE, {"value": Decimal(12500000001)}).id != _FIGURE.id


def test_what_an_identity_holds() -> None:
    """Design, settled question 1: each of these changes the claim."""
    for change in (
        {"period": "2027"},
        {"status": None},
        {"polarity": Polarity.NEGATIVE},
        {"role": None},
        {"predicate": "uses", "role": None},
    ):
        assert _changed(_RELATION, change).id != _RELATION.id
    for change in (
        {"unit": "USD"},
        {"qualifier": None},
        {"region": None},
        {"scope": None},
        {"value_max": None},
        {"metric": "revenue"},
    ):
        assert _changed(_FIGURE, change).id != _FIGURE.id
    renamed = _IBM.model_copy(update={"name": "International Business Machines"})
    assert _changed(_STATEMENT, {"subject": renamed}).id == _STATEMENT.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  “Jiu‑Tian” Model", "jiu-tian model"),
        ("OpenAI’s", "openai's"),
        ("A Company", "company"),
        ("ﬁnance", "Finance"),
    ],
)
def test_names_that_fold_alike(one: str, other: str) -> None:
    assert ids.fold_name(one) == ids.fold_name(other)


def test_iris_cannot_be_broken_by_ids() -> None:
    assert ids.entity_iri("a b/c#d>") == f"{ids.BASE}entity/a%20b%2Fc%23d%3E"
    assert ids.span_iri("0" * 64, 3, 9).endswith("#char=3,9")
    assert ids.local_id(ids.claim_iri("1abc")) == "1abc"
    assert ids.local_id(ids.span_iri("f" * 64, 0, 1)) == "f" * 64


def test_ids_are_the_same_in_every_process() -> None:
    code = "from kg.model import Entity; print(Entity.mint('Market', 'Nordic AI market').id)"
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == _MARKET.id
