"""What an import costs: `import kg` nothing heavy, the command line only what a verb needs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

_HEAVY = (
    "pyvis",
    "networkx",
    "rdflib",
    "IPython",
    "pyoxigraph",
    "numpy",
    "pandas",
    "pydantic",
    "typer",
    "rich",
    "jinja2",
    "trafilatura",
    "yaml",
)


def _loaded(code: str) -> set[str]:
    ask = f"{code}\nimport sys, json\nprint(json.dumps([m for m in {_HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_kg_loads_nothing_heavy() -> None:
    assert _loaded("import kg") == set()


def test_a_name_loads_what_it_needs() -> None:
    assert _loaded("from kg import KGError") == set()
    assert not {"pyvis", "networkx", "rdflib", "IPython", "numpy", "pandas", "typer", "rich"} & _loaded(
        "from kg import KnowledgeGraph"
    )


@pytest.mark.parametrize("module", ["kg.cli", "kg.cli.app"])
def test_the_command_line_starts_light(module: str) -> None:
    assert not {
        "pyvis",
        "networkx",
        "rdflib",
        "IPython",
        "pyoxigraph",
        "numpy",
        "pandas",
        "pydantic",
    } & _loaded(f"import {module}")


def test_help_needs_no_engine() -> None:
    code = "import sys; sys.argv = ['kg', 'load', '--help']\nfrom kg.cli import run\nrun(['load', '--help'])"
    assert not {"pyvis", "networkx", "rdflib", "pyoxigraph", "numpy"} & _loaded(code)
