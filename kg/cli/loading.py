"""Commands that change the store: load, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import complain, count, json_out, note, out, progress_bar
from kg.cli.options import (
    DEFAULT_STORE,
    CatalogueOption,
    CharactersOption,
    JobsOption,
    JsonOption,
    RulesOption,
    SecondsOption,
    StoreOption,
    make_extractor,
    make_limits,
    opened,
)

if TYPE_CHECKING:
    from kg.pipeline import LoadReport

__all__ = ["VERBS"]

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders or patterns.", show_default=False)
]


def load(
    paths: Paths,
    store: StoreOption = DEFAULT_STORE,
    name: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", help="Identify the article by this name where it has no address."
        ),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(
            "--article",
            metavar="ARTICLE",
            help="The article that flat claims are of: a loaded one, or a text file.",
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    rules: RulesOption = None,
    jobs: JobsOption = None,
    seconds: SecondsOption = None,
    characters: CharactersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load articles (.txt, .md, .html) and flat claims (.jsonl) into the store.

    Metadata come from front matter, from NAME.meta.json beside the file, or from the page; what they do not
    say stays unknown. Loading the same again changes nothing. A file that cannot be used is named, and the
    others are loaded.
    """
    extractor = make_extractor(catalogue, rules, make_limits(seconds, characters))
    with opened(store, extractor) as graph, progress_bar() as progress:
        report = graph.load(*paths, name=name, article=article, progress=progress, jobs=jobs)
    if as_json:
        json_out(report.as_dict())
    else:
        show_report(report)
    if report.errors:
        raise typer.Exit(2)


def show_report(report: LoadReport) -> None:
    """Say what was loaded and what was not."""
    for file in report.files:
        if file.error is not None:
            complain(file.error)
        elif file.note:
            note(f"kg: {file.place}: {file.note}")
        for refused in file.refused:
            note(f"kg: {file.place}: refused: {refused}")
    parts = [f"{report.count('loaded')} loaded"]
    parts += [f"{report.count(k)} {k}" for k in ("unchanged", "skipped") if report.count(k)]
    figures = (
        f"{count(sum(f.claims for f in report.files), 'claim')} with {count(report.evidences, 'evidence')}"
    )
    refused_too = f", {report.refused} refused" if report.refused else ""
    out(f"{', '.join(parts)}; {figures}{refused_too}")


def remove(
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="Id or name, as kg sources lists them.", show_default=False),
    ],
    store: StoreOption = DEFAULT_STORE,
    version: Annotated[
        str | None,
        typer.Option("--version", metavar="VERSION", help="Only this version; all where left out."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take an article back, with every claim that nothing else supports."""
    with opened(store) as graph:
        entries = graph.remove(article, version=version)
    if as_json:
        json_out([{"article": e.article, "name": e.name, "version": e.version} for e in entries])
    else:
        for e in entries:
            out(f"removed {e.name} ({e.article[:10]}, version {e.version[:10]})")


VERBS: Final[dict[str, Callable[..., None]]] = {"load": load, "remove": remove}
