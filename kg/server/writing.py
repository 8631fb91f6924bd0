"""What a server may change, carried out in a worker through the store: load, remove, judge, undo."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kg.catalogue import Catalogue
from kg.claims import ClaimReader
from kg.errors import InputError, NotFoundError
from kg.graph import KnowledgeGraph
from kg.judgements import Judgement

__all__ = ["FORMS", "carry_out", "read_judgement"]

FORMS: Final = {"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html"}
"""Media types of articles, and the suffix by which kg knows each."""

Model = dict[str, Any]


def carry_out(store: Path, job: Model, catalogue: Catalogue | None = None) -> Model:
    """Change the store as a job says; it is open for writing no longer than that takes.

    Args:
        store: its folder.
        job: `action` is load, remove, judge or undo; the rest as these take it.
        catalogue: the bundled one, where it was read already.

    Raises:
        KGError: it cannot be done, and nothing was changed; another process is writing, say.
    """
    with KnowledgeGraph(store, catalogue=catalogue) as graph:
        return _ACTIONS[job["action"]](graph, job)


def _load(graph: KnowledgeGraph, job: Model) -> Model:
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / f"article{FORMS[job['form']]}"
        path.write_text(job["text"], encoding="utf-8", newline="")
        if job["metadata"]:
            path.with_suffix(".meta.json").write_text(json.dumps(job["metadata"]), encoding="utf-8")
        report = graph.load(path, name=job["name"])
    for error in report.errors:
        raise type(error)(
            error.problem, fix=error.fix, excerpt=error.excerpt
        )  # its place is a file that is gone
    row: Model = report.as_dict()["files"][0]
    return {k: v for k, v in row.items() if k != "file"}


def _remove(graph: KnowledgeGraph, job: Model) -> Model:
    """Take back an article, or one version of it; only what is named in full is meant."""
    what = job["article"]
    versions = ClaimReader(graph.store).versions(older=True)
    fits = [v for v in versions if what in (v.article, v.name, v.address)]
    if job.get("version"):
        fits = [v for v in fits or versions if v.version == job["version"]]
    if not fits:
        raise NotFoundError("no such article in the store", fix="see their ids in /home.json")
    entries = graph.remove(fits[0].article, version=job.get("version") or None)
    return {"removed": [{"article": e.article, "name": e.name, "version": e.version} for e in entries]}


def _judge(graph: KnowledgeGraph, job: Model) -> Model:
    return _row(graph.judge(job["verdict"], *job["things"], because=job.get("because", "")))


def _undo(graph: KnowledgeGraph, job: Model) -> Model:
    verdict = job.get("verdict")
    if verdict:
        standing = {j.verdict: j for j in graph.judgements() if set(j.judged) == set(job["judged"])}
        if verdict not in standing:
            raise NotFoundError("nobody judged so", fix="see /judgements.json")
        return _row(graph.undo(standing[verdict].id))
    if job["id"] not in {j.id for j in graph.judgements()}:
        raise NotFoundError("no such judgement in the store", fix="see /judgements.json")
    return _row(graph.undo(job["id"]))


def _row(made: Judgement) -> Model:
    return {"id": made.id, "verdict": made.verdict, "judged": list(made.judged), "because": made.because}


_ACTIONS: Final[dict[str, Callable[[KnowledgeGraph, Model], Model]]] = {
    "load": _load,
    "remove": _remove,
    "judge": _judge,
    "undo": _undo,
}


def read_judgement(given: Any) -> Model:
    """Take a judgement as JSON gives it.

    Raises:
        InputError: it is none.
        ValueError: it is no text.
    """
    json.dumps(given, ensure_ascii=False).encode("utf-8")  # halves of characters are no text
    words = given if isinstance(given, dict) else {}
    things, because = words.get("things"), words.get("because", "")
    fine = isinstance(words.get("verdict"), str) and isinstance(because, str) and len(because) <= 2000
    if (
        not fine
        or not isinstance(things, list)
        or not all(isinstance(t, str) and 0 < len(t) <= 300 for t in things)
    ):
        raise InputError(
            "this is no judgement",
            fix='send {"verdict": "same", "things": ["entity:A", "entity:B"], "because": "..."}',
        )
    return {"action": "judge", "verdict": words["verdict"], "things": things, "because": because}
