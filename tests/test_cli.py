"""The command line: every verb helps, answers, and fails in one line with the right exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from conftest import NORDIC

from kg.cli import run
from kg.graph import KnowledgeGraph

_ROOT = Path(__file__).parent.parent
VERBS = (
    "serve",
    "mcp",
    "demo",
    "load",
    "extract",
    "unread",
    "remove",
    "claims",
    "sources",
    "questions",
    "trace",
    "ask",
    "compare",
    "counts",
    "audit",
    "forecasts",
    "impact",
    "path",
    "view",
    "ontology",
    "check",
    "export",
    "history",
    "versions",
    "reread",
    "repair",
    "backup",
    "restore",
    "judge",
    "judgements",
    "suggest",
)


@pytest.fixture
def store(own: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A store on disk that KG_STORE names; the working folder is empty."""
    own.close()
    assert own.folder is not None
    monkeypatch.setenv("KG_STORE", str(own.folder))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return own.folder


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_verbs_are_these(capsys: pytest.CaptureFixture[str]) -> None:
    from typer.main import get_command

    from kg.cli.app import app

    assert tuple(sorted(get_command(app).commands)) == tuple(sorted(VERBS))  # type: ignore[attr-defined]
    assert run([]) in (0, 2)
    assert "Usage" in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"kg {verb}" in shown
    assert len(shown.splitlines()) > 8


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    pages = [_ROOT / "README.md", *(_ROOT / "docs").glob("*.md")]
    assert any(f"kg {verb}" in page.read_text("utf-8") for page in pages)


def test_every_console_script_starts() -> None:
    scripts = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"kg": "kg.cli:main"}
    (found,) = [e for e in entry_points(group="console_scripts") if e.name == "kg"]
    assert found.load().__name__ == "main"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("kg")), "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"kg \d+\.\d+\.\d+\n", done.stdout)


def test_load_and_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["load", str(NORDIC / "claims.jsonl")]) == 0
    assert capsys.readouterr().out == "3 loaded; 21 claims with 22 evidences\n"
    assert (tmp_path / "kg-store").is_dir()
    assert run(["load", str(NORDIC / "claims.jsonl"), "missing.txt"]) == 2
    streams = capsys.readouterr()
    assert streams.out.startswith("0 loaded, 3 unchanged, 1 skipped;")
    assert streams.err == "kg: missing.txt: no such file; check the path\n"
    assert run(["remove", "summit"]) == 0
    assert run(["remove", "summit"]) == 1
    assert "no article 'summit' in the store" in capsys.readouterr().err
    assert run(["check"]) == 0


