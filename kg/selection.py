"""Which claims to show: filters, and the claims of the graph that pass them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import InputError, NotFoundError
from kg.flat import FlatClaim, flatten
from kg.ids import fold_name
from kg.model import FACT_CONFIDENCE, PERIOD, Evidence, Kind, Status
from kg.names import did_you_mean, entity_names, expand, find_entities, find_metric, known_versions
from kg.store import Store

if TYPE_CHECKING:
    from kg.overview import Picked

__all__ = ["ClaimFilter", "pick", "read_claims", "select"]

_STATUSES: Final = (*Status, "unknown")


@dataclass(frozen=True)
class ClaimFilter:
    """What claims must be to be shown; None means anything.

    Attributes:
        about: an entity by name, alias, CURIE or IRI, as subject, object or region.
        metric: a metric by name or label.
        status: actual, estimate, forecast, target or unknown.
        source: an article by id, name or title, or a publisher.
        predicate: a predicate by local name or CURIE.
        kind: relation, measurement or statement.
        period: a period that the claim's own lies in: 2028 fits 2028, 2028-Q1 and 2023..2028.
        attributed_to: who asserts it, any link of the chain.
        min_confidence: evidences below are left out, but for claims that were judged right.
        older: whether evidences of older versions count.
    """

    about: str | None = None
    metric: str | None = None
    status: str | None = None
    source: str | None = None
    predicate: str | None = None
    kind: str | None = None
    period: str | None = None
    attributed_to: str | None = None
    min_confidence: float = FACT_CONFIDENCE
    older: bool = False


def read_claims(store: Store, which: ClaimFilter | None = None) -> list[FlatClaim]:
    """Claims of a store that pass a filter, one row for each evidence, by article and place.

    Raises:
        InputError: the filter names something that cannot be.
        NotFoundError: it names an entity or article that the store does not hold.
    """
    return [flatten(e) for e in select(ClaimReader(store), which or ClaimFilter())]


def select(reader: ClaimReader, which: ClaimFilter) -> list[Evidence]:
    """Evidences that pass a filter, by article and place; errors as in `read_claims`."""
    return pick(reader, which).page()


def pick(reader: ClaimReader, which: ClaimFilter, *, of_class: str | None = None) -> Picked:
    """Rows that pass a filter, to be counted or read in part; errors as in `read_claims`.

    Args:
        reader: of the store.
        which: what they must be.
        of_class: the class of the subject, broad or narrow.
    """
    from kg.overview import Overview

    words = _words(which)
    overview = Overview(reader)
    versions = None if which.source is None else _sources(reader, which)
    entities = None if which.about is None else _entities(reader, which.about)
    if which.period is not None:
        words["period"] = [p for p in overview.table.texts("period") if fits_period(p, which.period)]
    said_by = None
    if which.attributed_to is not None:
        who = fold_name(which.attributed_to)
        said_by = [n for n, folded in enumerate(overview.entities.folded()) if n and who in folded]
    return overview.pick(
        versions=versions,
        entities=entities,
        words=words,
        said_by=said_by,
        of_class=of_class,
        least=which.min_confidence,
        older=which.older,
    )


def _sources(reader: ClaimReader, which: ClaimFilter) -> set[str]:
    assert which.source is not None
    found = {v.ident for v in known_versions(reader, which.source, older=which.older)}
    if not found:
        from kg.overview import Overview

        known = [n for v in Overview(reader).versions() for n in (v.name, v.title, v.publisher) if n]
        raise NotFoundError(
            f"no article or publisher '{which.source}' in the store",
            fix=did_you_mean(which.source, known, "list them with: kg sources"),
        )
    return found


def _entities(reader: ClaimReader, about: str) -> list[str]:
    found = find_entities(reader, about)
    if not found:
        fix = did_you_mean(about, entity_names(reader), "try other words, or: kg trace WORDS")
        raise NotFoundError(f"nothing in the store is called '{about}'", fix=fix)
    return found


def _words(which: ClaimFilter) -> dict[str, list[str]]:
    """What columns of words may hold.

    Raises:
        InputError: the filter names something that cannot be.
    """
    words: dict[str, list[str]] = {}
    if which.metric is not None:
        words["metric"] = [find_metric(which.metric)]
    if which.status is not None:
        status = _choice(which.status, _STATUSES, "status")
        words["status"] = ["" if status == "unknown" else status]
    if which.kind is not None:
        words["kind"] = [_choice(which.kind, tuple(Kind), "kind")]
    if which.predicate is not None:
        bare = (expand(which.predicate) or which.predicate).removeprefix(vocab.KG)
        words["predicate"] = [_choice(bare, tuple(sorted(vocab.PREDICATES)), "predicate")]
    if which.period is not None and not PERIOD.fullmatch(which.period):
        raise InputError(f"'{which.period}' is no period", fix="write 2026, 2026-03, 2026-Q1 or 2023..2028")
    return words


def _choice(given: str, known: tuple[str, ...], what: str) -> str:
    for k in known:
        if given.lower() == k.lower():
            return str(k)
    raise InputError(
        f"no {what} '{given}'",
        fix=did_you_mean(given, [str(k) for k in known], f"use one of {', '.join(known)}"),
    )


def fits_period(own: str, period: str) -> bool:
    """Whether a claim's period is the given one, lies in it, or begins or ends with it; empty fits none."""
    return own == period or any(p == period or p.startswith(f"{period}-") for p in own.split(".."))
