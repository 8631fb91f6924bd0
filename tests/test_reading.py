"""What reading an article costs, explains and leaves: budgets, `--explain`, `kg unread`, one line for other languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.articles import make_article
from kg.catalogue import load_catalogue
from kg.cli import run
from kg.coverage import Why, cover
from kg.errors import ArticleError, BudgetError
from kg.explanation import explain
from kg.extractors import Limits, RuleExtractor, read
from kg.graph import KnowledgeGraph

_TEXT = """Acme Robotics raises $40 million

Acme Robotics, a Berlin-based startup, said on Monday it raised $40 million from IBM. It will launch the Falcon 2 robot in 2027. Is that enough?

"We are ready," said Maria Lopez, chief executive of Acme Robotics. Should the market fall, the firm would suffer. We believe in robots. The team teeters on the brink.

Sign up for our newsletter
"""


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor(load_catalogue())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "acme.txt"
    path.write_text(_TEXT, encoding="utf-8")
    return path


# ---------------------------------------------------------------------- budgets
def test_past_its_time_an_article_is_refused_whole(extractor: RuleExtractor) -> None:
    hasty = RuleExtractor(extractor.catalogue, limits=Limits(seconds=0))
    with pytest.raises(BudgetError, match="acme: reading takes more than 0 seconds"):
        read(make_article(_TEXT, "acme"), hasty)


def test_a_long_article_is_refused_whole(extractor: RuleExtractor) -> None:
    small = RuleExtractor(extractor.catalogue, limits=Limits(characters=len(_TEXT)))
    assert read(make_article(_TEXT, "acme"), small)[0]
    with pytest.raises(BudgetError, match="too large to read"):
        read(make_article(_TEXT + "x", "acme"), small)
    assert issubclass(BudgetError, ArticleError)


def test_the_rest_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(_TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(_TEXT * 3, encoding="utf-8")
    (tmp_path / "c.txt").write_text(_TEXT + "Yes.", encoding="utf-8")
    store = str(tmp_path / "store")
    assert run(["load", str(tmp_path), "--store", store, "--max-characters", "1000"]) == 2
    streams = capsys.readouterr()
    assert streams.out.startswith("2 loaded, 1 skipped;")
    assert f"kg: {tmp_path / 'b.txt'}: the text is too large to read" in streams.err
    with KnowledgeGraph(store) as graph:
        assert [s["name"] for s in graph.sources()] == ["a", "c"]
    assert run(["extract", str(tmp_path / "?.txt"), "--max-seconds", "0"]) == 2
    assert capsys.readouterr().err.count("reading takes more than 0 seconds") == 3


# ---------------------------------------------------------------------- why a claim was read
def test_reasons_name_rule_words_and_steps(extractor: RuleExtractor) -> None:
    found, refused = explain(make_article(_TEXT, "a"), extractor)
    assert [e.evidence for e in found] == read(make_article(_TEXT, "a"), extractor)[0]
    assert refused == read(make_article(_TEXT, "a"), extractor)[1]
    assert all(e.reasons for e in found)
    for e in found:
        assert {r.rule for r in e.reasons} == set(e.evidence.rules)
        assert max(r.total for r in e.reasons) == pytest.approx(e.evidence.confidence, abs=0.006)
        for m in (m for r in e.reasons for m in r.mentions):
            assert " ".join(_TEXT[m.start : m.end].split()) == m.words
    launch = next(e for e in found if e.evidence.claim.predicate == "releases").reasons[0]
    subject, thing = launch.mentions
    assert (subject.part, subject.words, subject.name, subject.link) == (
        "subject",
        "It",
        "Acme Robotics",
        "named",
    )
    assert subject.trust < 1
    assert thing.words == "Falcon 2 robot"
    assert launch.steps()[0].startswith("release 0.")
    assert launch.steps()[-1] == f"× {subject.trust:.2f} for the subject, which points back"


def test_explain_on_the_command_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(article), "--format", "table", "--explain"]) == 0
    shown = capsys.readouterr().out
    assert "rule     based-in, which asserts locatedIn" in shown
    assert "object   “Berlin” at 51..57: City, entity:berlin" in shown
    assert run(["extract", str(article), "--format", "jsonl", "--explain"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(row["explanation"][0]["rule"] in row["rule"] for row in rows)
    assert run(["extract", str(article), "--format", "jsonl"]) == 0
    plain = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert plain == [{k: v for k, v in row.items() if k != "explanation"} for row in rows]


def test_the_table_shows_claims_beside_their_sentences(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", str(article), "--format", "table"]) == 0
    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if line.startswith("Acme Robotics plans to release Falcon 2"))
    assert row.endswith("»It will launch the Falcon 2 robot« in 2027.")


# ---------------------------------------------------------------------- what was not read
def test_every_sentence_is_read_or_has_a_reason(extractor: RuleExtractor) -> None:
    article = make_article(_TEXT, "a")
    found = cover(article, extractor)
    reasons = {u.text: u.why for u in found.unread}
    assert reasons["Is that enough?"] is Why.QUESTION
    assert reasons["Should the market fall, the firm would suffer."] in (Why.OPINION, Why.CONDITIONAL)
    assert reasons["We believe in robots."] is Why.OPINION
    assert reasons["Sign up for our newsletter"] is Why.BOILERPLATE
    assert reasons["The team teeters on the brink."] in (Why.VERB, Why.NOTHING)
    assert (
        found.read + sum(w not in (Why.HEADING, Why.BOILERPLATE) for w in reasons.values()) == found.sentences
    )
    assert 0 < found.share < 1
    assert found.figures == found.figures_read == 2
    claims = read(article, extractor)[0]
    for u in found.unread:
        near = [e for e in claims if e.span.start < u.end and u.start < e.span.end]
        assert all(e.confidence < 0.6 for e in near)


def test_a_higher_confidence_leaves_more_unread(extractor: RuleExtractor) -> None:
    article = make_article(_TEXT, "a")
    strict = cover(article, extractor, 0.99)
    assert strict.read == 0
    assert {u.why for u in strict.unread} >= {Why.UNSURE}
    assert cover(article, extractor, 0.6).read > 0


def test_unread_on_the_command_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unread", str(article)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith(f"{article}  4 of 8 sentences read (50%), 2 of 2 figures, ")
    assert any(line.split(maxsplit=2)[1:] == ["question", "Is that enough?"] for line in shown)
    assert run(["unread", str(article), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["file"] == str(article)
    assert len(row["unread"]) == len(shown) - 3
    assert run(["unread", str(article), "missing.txt"]) == 2


def test_another_language_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Das Unternehmen hat am Dienstag mitgeteilt, dass es von den Investoren in Europa Geld erhalten hat und im kommenden Jahr auch neue Leute einstellen wird, da der Markt wächst."
    path = tmp_path / "de.txt"
    path.write_text(text, encoding="utf-8")
    line = f"kg: {path}: not read for claims: the text is not English (German)\n"
    for verb in (["extract"], ["extract", "--explain"], ["unread"], ["load", "--store", str(tmp_path / "s")]):
        assert run([*verb, str(path)]) == 0
        assert capsys.readouterr().err == line
