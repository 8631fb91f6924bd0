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
        show_default="300",
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
    with KnowledgeGraph(store, catalogue=known, extractor=extractor, as_of=_AS_OF.get()) as graph:
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
