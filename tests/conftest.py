"""Fixtures: a small graph of three invented articles, made from hand-written claims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kg.catalogue import Catalogue, Known, load_catalogue
from kg.graph import KnowledgeGraph
from kg.ids import fold_name

NORDIC = Path(__file__).parent / "fixtures" / "nordic"

settings.register_profile(
    "kg",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("kg")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def few(catalogue: Catalogue) -> Catalogue:
    """A catalogue of a few entities, for tests that make many stores."""
    entries = {ident: catalogue[ident] for ident in ("ibm", "oslo", "norway")}
    by_name: dict[str, tuple[Known, ...]] = {
        fold_name(name): (k,) for k in entries.values() for name in k.names
    }
    return Catalogue(entries, "few", by_name)


@pytest.fixture(scope="session")
def nordic() -> Iterator[KnowledgeGraph]:
    """The graph of the three articles; shared by all tests, so none may change it."""
    graph = KnowledgeGraph()
    report = graph.load(NORDIC / "claims.jsonl")
    assert [str(e) for e in report.errors] == []
    assert report.refused == 0
    yield graph
    graph.close()


@pytest.fixture
def own(tmp_path: Path, few: Catalogue) -> Iterator[KnowledgeGraph]:
    """The same graph on disk, for a test of its own to change."""
    graph = KnowledgeGraph(tmp_path / "store", catalogue=few)
    graph.load(NORDIC / "claims.jsonl")
    yield graph
    graph.close()


SLOW = frozenset(
    {
        "test_durability",
        "test_server",
        "test_server_browser",
        "test_server_fuzz",
        "test_server_protocol",
        "test_server_writing",
        "test_view_browser",
    }
)
"""Modules that start browsers, servers and processes that are killed: half of the time of all tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, which the short run of the README leaves to continuous integration."""
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker(pytest.mark.slow)
