"""Where reading and the graph meet: files in, claims with evidence in the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal

from kg.annotations import read_annotations
from kg.articles import Article, find_files, make_article, read_article
from kg.bulk import load_many
from kg.catalogue import Catalogue, load_catalogue
from kg.errors import ArticleError, BudgetError, InputError, KGError, RefusedError
from kg.extractors import Extractor, fold, read
from kg.gate import check_all
from kg.language import foreign_language
from kg.linking import EXTRACTOR
from kg.model import Evidence
from kg.ontology import read_turtle
from kg.pool import choose_jobs, reading_pool
from kg.rdf import CATALOGUE, ONTOLOGY
from kg.reports import Loaded, LoadReport
from kg.store import Store
from kg.versions import compare_readings

__all__ = [
    "LoadReport",
    "Loaded",
    "Reading",
    "load_article",
    "load_paths",
    "load_text",
    "read_file",
    "reread",
    "share",
]

ANNOTATION: Final = "annotation"
"""What the journal names as the reader where people or other programs made the claims."""

BATCH: Final = 100
"""So many new articles in one file of flat claims are loaded at once."""

_Checked = tuple[Article, list[Evidence], Sequence[RefusedError]]
"""An article with the evidences that hold, and why the others do not."""

Progress = Callable[[int, int, str], None]
"""Told how many files are done, how many there are, and the name of the one just done."""


@dataclass(frozen=True)
class Reading:
    """What was read from one file, in this process or another.

    Attributes:
        path: the file.
        article: its text and metadata; None where there is an error.
        evidences: what holds.
        refused: why the rest does not.
        note: one line for the user, where the text was not read for claims.
        error: why the file cannot be used.
    """

    path: Path
    article: Article | None = None
    evidences: tuple[Evidence, ...] = ()
    refused: tuple[RefusedError, ...] = ()
    note: str = ""
    error: KGError | None = None


def read_file(path: Path, extractor: Extractor, name: str | None = None) -> Reading:
    """Read one file; an error comes back with it, so that the others are read."""
    try:
        return _read_article(path, read_article(path, name), extractor)
    except BudgetError as error:
        return Reading(path, error=BudgetError(error.problem, place=str(path), fix=error.fix))
    except KGError as error:
        return Reading(path, error=error)


def _read_article(path: Path, article: Article, extractor: Extractor) -> Reading:
    language = foreign_language(article)
    if language is not None:
        return Reading(path, article, note=f"not read for claims: the text is not English ({language})")
    evidences, refused = read(article, extractor)
    return Reading(path, article, tuple(evidences), tuple(refused))


def share(store: Store, catalogue: Catalogue) -> None:
    """Put the ontology and the catalogue into the store, where they differ from what it holds."""
    import pyoxigraph as ox

    turtle = read_turtle()
    triples = ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(ONTOLOGY)
    store.put_shared(
        ONTOLOGY, (f"{q.subject} {q.predicate} {q.object} {graph} .\n" for q in triples), version=turtle
    )
    store.put_shared(CATALOGUE, catalogue.lines(CATALOGUE), version=catalogue.digest)


def load_paths(
    store: Store,
    paths: Sequence[str | Path],
    *,
    extractor: Extractor,
    catalogue: Catalogue | None = None,
    name: str | None = None,
    article: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = 1,
) -> LoadReport:
    """Load articles and flat claims; a file that cannot be used is reported and the others are loaded.

    Args:
        store: open for writing.
        paths: files, folders and globs; a .jsonl file named outright holds flat claims, the rest are
            articles.
        extractor: reads the articles.
        catalogue: links the names in flat claims; the bundled one where None.
        name: identifies the one article that is loaded, where its metadata gives no address.
        article: names the article that all flat claims are of.
        progress: told after each file.
        jobs: processes that read; None for all cores where that is faster.

    Raises:
        InputError: `name` is given for several files.
        StoreError: the store cannot be written.
    """
    files, problems = find_files(paths)
    texts = [f for f in files if f.suffix.lower() != ".jsonl"]
    claims = [f for f in files if f.suffix.lower() == ".jsonl"]
    if name is not None and len(texts) != 1:
        raise InputError(f"one name for {len(texts)} articles", place=name, fix="load them one at a time")
    report = LoadReport([Loaded(p.place, "skipped", str(p), error=p) for p in problems])
    total = len(files)
    known = _known_files(store, texts, extractor.digest, name)
    unread = [t for t in texts if t not in known]
    with reading_pool(choose_jobs(unread, jobs)) as map_files:
        results = iter(map_files(partial(read_file, extractor=extractor, name=name), unread))
        for n, path in enumerate(texts, 1):
            report.files.append(known.get(path) or _store_reading(store, next(results), extractor.digest))
            if progress:
                progress(n, total, str(path))
    for n, path in enumerate(claims, len(texts) + 1):
        report.files.extend(_load_annotations(store, path, catalogue or load_catalogue(), article))
        if progress:
            progress(n, total, str(path))
    store.publish()
    return report


def _known_files(store: Store, paths: Sequence[Path], digest: str, name: str | None) -> dict[Path, Loaded]:
    """Files whose newest version this reader has read already, so that a load goes on where it stopped.

    Of an article with several versions among the files all are read, as the order of the files counts.
    """
    if not store.live():
        return {}
    found: dict[str, list[tuple[Path, Article]]] = {}
    for path in paths:
        with suppress(KGError):
            article = read_article(path, name)
            found.setdefault(article.id, []).append((path, article))
    known = {}
    for path, article in (files[0] for files in found.values() if len(files) == 1):
        entry = store.live().get(article.version)
        if entry is None or entry.reader != digest or not store.history.is_newest(entry.version):
            continue
        with suppress(KGError):
            kept, evidences = store.record(entry.version)
            if kept == article and evidences:
                claims = len({e.claim.id for e in evidences})
                known[path] = Loaded(str(path), "unchanged", "", article.id, len(evidences), claims)
    return known


def load_text(store: Store, text: str, name: str, *, extractor: Extractor) -> LoadReport:
    """Load a text that is at hand; its name identifies it.

    Raises:
        ArticleError: the text cannot be stored.
    """
    result = _read_article(Path(name), make_article(text, name, named=True), extractor)
    report = LoadReport([_store_reading(store, result, extractor.digest)])
    store.publish()
    return report


def load_article(store: Store, article: Article, *, extractor: Extractor) -> LoadReport:
    """Load an article that is at hand, with whatever metadata it has."""
    result = _read_article(Path(article.name), article, extractor)
    report = LoadReport([_store_reading(store, result, extractor.digest)])
    store.publish()
    return report


def reread(store: Store, version: str, *, extractor: Extractor) -> Loaded:
    """Read a kept text again, and put what is read now in place of what was read then.

    What other extractors and people made stays. The version keeps its place among those of its article.

    Raises:
        StoreError: the kept text is damaged.
    """
    article = store.article(version)
    result = _read_article(Path(article.name), article, extractor)
    return _store_reading(store, result, extractor.digest, again=True)


def _store_reading(store: Store, result: Reading, reader: str, *, again: bool = False) -> Loaded:
    if result.article is None or result.error is not None:
        assert result.error is not None
        return Loaded(str(result.path), "skipped", str(result.error), error=result.error)
    families = {_family(e.extractor) for e in result.evidences} | {_family(EXTRACTOR)}
    return _put(
        store,
        str(result.path),
        result.article,
        result.evidences,
        reader,
        result.refused,
        result.note,
        families,
        again,
    )


def _family(extractor: str) -> str:
    """The name of an extractor without its version: what a newer one reads replaces what an older one did."""
    return extractor.rpartition("-")[0] or extractor


def _put(
    store: Store, place: str, article: Article, evidences: Sequence[Evidence], reader: str,
    refused: Sequence[RefusedError], note: str, replaced: AbstractSet[str] = frozenset(), again: bool = False,
) -> Loaded:  # fmt: skip
    """Store what was read, together with what other extractors read from the same version before."""
    merged = list(
        _merge(evidences, (e for e in _kept(store, article) if _family(e.extractor) not in replaced))
    )
    before = article.version if article.version in store.live() else store.history.newest(article.id)
    earlier = store.record(before)[1] if before else None
    try:
        changed = store.load(article, merged, reader, reread=again)
    except ArticleError as error:
        return Loaded(place, "skipped", str(error), error=error)
    outcome: Literal["loaded", "unchanged"] = "loaded" if changed else "unchanged"
    claims = len({e.claim.id for e in merged})
    revision = compare_readings(earlier, merged) if changed and earlier is not None else None
    if revision is not None and before != article.version:
        note = "; ".join(x for x in (note, f"a new version of {article.name}: {revision}") if x)
    twins = store.history.twins_of(article.version) if changed else []
    if twins:
        note = "; ".join(x for x in (note, f"the text is that of {twins[0].name}, one origin") if x)
    return Loaded(
        place, outcome, note, article.id, len(merged), claims, tuple(refused), revision=revision
    )  # fmt: skip


def _kept(store: Store, article: Article) -> list[Evidence]:
    if article.version not in store.live():
        return []
    return store.record(article.version)[1]


def _merge(new: Iterable[Evidence], kept: Iterable[Evidence]) -> Iterator[Evidence]:
    """Evidences of both, each once; of two readings of the same words the surer stays."""
    chosen: dict[str, Evidence] = {}
    for e in [*kept, *new]:
        other = chosen.get(e.id)
        if other is None or _rank(e) > _rank(other):
            chosen[e.id] = e
    yield from chosen.values()


def _rank(e: Evidence) -> tuple[float, str, tuple[str, ...], str]:
    return e.confidence, e.extractor, e.rules, e.model_dump_json()


def _load_annotations(
    store: Store, path: Path, catalogue: Catalogue, article: str | None
) -> Iterator[Loaded]:
    try:
        found, errors = read_annotations(path, partial(_loaded, store), catalogue, article)
    except KGError as error:
        yield Loaded(str(path), "skipped", str(error), error=error)
        return
    for problem in errors:
        yield Loaded(problem.place, "skipped", str(problem), error=problem)
    outcomes: list[Loaded | _Checked] = []
    for entry in found:
        outcomes += [Loaded(p.place, "skipped", str(p), error=p) for p in entry.errors]
        held, refused = check_all(entry.evidences, entry.article.text, entry.article.metadata.published)
        if held or not (entry.errors or refused):
            outcomes.append((entry.article, fold(held), refused))
        else:
            told, first = f"{path}: none of its claims holds", (entry.errors or refused)[0]
            outcomes.append(Loaded(str(path), "skipped", told, refused=tuple(refused), error=first))
    yield from _put_all(store, path, outcomes)


def _put_all(store: Store, path: Path, outcomes: Sequence[Loaded | _Checked]) -> Iterator[Loaded]:
    """Store what holds; many new articles at once, all others one by one."""
    ready = [o for o in outcomes if not isinstance(o, Loaded)]
    times = Counter(article.id for article, _, _ in ready)
    new = [
        (article, evidences, ANNOTATION)
        for article, evidences, _ in ready
        if times[article.id] == 1 and store.history.newest(article.id) is None
    ]
    if len(new) < BATCH:
        new = []
    load_many(store, new)
    stored = {article.version for article, _, _ in new}
    for outcome in outcomes:
        if isinstance(outcome, Loaded):
            yield outcome
            continue
        article, evidences, refused = outcome
        place = f"{path} ({article.name})"
        if article.version in stored:
            claims = len({e.claim.id for e in evidences})
            yield Loaded(place, "loaded", "", article.id, len(evidences), claims, tuple(refused))
        else:
            yield _put(store, place, article, evidences, ANNOTATION, refused, "")


def _loaded(store: Store, what: str) -> Article | None:
    """A loaded version by id, hash of the text, or its article's id or name; the newest where several fit."""
    found = [e for e in store.live().values() if what in (e.version, e.text, e.article, e.name)]
    return store.article(found[-1].version) if found else None
