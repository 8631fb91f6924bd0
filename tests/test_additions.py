"""A user's entities, lexicons and rules: what they add, what is refused, and that they never leak."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.articles import make_article, read_article
from kg.catalogue import load_catalogue
from kg.cli import run
from kg.errors import InputError
from kg.extract.additions import reading_with
from kg.extract.reader import read_drafts
from kg.extractors import RuleExtractor, read
from kg.graph import KnowledgeGraph

_ROOT = Path(__file__).parent.parent
_ENERGY = _ROOT / "docs" / "energy"
_PAGE = _ROOT / "docs" / "another-industry.md"
_TEXT = "Norrvind energised Lyse Bank in May 2025. Ostara Kraft signed for the output of LBW in 2024."


def _claims(extractor: RuleExtractor, text: str = _TEXT) -> set[tuple[str, str, str]]:
    return {
        (e.claim.subject.id, e.claim.predicate, e.claim.object.id)
        for e in read(make_article(text, "a"), extractor)[0]
        if e.claim.object is not None
    }


_READ = {("norrvind", "releases", "lyse-bank"), ("ostara-kraft", "uses", "lyse-bank")}


@pytest.fixture(scope="module")
def extended() -> RuleExtractor:
    return RuleExtractor(load_catalogue([_ENERGY / "catalogue"]), (_ENERGY / "rules",))


def _commands() -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)
    return [tuple(b.removeprefix("$ kg ").split("\n", 1)) for b in blocks]  # type: ignore[misc]


@pytest.mark.parametrize(("command", "shown"), _commands(), ids=[c[:40] for c, _ in _commands()])
def test_the_page_shows_what_the_commands_print(
    command: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_ROOT)
    assert run(shlex.split(command)) == 0
    printed = capsys.readouterr().out
    printed, shown = (re.sub(r"\b[01]\.\d\d\b", "0.nn", text) for text in (printed, shown))  # they get better
    if shown.startswith("...\n"):
        assert shown.removeprefix("...\n").removesuffix("...\n") in printed
    else:
        assert printed == shown


def test_the_page_shows_the_files() -> None:
    shown = re.findall(r"```(?:toml|text)\n(?:# \w+\.\w+\n)?(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)
    files = [p.read_text("utf-8") for p in sorted(_ENERGY.glob("*/*.*"))]
    assert len(shown) == 4
    for block in shown:
        assert any(block in text for text in files)


def test_reading_by_turns_never_leaks(extended: RuleExtractor) -> None:
    plain = RuleExtractor(load_catalogue())
    assert _claims(plain) == set()
    assert _claims(extended) == _READ
    assert _claims(plain) == set()
    assert _claims(RuleExtractor(extended.catalogue)) == set()
    assert _claims(extended) == _READ


def test_what_a_reader_used_is_in_its_digest(extended: RuleExtractor) -> None:
    readers = (
        RuleExtractor(load_catalogue()),
        RuleExtractor(extended.catalogue),
        RuleExtractor(load_catalogue(), extended.rules),
        extended,
    )
    assert len({r.digest for r in readers}) == 4
    assert (
        RuleExtractor(load_catalogue([_ENERGY / "catalogue"]), (_ENERGY / "rules",)).digest == extended.digest
    )


def test_nothing_bundled_is_lost(extended: RuleExtractor) -> None:
    text = "IBM acquired Red Hat for $34 billion in 2019. Vestas said it will supply 40 turbines to Orsted."
    plain = RuleExtractor(load_catalogue())
    before, _ = read(make_article(text, "a"), plain)
    after, _ = read(make_article(text, "a"), extended)
    assert [e.claim.id for e in before] == [e.claim.id for e in after]
    assert before


def test_an_entry_without_name_adds_to_the_bundled_one(extended: RuleExtractor) -> None:
    vestas = extended.catalogue["vestas"]
    assert "VWS" in vestas.aliases
    assert vestas.names[: len(load_catalogue()["vestas"].names)] == load_catalogue()["vestas"].names


def test_rules_have_examples_that_hold(extended: RuleExtractor) -> None:
    article = make_article("Ostara Kraft signed for the output of Norrvind.", "a")
    (found,) = read(article, extended)[0]
    assert found.rules == ("offtake",)


def test_a_graph_takes_folders(tmp_path: Path) -> None:
    with KnowledgeGraph(catalogue=[_ENERGY / "catalogue"], rules=[_ENERGY / "rules"]) as graph:
        graph.load(_ENERGY / "article.txt")
        assert [c.object for c in graph.claims(predicate="uses")] == ["Lyse Bank"]
        assert graph.check() == []


def test_load_and_several_processes_use_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CATALOGUE", str(_ENERGY / "catalogue"))
    monkeypatch.setenv("KG_RULES", str(_ENERGY / "rules"))
    text = read_article(_ENERGY / "article.txt").text
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{text}\nThis is {name}.\n", encoding="utf-8")
    shown = []
    for jobs in ("1", "2"):
        assert run(["extract", str(tmp_path), "--format", "jsonl", "--jobs", jobs]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert shown[0].count('"rule": "offtake"') == 3
    assert run(["load", str(tmp_path), "--store", str(tmp_path / "store"), "--jobs", "2"]) == 0
    assert run(["claims", "--store", str(tmp_path / "store"), "--about", "Lyse Bank"]) == 0


_RULE = '[[rule]]\nid = "r"\npredicate = "uses"\ngroup = "use"\nsubject_is = ["org"]\nobject_is = ["thing"]\nconfidence = 0.7\n'


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("verbs.toml", "[release]\nverb = ['x']\n", "'verbs.release.verb' is not in this lexicon"),
        ("verbs.toml", "[own]\nverb = ['x']\n", "'verbs.own.verb' is not of the form"),
        ("verbs.toml", "[release]\nverbs = 'x'\n", "'verbs.release.verbs' is not of its form"),
        ("verbs.toml", "[release]\nverbs = [1]\n", "is no list of words"),
        ("verbs.toml", "[release\n", "no TOML"),
        ("nouns.toml", "[gadget]\nheads = ['x']\n", "'nouns.gadget' is not in this lexicon"),
        ("metrics.toml", "[[metrics]]\nmetric = 'shoeSize'\n", "'shoeSize' is no metric of the ontology"),
        ("metrics.toml", "[[metrics]]\nnouns = ['x']\n", "has a row without a name"),
        ("units.toml", "[[units]]\ncanonical = 'zz'\n", "lacks 'kind'"),
        ("words.txt", "turbine\n", "'turbine' has no tag"),
        ("own.toml", "[verbs]\n", "'verbs' is no rule"),
        ("own.toml", _RULE.replace('"uses"', '"devours"'), "names no predicate"),
        ("own.toml", _RULE.replace('"use"', '"devour"'), "names no class of verbs"),
        ("own.toml", _RULE.replace('"org"', '"firm"'), "asks for 'firm'"),
        ("own.toml", _RULE.replace("0.7", "7"), "has the confidence 7.0"),
        ("own.toml", _RULE.replace("confidence", "sure"), "lacks 'confidence'"),
        ("other.md", "", "no .toml file here"),
    ],
)
def test_what_is_not_of_the_form_is_refused(
    name: str, text: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_text(_TEXT, encoding="utf-8")
    assert run(["extract", str(tmp_path / "a.txt"), "--rules", str(tmp_path)]) == 2
    shown = capsys.readouterr().err
    assert problem in shown
    assert str(tmp_path) in shown
    assert len(shown.splitlines()) == 1


def test_a_refused_file_does_not_stay_in_use(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(_RULE.replace("confidence", "sure"), encoding="utf-8")
    article, catalogue = make_article("IBM acquired Red Hat in 2019.", name="a"), load_catalogue()
    with pytest.raises(InputError, match="lacks 'confidence'"), reading_with([tmp_path]):
        read_drafts(article, catalogue)
    assert read_drafts(article, catalogue)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[entity]]\nid = "a"\nname = "A"\ntype = "Firm"\n', "a type of the ontology"),
        ('[[entity]]\nid = "a"\nname = "A"\n', "are needed"),
        ('[[entity]]\nid = "a"\nname = "A"\ntype = "Company"\nalias = ["B"]\n', "unknown field 'alias'"),
        ('[[entity]]\nid = "a"\nname = "A"\ntype = "Company"\naliases = "B"\n', "'aliases' is no list"),
        (
            '[[entity]]\nid = "a"\nname = "A"\ntype = "Company"\nparent = "zzz"\n',
            "names 'zzz', which no file",
        ),
        ('[[entities]]\nid = "a"\n', "'entities' is no entity"),
        ("[[entity", "no TOML"),
    ],
)
def test_entities_that_are_not_of_the_form_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(problem)) as caught:
        load_catalogue([tmp_path])
    assert str(tmp_path) in str(caught.value)