def test_claims(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _json(capsys, "claims", "--about", "Nordlicht", "--predicate", "releases")
    assert isinstance(rows, list)
    assert [r["quote"] for r in rows] == ["Borealis Labs released the language model Nordlicht"]
    assert run(["claims", "--metric", "market size", "--period", "2025"]) == 0
    shown = capsys.readouterr().out
    assert "Nordic AI market: market size 4 billion euros, 2025" in shown
    assert "“In 2025 the Nordic AI market was worth 4 billion euros” summit" in shown
    assert max(map(len, shown.splitlines())) > 60
    assert run(["claims", "--kind", "statement", "--status", "actual", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == []


def test_trace(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "12.5 billion"]) == 0
    shown = capsys.readouterr().out
    assert "»The Nordic AI market will reach 12.5 billion euros by 2028«" in shown
    assert "according to Northern Compute Report ← published by Fjord Institute ← reported in" in shown
    assert "date unknown" not in shown
    rows = _json(capsys, "trace", "Borealis Labs", "releases", "Nordlicht")
    assert isinstance(rows, list)
    assert rows[0]["words"] == "Borealis Labs released Nordlicht"
    assert run(["trace", "zeppelin"]) == 1


def test_trace_says_when_a_text_was_changed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in store.glob("texts/*/*.txt"):
        path.write_text(path.read_text("utf-8").replace("12.5", "13.5"), encoding="utf-8")
    assert run(["trace", "12.5 billion"]) == 1
    assert "DOES NOT HOLD" in capsys.readouterr().out
    assert run(["check"]) == 1
    assert "has been changed" in capsys.readouterr().out


def test_ask(store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = _json(capsys, "ask", "says", "who=Quist", "--cite")
    assert isinstance(rows, list)
    assert rows[0]["said"] == "Small models will win 🏔"
    assert rows[0]["receipts"][0]["sentence"].startswith("“Small models")
    assert run(["ask", "partners"]) == 0
    assert "Borealis Labs  Tern Robotics" in capsys.readouterr().out
    assert run(["ask", "market-sizes", "--cite"]) == 0
    assert "»The Nordic AI market will reach 9 billion euros by 2028«" in capsys.readouterr().out
    assert run(["ask", "SELECT ?x { ?x kg:acquires ?y }"]) == 1
    assert run(["ask", "ASK { ?x kg:acquires ?y }"]) == 1
    capsys.readouterr()
    assert run(["ask", "SELECT ?x { ?x foo:bar ?y }"]) == 2
    assert capsys.readouterr().err.splitlines()[1:] == [
        "    SELECT ?x { ?x foo:bar ?y }",
        "                   ^^^^",
    ]
    assert run(["ask", "says", "Quist"]) == 2
    (tmp_path / "q.rq").write_text("SELECT ?name { ?x kg:releases/rdfs:label ?name }", encoding="utf-8")
    assert run(["ask", str(tmp_path / "q.rq")]) == 0


def test_sources_questions_and_path(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _json(capsys, "sources")
    assert isinstance(rows, list)
    assert {"id", "name", "title", "publisher", "published", "address", "claims"} <= rows[0].keys()
    assert run(["sources"]) == 0
    assert "doubts   " in capsys.readouterr().out
    names = _json(capsys, "questions")
    assert isinstance(names, list)
    assert len(names) >= 14
    steps = _json(capsys, "path", "Harbour Capital", "Ada Quist")
    assert isinstance(steps, list)
    assert [s["claims"][0]["quote"] for s in steps] == [
        "Harbour Capital has invested in Borealis Labs",
        "Ada Quist, chief executive of Borealis Labs",
    ]
    assert run(["path", "Harbour Capital", "Ada Quist"]) == 0
    assert "»Harbour Capital has invested in Borealis Labs«" in capsys.readouterr().out


def test_export(store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["export", "-o", str(tmp_path / "a.nq")]) == 0
    assert (tmp_path / "a.nq").stat().st_size > 1000
    assert run(["export", "-o", str(tmp_path / "a.docx")]) == 2


def test_extract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Nothing at all is claimed here, or so it seems to be.", encoding="utf-8")
    assert run(["extract", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out == ""
    (tmp_path / "b.txt").write_text("IBM acquired Red Hat for $34 billion in 2019.", encoding="utf-8")
    assert run(["extract", str(tmp_path / "b.txt"), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = (tmp_path / "b.txt").read_text("utf-8")
    assert rows
    assert all(text[r["start"] : r["end"]] == r["quote"] and r["confidence"] >= 0.6 for r in rows)
    assert run(["extract", str(tmp_path / "b.txt"), "--format", "table"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f"{tmp_path / 'b.txt'}  2 claims"
    assert shown[1].split() == ["claim", "sure", "sentence"]
    assert "IBM acquired Red Hat (2019)" in shown[2]
    assert shown[2].endswith("»IBM acquired Red Hat« for $34 billion in 2019.")
    assert run(["extract", str(tmp_path / "b.txt"), str(tmp_path / "c.txt")]) == 2


def test_ontology_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ontology", "-o", str(tmp_path / "o.html")]) == 0
    assert "marketSize" in (tmp_path / "o.html").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["claims", "--wings"],
        ["trace"],
        ["load"],
        ["load", "x.txt", "--store"],
        ["claims", "--min-confidence", "2"],
        ["claims", "--status", "rumoured"],
        ["claims", "--metric", "shoe size"],
        ["export", "-o", "a"],
        ["ask", "SELECT * {"],
        ["ask", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"],
        ["extract", "x.txt", "--format", "xml"],
        ["view", "--text", "half"],
    ],
)
def test_wrong_use_ends_with_2(store: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    streams = capsys.readouterr()
    assert "Traceback" not in streams.err + streams.out
    assert streams.err


@pytest.mark.parametrize(
    "verb",
    [
        ["claims"],
        ["sources"],
        ["check"],
        ["trace", "x"],
        ["ask", "releases"],
        ["path", "a", "b"],
        ["export", "-o", "a.nq"],
    ],
)
def test_without_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(verb) == 2
    assert capsys.readouterr().err == "kg: kg-store: there is no store here; make one with: kg load FILE...\n"
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_error_is_one_line(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("it\nbroke")

    monkeypatch.setattr("kg.graph.KnowledgeGraph.sources", fail)
    assert run(["sources"]) == 70
    assert (
        capsys.readouterr().err
        == "internal error: ZeroDivisionError: it broke; run again with KG_DEBUG=1 and report what it shows\n"
    )
    monkeypatch.setenv("KG_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(["sources"])


def _process(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    env = {**os.environ, **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
    )


def test_a_closed_pipe_is_quiet(store: Path) -> None:
    with _process("claims", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""


def test_any_locale_will_do(store: Path) -> None:
    with _process("trace", "Small models", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert "🏔" in out


def test_text_cannot_command_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(
        "IBM \x1b[31macquired Red Hat\x07 for $34 billion\u202e in 2019.", encoding="utf-8"
    )
    line = {
        "kind": "statement",
        "subject": "IBM\x1b[2J",
        "subject_type": "Company",
        "predicate": "states",
        "quote": "\x1b[31macquired Red Hat\x07",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert run(["load", "a.jsonl"]) == 0
    for verb in (["claims"], ["trace", "red hat"], ["sources"], ["ask", "says", "who=IBM"]):
        run(verb)
    shown = capsys.readouterr()
    assert not set("\x1b\x07\u202e") & set(shown.out + shown.err)
