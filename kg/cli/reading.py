"""Commands that read articles without a store: extract, unread."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from kg.cli.console import (
    bold,
    clean,
    complain,
    count,
    faint,
    is_terminal,
    json_out,
    mark,
    note,
    out,
    progress_bar,
    say,
    table,
)
from kg.cli.options import (
    CatalogueOption,
    CharactersOption,
    ConfidenceOption,
    JobsOption,
    JsonOption,
    RulesOption,
    SecondsOption,
    make_extractor,
    make_limits,
)

if TYPE_CHECKING:
    from kg.articles import Article
    from kg.coverage import Coverage
    from kg.errors import KGError
    from kg.explanation import Explained, Reason
    from kg.extractors import RuleExtractor
    from kg.model import Evidence

__all__ = ["VERBS"]

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders or patterns.", show_default=False)
]


def extract(
    paths: Paths,
    form: Annotated[
        Literal["jsonl", "table"] | None,
        typer.Option(
            "--format",
            help="One JSON object a line, or each claim in plain words beside its sentence.",
            show_default="table on a terminal, else jsonl",
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--explain", help="Which rule and which words made each claim, and how sure.")
    ] = False,
    min_confidence: ConfidenceOption = 0.6,
    catalogue: CatalogueOption = None,
    rules: RulesOption = None,
    jobs: JobsOption = None,
    seconds: SecondsOption = None,
    characters: CharactersOption = None,
) -> None:
    """Read articles and print their claims; no store is needed or touched.

    Ends with 0 also where an article holds no claim. With JSON lines, --explain adds a field `explanation`.
    """
    extractor = make_extractor(catalogue, rules, make_limits(seconds, characters))
    wanted = form or ("table" if is_terminal() else "jsonl")
    show = _write_lines if wanted == "jsonl" else _show_explained if why else _show_table
    read = partial(_read_explained if why else _read_plain, extractor=extractor, least=min_confidence)
    failed = False
    for reading in _read_all(paths, read, jobs):
        failed |= reading.error is not None
        if reading.error is not None:
            complain(reading.error)
        elif reading.article is not None:
            for line in reading.notes:
                note(f"kg: {reading.path}: {line}")
            show(reading)
    if failed:
        raise typer.Exit(2)


@dataclass(frozen=True)
class _Reading:
    """What one file says; made in another process where there are several."""

    path: Path
    article: Article | None = None
    found: tuple[Explained, ...] = ()
    notes: tuple[str, ...] = ()
    error: KGError | None = None


def _read_plain(path: Path, extractor: RuleExtractor, least: float) -> _Reading:
    from kg.explanation import Explained
    from kg.pipeline import read_file

    done = read_file(path, extractor)
    found = tuple(Explained(e, ()) for e in done.evidences if e.confidence >= least)
    return _Reading(path, done.article, found, (done.note,) if done.note else (), done.error)


def _read_explained(path: Path, extractor: RuleExtractor, least: float) -> _Reading:
    from kg.articles import read_article
    from kg.errors import BudgetError, KGError
    from kg.explanation import explain
    from kg.language import foreign_language

    try:
        article = read_article(path)
        language = foreign_language(article)
        if language is not None:
            line = f"not read for claims: the text is not English ({language})"
            return _Reading(path, article, notes=(line,))
        found, refused = explain(article, extractor)
    except BudgetError as error:
        return _Reading(path, error=BudgetError(error.problem, place=str(path), fix=error.fix))
    except KGError as error:
        return _Reading(path, error=error)
    kept = tuple(e for e in found if e.evidence.confidence >= least)
    return _Reading(path, article, kept, tuple(f"refused: {r}" for r in refused))


def _read_all(paths: list[str], read: Callable[[Path], _Reading], jobs: int | None) -> Iterator[_Reading]:
    """Read files, several at once where that is faster; in order, with progress where it disturbs nothing."""
    from kg.articles import find_files
    from kg.pool import choose_jobs, reading_pool

    files, problems = find_files(paths)
    for problem in problems:
        yield _Reading(Path(problem.place), error=problem)
    bar = nullcontext(None) if sys.stdout.isatty() else progress_bar()
    with bar as progress, reading_pool(choose_jobs(files, jobs)) as map_files:
        for n, reading in enumerate(map_files(read, files), 1):
            yield reading
            if progress:
                progress(n, len(files), str(reading.path))


# ---------------------------------------------------------------------- output
def _write_lines(reading: _Reading) -> None:
    from kg.flat import flatten, write_lines

    for e in reading.found:
        line = write_lines([flatten(e.evidence)])
        if e.reasons:
            row = json.loads(line) | {"explanation": [asdict(r) for r in e.reasons]}
            line = json.dumps(row, ensure_ascii=False) + "\n"
        sys.stdout.write(line)


def _head(reading: _Reading) -> None:
    name = bold(clean(str(reading.path)))
    out(f"{name}  {count(len(reading.found), 'claim')}")


def _words(evidence: Evidence) -> str:
    """The claim in plain words, with who asserts it."""
    from kg.wording import describe_chain, describe_evidence

    event = evidence.event.name if evidence.event else None
    chain = ", ".join(describe_chain(evidence.attribution, event))
    words = clean(describe_evidence(evidence))
    return f"{words}; {clean(chain)}" if chain else words


def _sentence(article: Article, evidence: Evidence) -> tuple[str, str, str]:
    """The sentence of a quote: what stands before it, the quote, what follows."""
    from kg.gate import sentence_around

    span = evidence.span
    left, right = sentence_around(article.text, span.start + 1, span.end)
    parts = (article.text[left : span.start], span.exact, article.text[span.end : right])
    return tuple(" ".join(p.split()).join(_edges(p)) for p in parts)  # type: ignore[return-value]


def _edges(piece: str) -> list[str]:
    """One space where a piece begins or ends with white space."""
    return [" " if piece[:1].isspace() else "", " " if piece[-1:].isspace() and piece.strip() else ""]


def _show_table(reading: _Reading) -> None:
    _head(reading)
    assert reading.article is not None
    rows = []
    for e in (x.evidence for x in reading.found):
        before, quote, after = (clean(p) for p in _sentence(reading.article, e))
        rows.append((_words(e), f"{e.confidence:.2f}", f"{before}»{quote}«{after}".strip()))
    table(("claim", "sure", "sentence"), rows, numbers=("sure",), wrap=True)


def _show_explained(reading: _Reading) -> None:
    _head(reading)
    assert reading.article is not None
    for e in reading.found:
        before, quote, after = (clean(p) for p in _sentence(reading.article, e.evidence))
        out()
        say(bold(_words(e.evidence)))
        say(f"{before}{mark(quote)}{after}".strip(), indent=2)
        for reason in e.reasons:
            _show_reason(reason)


def _show_reason(reason: Reason) -> None:
    say(f"{faint('rule'.ljust(9))}{clean(reason.rule)}, which asserts {reason.predicate}", indent=2, hang=11)
    for m in reason.mentions:
        known = m.link if m.link.startswith("entity:") else f"not in the catalogue, {m.link}"
        place = f"“{clean(m.words)}” at {m.start}..{m.end}"
        named = "" if m.name == m.words else f" is {clean(m.name)}"
        line = f"{faint(m.part.ljust(9))}{place}{named}: {m.type or 'class unknown'}, {known}"
        say(line, indent=2, hang=11)
    say(f"{faint('sure'.ljust(9))}{reason.total:.2f} = {' '.join(reason.steps())}", indent=2, hang=11)


# ---------------------------------------------------------------------- unread
def unread(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE...", help="Files, folders or patterns.", show_default=False),
    ],
    min_confidence: ConfidenceOption = 0.6,
    catalogue: CatalogueOption = None,
    rules: RulesOption = None,
    seconds: SecondsOption = None,
    characters: CharactersOption = None,
    as_json: JsonOption = False,
) -> None:
    """List every sentence of an article that yielded no claim, and why that may be so.

    The reasons: unsure (a claim below the confidence asked for), boilerplate, heading, question, quotation
    (of nobody named), opinion, conditional, figure (what it measures is not clear), verb (no rule knows it),
    fit (its rule asks for another kind of thing), nothing recognised.
    """
    from kg.articles import find_files, read_article
    from kg.coverage import cover
    from kg.errors import BudgetError, KGError
    from kg.language import foreign_language

    extractor = make_extractor(catalogue, rules, make_limits(seconds, characters))
    files, problems = find_files(paths)
    for problem in problems:
        complain(problem)
    failed, rows = bool(problems), []
    for path in files:
        try:
            article = read_article(path)
            language = foreign_language(article)
            if language is not None:
                note(f"kg: {path}: not read for claims: the text is not English ({language})")
                continue
            found = cover(article, extractor, min_confidence)
        except KGError as error:
            place = str(path) if isinstance(error, BudgetError) else error.place
            complain(type(error)(error.problem, place=place, fix=error.fix))
            failed = True
            continue
        if as_json:
            rows.append({"file": str(path), "share": round(found.share, 3)} | asdict(found))
        else:
            _show_coverage(path, found)
    if as_json:
        json_out(rows)
    if failed:
        raise typer.Exit(2)


def _show_coverage(path: Path, found: Coverage) -> None:
    out(f"{bold(clean(str(path)))}  {_tally(found)}")
    table(
        ("at", "why", "sentence"),
        [(u.start, f"{u.why}: {u.detail}" if u.detail else str(u.why), u.text) for u in found.unread],
        numbers=("at",),
        wrap=True,
    )
    reasons = [str(u.why) for u in found.unread]
    tally = [f"{reasons.count(w)} {w}" for w in dict.fromkeys(sorted(reasons))]
    say(faint(", ".join(tally)))


def _tally(found: Coverage) -> str:
    parts = f"{found.read} of {count(found.sentences, 'sentence')} read ({found.share:.0%})"
    figures = f", {found.figures_read} of {count(found.figures, 'figure')}" if found.figures else ""
    size = f", {found.characters_read / found.characters:.0%} of the text" if found.characters else ""
    return parts + figures + size


VERBS: Final[dict[str, Callable[..., None]]] = {"extract": extract, "unread": unread}
