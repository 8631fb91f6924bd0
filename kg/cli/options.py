"""Options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, get_type_hints

import typer

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

__all__ = [
    "DEFAULT_STORE",
    "CatalogueOption",
    "ConfidenceOption",
    "JsonOption",
    "StoreOption",
    "opened",
    "with_as_of",
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
        "--catalogue", metavar="DIR", help="A folder with more entities (.toml) beside the bundled ones."
    ),
]
AsOfOption = Annotated[
    int | None,
    typer.Option(
        "--as-of",
        min=1,
        metavar="LOAD",
        help="The graph after this entry of kg history, less what was removed since.",
    ),
]

_AS_OF: Final[ContextVar[int | None]] = ContextVar("as_of", default=None)
"""What --as-of says for the command that runs."""


@contextmanager
def opened(store: Path, catalogue: list[Path] | None = None) -> Iterator[KnowledgeGraph]:
    """Open the store that a command is about."""
    from kg.catalogue import load_catalogue
    from kg.graph import KnowledgeGraph

    known = load_catalogue(tuple(catalogue)) if catalogue else None
    with KnowledgeGraph(store, catalogue=known, as_of=_AS_OF.get()) as graph:
        yield graph


def with_as_of(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that reads the option --as-of."""

    @wraps(command)
    def run(*args: object, as_of: int | None = None, **options: object) -> None:
        token = _AS_OF.set(as_of)
        try:
            command(*args, **options)
        finally:
            _AS_OF.reset(token)

    signature = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    known = [p.replace(annotation=hints[p.name]) for p in signature.parameters.values()]
    past = inspect.Parameter("as_of", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=AsOfOption)
    run.__signature__ = signature.replace(parameters=[*known, past])  # type: ignore[attr-defined]
    run.__annotations__ = {**hints, "as_of": AsOfOption}
    return run
