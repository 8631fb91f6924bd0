"""The benchmarks of reading run, and time grows with the text: the figures themselves are made by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.articles import make_article
from kg.catalogue import load_catalogue
from kg.extract.tokens import LONGEST, split_sentences
from kg.extractors import Limits, RuleExtractor, read

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import itertools

import reading
import scoring

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor(load_catalogue(), limits=Limits(seconds=600))


def test_speed_is_measured(extractor: RuleExtractor) -> None:
    articles = [make_article("Acme Corp raised $3 million in 2020. " * n, f"a{n}") for n in (2, 4)]
    rows = reading.measure_speed(articles, extractor, 1)
    assert [(name, size) for name, size, _, _ in rows] == [(a.name, len(a.text)) for a in articles]
    assert all(ms > 0 and laps > 0 for _, _, ms, laps in rows)


def test_growth_is_measured(extractor: RuleExtractor) -> None:
    rows = reading.measure_growth(extractor, 600, 1)
    assert [name for name, _, _ in rows] == list(reading.WORST)
    assert all(ms >= 0 and ratio > 0 for _, ms, ratio in rows)


def test_reliability_is_measured() -> None:
    claim = {"kind": "relation", "rule": "a+b", "confidence": 0.65}
    scored = scoring.Scored(
        "x", right=[claim], wrong=[claim | {"rule": "b", "confidence": 0.95}], missed=[claim]
    )
    bands, rules = reading.measure_reliability([scored])
    assert bands == {"0.6 to 0.7": (1, 1), "0.9 to 1.0": (0, 1)}
    assert rules == {"a": (1, 1, 0.65), "b": (1, 2, pytest.approx(0.8))}
    assert scoring.measure([scored]) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("name", reading.WORST)
def test_the_worst_texts_are_of_their_size_and_read(name: str, extractor: RuleExtractor) -> None:
    text = reading.WORST[name](3000)
    assert 2600 <= len(text) <= 3200
    for e in read(make_article(text, "worst"), extractor)[0]:
        assert text[e.span.start : e.span.end] == e.span.exact


@pytest.mark.parametrize("name", reading.WORST)
def test_no_sentence_is_longer_than_the_grammar_is_made_for(name: str) -> None:
    """What is quadratic in a sentence is linear in the text."""
    text = reading.WORST[name](20_000)
    sentences = split_sentences(text, 0, len(text))
    assert max(len(s.tokens) for s in sentences) <= LONGEST
    tokens = [t for s in sentences for t in s.tokens]
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
