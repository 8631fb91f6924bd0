"""Commands that write pages: view, ontology."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kg.cli.console import note, out
from kg.cli.options import DEFAULT_STORE, StoreOption, opened

__all__ = ["VERBS"]


def view(
    store: StoreOption = DEFAULT_STORE,
    target: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to write.", show_default="kg.html"),
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="Only what is near this thing.")
    ] = None,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=5, metavar="N", help="How many steps from it.")
    ] = 1,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ARTICLE", help="Only the claims of this article.")
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="FILE.rq", help="Only what this question finds.")
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help="Only the N things with most claims.")
    ] = None,
    text: Annotated[
        str,
        typer.Option(
            "--text", metavar="sentences|full", help="Embed the sentences around the quotes, or the articles."
        ),
    ] = "sentences",
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="html|svg|graphml|gexf",
            help="What to write; else the suffix of the file says.",
        ),
    ] = None,
) -> None:
    """Write an interactive page of the graph, where every edge opens its sentence.

    One file that needs no network: send it, keep it, print it. At most 500 things and figures are shown: the
    nearest to what is asked about, then those with most claims. SVG is for print, GraphML and GEXF for Gephi.
    """
    import warnings

    from kg.errors import InputError
    from kg.views.selection import LargeViewWarning

    if text not in ("sentences", "full"):
        raise InputError(f"'{text}' is neither sentences nor full", fix="use --text sentences or --text full")
    options: dict[str, Any] = {
        "about": about,
        "depth": depth,
        "source": source,
        "query": query,
        "top": top,
        "full_text": text == "full",
    }
    if kind is not None:
        options["format"] = kind = kind.lower().removeprefix(".")
    target = target or Path(f"kg.{kind or 'html'}")
    with opened(store) as graph, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", LargeViewWarning)
        graph.view(target, **options)
    for warning in caught:
        note(f"kg: {warning.message}")
    out(f"{target}: {target.stat().st_size:,} bytes")


def ontology(
    target: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.html", help="Where to write the page.")
    ] = Path("kg-ontology.html"),
) -> None:
    """Write the ontology as one linked page: classes, predicates, metrics, with definitions and examples."""
    from kg.graph import write_page
    from kg.ontology import read_turtle
    from kg.views.ontology_page import render_ontology

    write_page(target, render_ontology(read_turtle()))
    out(f"{target}: {target.stat().st_size:,} bytes")


VERBS: Final[dict[str, Callable[..., None]]] = {"view": view, "ontology": ontology}
