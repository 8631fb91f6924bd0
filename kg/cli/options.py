"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

__all__ = ["DEFAULT_STORE", "CatalogueOption", "ConfidenceOption", "JsonOption", "StoreOption", "opened"]

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
        "--catalogue", metavar="DIR", help="A folder with more entities (.toml) beside the bundled ones."
    ),
]


@contextmanager
def opened(store: Path, catalogue: list[Path] | None = None) -> Iterator[KnowledgeGraph]:
    """Open the store that a command is about."""
    from kg.catalogue import load_catalogue
    from kg.graph import KnowledgeGraph

    known = load_catalogue(tuple(catalogue)) if catalogue else None
    with KnowledgeGraph(store, catalogue=known) as graph:
        yield graph
