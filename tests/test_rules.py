"""Every rule: its examples are read by it, its counter-examples are left alone by it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kg.extract
from kg import vocab
from kg.articles import make_article
from kg.catalogue import load_catalogue
from kg.extract.additions import reading_with
from kg.extract.drafts import Draft
from kg.extract.reader import read_drafts
from kg.extract.rules import Example, read_rules, read_structures

_RULES = (*read_rules(), *read_structures().values())


def _read(text: str) -> list[Draft]:
    with reading_with(()):  # whatever other tests of the process added
        return read_drafts(make_article(text, name="example"), load_catalogue())


_EXAMPLES = [(r.id, r.predicate, e) for r in _RULES for e in r.examples]
_COUNTER_EXAMPLES = [(r.id, text) for r in _RULES for text in r.counter_examples]


def _object(draft: Draft) -> str:
    """What stands at the other end; for a figure its metric."""
    return draft.object.name if draft.object is not None else draft.metric


@pytest.mark.parametrize(("rule", "predicate", "example"), _EXAMPLES)
def test_a_rule_reads_its_example(rule: str, predicate: str, example: Example) -> None:
    drafts = [(d.rule, d.predicate, d.subject.name, _object(d)) for d in _read(example.text)]
    assert any(
        (r, p) == (rule, predicate) and example.subject in s and (example.object or "") in o
        for r, p, s, o in drafts
    ), drafts


@pytest.mark.parametrize(("rule", "text"), _COUNTER_EXAMPLES)
def test_a_rule_leaves_its_counter_example_alone(rule: str, text: str) -> None:
    assert rule not in {d.rule for d in _read(text)}


def test_every_rule_has_an_example_and_a_counter_example() -> None:
    assert [r.id for r in _RULES if not r.examples or not r.counter_examples] == []


def test_ids_are_unique_and_predicates_known() -> None:
    ids = [r.id for r in _RULES]
    assert len(ids) == len(set(ids))
    assert {r.predicate for r in _RULES} <= {*vocab.RELATIONS, "hasMeasurement", "states"}


_CITING = {
    "Reading",
    "confidence_of",
    "draft_by_clause",
    "draft_relation",
    "draft_use",
    "_draft",
    "_drafts",
    "_given",
}


def test_every_rule_that_the_code_cites_is_declared() -> None:
    (folder,) = kg.extract.__path__
    calls = [
        node
        for path in sorted(Path(folder).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CITING
    ]
    cited = {a.value for c in calls for a in c.args[:1] if isinstance(a, ast.Constant)}
    assert len(cited) > 50
    assert sorted(cited - {r.id for r in _RULES}) == []
