"""Commands that read articles: load, extract, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from kg.cli.console import complain, count, is_terminal, json_out, note, out, progress_bar, table
from kg.cli.options import DEFAULT_STORE, CatalogueOption, ConfidenceOption, JsonOption, StoreOption, opened

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
    as_json: JsonOption = False,
) -> None:
    """Load articles (.txt, .md, .html) and flat claims (.jsonl) into the store.

    Metadata come from front matter, from NAME.meta.json beside the file, or from the page; what they do not
    say stays unknown. Loading the same again changes nothing. A file that cannot be used is named, and the
    others are loaded.
    """
    with opened(store, catalogue) as graph, progress_bar() as progress:
        report = graph.load(*paths, name=name, article=article, progress=progress)
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


def extract(
    paths: Paths,
    form: Annotated[
        Literal["jsonl", "table"] | None,
        typer.Option(
            "--format",
            help="One JSON object a line, or a table.",
            show_default="table on a terminal, else jsonl",
        ),
    ] = None,
    min_confidence: ConfidenceOption = 0.6,
    catalogue: CatalogueOption = None,
) -> None:
    """Read articles and print their claims; no store is needed or touched.

    Ends with 0 also where an article holds no claim.
    """
    from kg.catalogue import load_catalogue
    from kg.extractors import RuleExtractor

    extractor = RuleExtractor(load_catalogue(tuple(catalogue or ())))
    wanted = form or ("table" if is_terminal() else "jsonl")
    rows, failed = _extract(paths, extractor, min_confidence, as_lines=wanted == "jsonl")
    if wanted == "table":
        table(("claim", "start", "end", "confidence", "quote"), rows, numbers=("start", "end", "confidence"))
    if failed:
        raise typer.Exit(2)


def _extract(
    paths: list[str], extractor: Any, least: float, *, as_lines: bool
) -> tuple[list[tuple[Any, ...]], bool]:
    """Read files one by one; JSON lines are printed at once, rows of a table come back."""
    import sys

    from kg.articles import find_files, read_article
    from kg.errors import KGError
    from kg.extractors import read
    from kg.flat import flatten, write_lines
    from kg.language import foreign_language
    from kg.wording import describe_claim

    files, problems = find_files(paths)
    for problem in problems:
        complain(problem)
    rows: list[tuple[Any, ...]] = []
    failed = bool(problems)
    for path in files:
        try:
            article = read_article(path)
        except KGError as error:
            complain(error)
            failed = True
            continue
        language = foreign_language(article)
        if language is not None:
            note(f"kg: {path}: not read for claims: the text is not English ({language})")
            continue
        evidences = [e for e in read(article, extractor)[0] if e.confidence >= least]
        if as_lines:
            sys.stdout.write(write_lines(flatten(e) for e in evidences))
        rows += [
            (describe_claim(e.claim, e.span.exact), e.span.start, e.span.end, e.confidence, e.span.exact)
            for e in evidences
        ]
    return rows, failed


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


VERBS: Final[dict[str, Callable[..., None]]] = {"load": load, "extract": extract, "remove": remove}
