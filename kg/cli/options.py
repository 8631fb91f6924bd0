"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from kg.extractors import Limits, RuleExtractor
    from kg.graph import KnowledgeGraph

__all__ = [
    "DEFAULT_STORE",
    "CatalogueOption",
    "CharactersOption",
    "ConfidenceOption",
    "JobsOption",
    "JsonOption",
    "RulesOption",
    "SecondsOption",
    "StoreOption",
    "make_extractor",
    "make_limits",
    "opened",
]

DEFAULT_STORE: Final = Path("kg-store")

StoreOption = Annotated[
    Path,
    typer.Option(
        "--store", envvar="KG_STORE", metavar="DIR", help="Folder of the store.", show_default="kg-store"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ConfidenceOption = Annotated[
    float,
    typer.Option("--min-confidence", min=0.0, max=1.0, metavar="0..1", help="Leave out what is less sure."),
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        envvar="KG_CATALOGUE",
        metavar="DIR",
        help="A folder with entities and aliases (.toml) that add to the bundled ones.",
    ),
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        envvar="KG_RULES",
        metavar="DIR",
        help="A folder with lexicons and rules (.toml) that add to the bundled ones.",
    ),
]
SecondsOption = Annotated[
    float | None,
    typer.Option(
        "--max-seconds", min=0.0, metavar="SECONDS", help="Refuse an article that takes longer to read.",
        show_default="120",
    ),
]  # fmt: skip
CharactersOption = Annotated[
    int | None,
    typer.Option(
        "--max-characters", min=1, metavar="N", help="Refuse an article with more characters.",
        show_default="5,000,000",
    ),
]  # fmt: skip
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="Processes that read; the result is the same with any number.",
        show_default="all cores where that is faster",
    ),
]


def make_limits(seconds: float | None, characters: int | None) -> Limits:
    """What an article may cost, as far as the user says so."""
    from kg.extractors import Limits

    default = Limits()
    return Limits(
        default.characters if characters is None else characters,
        default.seconds if seconds is None else seconds,
    )


def make_extractor(
    catalogue: list[Path] | None, rules: list[Path] | None, limits: Limits | None = None
) -> RuleExtractor:
    """The rule reader with what the user adds."""
    from kg.catalogue import load_catalogue
    from kg.extractors import Limits, RuleExtractor

    return RuleExtractor(load_catalogue(catalogue or ()), tuple(rules or ()), limits or Limits())


@contextmanager
def opened(store: Path, extractor: RuleExtractor | None = None) -> Iterator[KnowledgeGraph]:
    """Open the store that a command is about."""
    from kg.graph import KnowledgeGraph

    known = None if extractor is None else extractor.catalogue
    with KnowledgeGraph(store, catalogue=known, extractor=extractor) as graph:
        yield graph
