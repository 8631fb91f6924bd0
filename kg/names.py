"""From what people type to what the graph holds: entities, metrics, articles and claims by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader, VersionInfo
from kg.errors import InputError, NotFoundError
from kg.ids import BASE, claim_iri, fold_name, local_id
from kg.judgements import same_as
from kg.quads import text_of

if TYPE_CHECKING:
    from kg.overview import Version

__all__ = [
    "did_you_mean",
    "entity_names",
    "expand",
    "find_article",
    "find_claims",
    "find_entities",
    "find_metric",
    "find_versions",
    "known_versions",
    "nearest",
    "shorten",
    "words_of",
]

_ENTITY: Final = BASE + "entity/"
_LABEL: Final = ox.NamedNode(vocab.RDFS_LABEL)
_ID_HEAD: Final = re.compile(r"1[0-9a-f]{3,31}")
_CURIE: Final = re.compile(r"([A-Za-z][\w-]*):([^\s/][^\s]*|)")


def expand(term: str) -> str | None:
    """Expand `kg:releases`, `entity:ibm` or `<https://...>` to an IRI; None for anything else."""
    if term.startswith("<") and term.endswith(">"):
        return term[1:-1]
    if term.startswith(("http://", "https://")):
        return term
    m = _CURIE.fullmatch(term)
    return vocab.PREFIXES[m[1]] + m[2] if m and m[1] in vocab.PREFIXES else None


def shorten(iri: str) -> str:
    """Spell an IRI with a prefix where one fits."""
    fits = [(ns, prefix) for prefix, ns in vocab.PREFIXES.items() if iri.startswith(ns)]
    if not fits:
        return iri
    ns, prefix = max(fits, key=lambda f: len(f[0]))
    rest = iri[len(ns) :]
    return f"{prefix}:{rest}" if rest and "/" not in rest and "#" not in rest else iri


def nearest(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """The known words that look most like one, best first; none where nothing is close."""
    from rapidfuzz import fuzz, process, utils

    choices = sorted(set(known))
    hits = process.extract(
        word, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=70
    )
    return [hit[0] for hit in hits]


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Words for the fix of an error: the nearest known words, or something else where there are none."""
    close = nearest(word, known)
    return f"did you mean {' or '.join(repr(c) for c in close)}?" if close else otherwise


def find_entities(reader: ClaimReader, name: str, *, merged: bool = True) -> list[str]:
    """IRIs of the entities of a name, an alias, a CURIE or an IRI.

    Equal names win, case and a leading article aside; else every entity whose name holds the words.

    Args:
        reader: reads the store.
        name: what was typed.
        merged: whether those come along that are judged to be the same as one of them.
    """
    found = _find_entities(reader, name)
    if not merged or reader.chosen.keys().isdisjoint(found):
        return found
    return sorted(set().union(*(same_as(reader.store.graph, e) for e in found)))


def _find_entities(reader: ClaimReader, name: str) -> list[str]:
    iri = expand(name)
    if iri is not None and iri.startswith(_ENTITY):
        return [iri]
    return _by_name(reader, name)


def _by_name(reader: ClaimReader, name: str) -> list[str]:
    """Entities with claims that are called so: just so, folded so, or with the words in their name."""
    from kg.overview import Overview

    wanted = fold_name(name)
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    exact, equal, within = set[str](), set[str](), set[str]()
    for iri, label, folded in Overview(reader).entities.names:
        if label == name:
            exact.add(iri)
        elif folded == wanted:
            equal.add(iri)
        elif wanted in folded and whole.search(folded):
            within.add(iri)
    return sorted(exact or equal or within)


def entity_names(reader: ClaimReader) -> set[str]:
    """Labels of all entities that the facts and the articles name."""
    found = set()
    for q in reader.store.graph.quads_for_pattern(None, _LABEL, None, ox.DefaultGraph()):
        if text_of(q.subject).startswith(_ENTITY):
            found.add(text_of(q.object))
    return found


def find_metric(name: str) -> str:
    """Local name of a metric given by local name, label or CURIE.

    Raises:
        InputError: the ontology has no such metric; the message names the nearest.
    """
    local = (expand(name) or name).removeprefix(vocab.KG)
    if local in vocab.METRICS:
        return local
    folded = " ".join(name.replace("-", " ").replace("_", " ").lower().split())
    for metric, label in vocab.METRICS.items():
        if folded in (label.lower(), metric.lower()):
            return metric
    fix = did_you_mean(name, vocab.METRICS.values(), "kg ontology lists them")
    raise InputError(f"no metric '{name}' in the ontology", fix=fix)


def find_versions(reader: ClaimReader, what: str, *, older: bool = False) -> list[VersionInfo]:
    """Versions by id, hash, article id, address, name, title or publisher; equal wins over part of one."""
    return [reader.version(v.ident) for v in known_versions(reader, what, older=older)]


def known_versions(reader: ClaimReader, what: str, *, older: bool = False) -> list[Version]:
    """As `find_versions`, with what the table knows of them."""
    from kg.overview import Overview

    versions = Overview(reader).versions(older=older)
    folded = fold_name(what)
    exact = [v for v in versions if what and what in v.keys]
    exact = exact or [v for v in versions if folded in v.folded]
    if not exact and re.fullmatch(r"[0-9a-f]{6,}", what):
        exact = [v for v in versions if any(i.startswith(what) for i in (v.ident, v.article, v.text_hash))]
    return exact or [v for v in versions if folded and any(folded in name for name in v.folded)]


def find_article(reader: ClaimReader, what: str) -> str:
    """Id of the one article of an id or a name.

    Raises:
        NotFoundError: there is none.
        InputError: there are several.
    """
    found = {v.article for v in known_versions(reader, what, older=True)}
    if not found:
        from kg.overview import Overview

        names = Overview(reader).table.texts("name")
        raise NotFoundError(
            f"no article '{what}' in the store", fix=did_you_mean(what, names, "list them with: kg sources")
        )
    if len(found) > 1:
        raise InputError(f"'{what}' fits {len(found)} articles", fix="use an id from: kg sources")
    return found.pop()


def find_claims(reader: ClaimReader, ident: str) -> list[str]:
    """Ids of the claims that a whole id, the head of one, or a claim's IRI names; none where it is no id."""
    ident = local_id(ident) if ident.startswith(BASE) else ident.removeprefix("claim:")
    if not _ID_HEAD.fullmatch(ident):
        return []
    graph = reader.store.graph
    if len(ident) == 32:
        return [ident] if graph.contains_named_graph(ox.NamedNode(claim_iri(ident))) else []
    head = claim_iri(ident)
    return sorted(local_id(g.value) for g in graph.named_graphs() if g.value.startswith(head))


def words_of(what: str | Sequence[str]) -> str:
    """What was typed, as one line."""
    return what if isinstance(what, str) else " ".join(what)
