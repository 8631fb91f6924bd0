"""What the README says is so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_README = (_ROOT / "README.md").read_text("utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", _README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", _blocks("python"))
def test_python_examples_run(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert "IBM acquires Red Hat | IBM acquired Red Hat" in done.stdout
    assert "('IBM', 'Red Hat')" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_commands_parse(tmp_path: Path) -> None:
    """Every command of the README is one that kg knows, with options that it has."""
    import typer
    from typer.main import get_command

    from kg.cli.app import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    lines = [line for block in _blocks("sh") for line in block.splitlines() if line.startswith("kg ")]
    assert len(lines) > 10
    for line in lines:
        _, verb, *rest = shlex.split(line, comments=True)
        options = {o for p in commands[verb].params for o in p.opts}
        assert {word for word in rest if word.startswith("-")} <= options, line
    assert isinstance(app, typer.Typer)


def test_there_is_one_command_to_run_and_one_to_test() -> None:
    lines = [
        line for block in _blocks("sh") for line in block.splitlines() if line.startswith("python3 -m venv")
    ]
    assert len(lines) == 2
    assert lines[0].endswith("kg demo")
    assert re.search(r"pytest -q -n auto -m 'not slow'$", lines[1])
    assert lines[1] in (_ROOT / "README.md").read_text("utf-8")


def test_ci_takes_the_test_command_from_here() -> None:
    script = (_ROOT / ".ci" / "run").read_text("utf-8")
    assert "README.md" in script
    assert "pip install -q -c constraints.txt -e" not in script
    assert os.access(_ROOT / ".ci" / "run", os.X_OK)


def test_files_that_are_linked_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", _README):
        assert (_ROOT / target).exists(), target


def test_no_placeholder_is_left() -> None:
    assert not re.findall(r"@[A-Z]{4,}@|TODO|TBD", _README)
