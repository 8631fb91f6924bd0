"""The command that shows what kg does: demo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.asking import show_quote
from kg.cli.console import bold, clean, faint, out, progress_bar, say
from kg.cli.options import CatalogueOption, RulesOption, make_extractor, opened

if TYPE_CHECKING:
    from kg.demo import Answer
    from kg.graph import KnowledgeGraph
    from kg.pipeline import LoadReport

__all__ = ["VERBS"]

_PAGE: Final = Path("kg-demo.html")


def demo(
    store: Annotated[Path, typer.Option("--store", metavar="DIR", help="Folder of the store.")] = Path(
        "kg-demo"
    ),
    catalogue: CatalogueOption = None,
    rules: RulesOption = None,
) -> None:
    """Load the bundled articles, answer questions with citations, and write the interactive page."""
    from kg.demo import DEMO, answer, articles_path

    with opened(store, make_extractor(catalogue, rules)) as graph:
        with progress_bar() as progress:
            report = graph.load(articles_path(), progress=progress)
        _show_loaded(graph, report)
        for n, question in enumerate(DEMO, 1):
            _show_answer(n, answer(graph, question))
        graph.view(_PAGE)
    _show_next(store)


def _show_loaded(graph: KnowledgeGraph, report: LoadReport) -> None:
    articles = graph.sources()
    claims = {c.id for c in graph.claims()}
    out(bold(f"{len(articles)} articles, {len(claims)} claims, every one with the sentence it rests on"))
    for article in articles:
        say(f"{str(article['claims']).rjust(4)}  {clean(article['title'] or article['name'])}", hang=6)
    if report.refused:
        out(f"{report.refused} claims refused: their figures could not be read off their quotes")


def _show_answer(n: int, found: Answer) -> None:
    out()
    out(bold(f"{n}. {found.question.words}"))
    if found.words:
        say(clean(found.words), indent=3)
    if not found.receipts:
        say("nothing found", indent=3)
    for receipt in found.receipts:
        from kg.wording import describe_evidence

        say(f"• {clean(describe_evidence(receipt.evidence))}", indent=3, hang=5)
        show_quote(receipt, indent=5, whole=False)
        say(faint(clean(" ← ".join(receipt.chain))), indent=5)
    more = found.total - len(found.receipts)
    say(faint(f"{more} more: {found.question.command}" if more > 0 else found.question.command), indent=3)


def _show_next(store: Path) -> None:
    out()
    out(f"{bold('The graph')}: open {_PAGE} in a browser; every node and edge shows its sentences.")
    out(f"{bold('Go on')}, with --store {store}:")
    for command in (
        'kg trace "811 billion"',
        "kg questions",
        "kg path SenseTime Supremind",
        "kg check",
        "kg load YOUR-ARTICLE.txt",
    ):
        out(f"   {command}")


VERBS: Final[dict[str, Callable[..., None]]] = {"demo": demo}
