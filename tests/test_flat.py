"""The flat form: there and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from strategies import ENTITIES, readings

from kg.articles import Article
from kg.catalogue import Catalogue
from kg.errors import ClaimLineError
from kg.flat import FlatClaim, flatten, parse_line, parse_lines, unflatten, write_lines
from kg.graph import KnowledgeGraph
from kg.model import Entity, Evidence, Kind

_FIELDS = [
    "id", "kind", "subject", "subject_type", "predicate", "object", "object_type", "role", "value", "value_max", "qualifier", "alt_values",
    "unit", "metric", "period", "status", "polarity", "scope", "region", "attributed_to", "attribution", "event", "date", "quote", "start", "end",
    "article", "extractor", "rule", "confidence",
]  # fmt: skip


def test_the_fields_are_those_of_the_contract() -> None:
    assert sorted(FlatClaim.model_fields) == sorted(_FIELDS)


def _find(name: str, kind: str | None) -> Entity:
    for e in ENTITIES:
        if e.name == name:
            return e
    return Entity.mint(kind or "Company", name)


@given(readings())
def test_lines_are_read_back_as_they_were(reading: tuple[Article, list[Evidence]]) -> None:
    _, found = reading
    rows = [flatten(e) for e in found]
    lines = write_lines(rows)
    assert lines.count("\n") == len(rows)
    assert [flat for _, flat in parse_lines(lines, "x")] == rows


@given(readings())
def test_an_evidence_survives_the_flat_form(reading: tuple[Article, list[Evidence]]) -> None:
    article, found = reading
    for e in found:
        if (
            e.claim.kind is Kind.STATEMENT
            or max(abs(e.claim.value or 0), abs(e.claim.value_max or 0)) > 2**43
        ):
            continue  # a statement's words come from its quote; larger numbers with three places are none of JSON
        back = unflatten(flatten(e), article.text, article.version, _find, "here")
        assert back.claim.id == e.claim.id
        assert (back.span, back.confidence, back.rules, back.extractor, back.date) == (
            e.span,
            e.confidence,
            e.rules,
            e.extractor,
            e.date,
        )
        assert [(x.agent.name, x.span) for x in back.attribution] == [
            (x.agent.name, x.span) for x in e.attribution
        ]


def test_what_is_exported_loads_as_the_same_claims(
    nordic: KnowledgeGraph, catalogue: Catalogue, tmp_path: object
) -> None:
    from pathlib import Path

    from conftest import NORDIC

    folder = Path(str(tmp_path))
    nordic.export(folder / "all.jsonl")
    other = KnowledgeGraph(catalogue=catalogue)
    other.load(NORDIC / "summit.md", NORDIC / "funding.txt", NORDIC / "doubts.txt")
    other.load(folder / "all.jsonl")
    assert {c.id for c in other.claims(min_confidence=0)} >= {c.id for c in nordic.claims(min_confidence=0)}


def test_unknown_fields_and_nulls_are_left_alone() -> None:
    line = {
        "kind": "statement",
        "subject": "A",
        "predicate": "states",
        "quote": "so",
        "note": "x",
        "value": None,
        "attribution": None,
    }
    flat = parse_line(json.dumps(line), "here")
    assert flat.attribution == []
    assert flat.value is None


@pytest.mark.parametrize("line", ["", "nul", "3", '"x"', "[1]", "{", '{"kind": "rumour"}', "[" * 100_000])
def test_a_line_that_is_none(line: str) -> None:
    with pytest.raises(ClaimLineError, match="here") as caught:
        parse_line(line, "here")
    assert "\n" not in str(caught.value)
