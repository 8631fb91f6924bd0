"""From what people type to judgements and back: which entities or claim, which judgement, and gold lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kg.claims import ClaimReader
from kg.errors import InputError, NotFoundError
from kg.flat import flatten
from kg.ids import BASE, local_id
from kg.judgements import ON_CLAIMS, ON_ENTITIES, Judgement, claim_judged, entities_judged
from kg.names import did_you_mean, entity_names, find_claims, find_entities
from kg.wording import describe_claim

__all__ = ["find_judgement", "gold_lines", "make_judgement"]

_SHOWN: Final = 5


def make_judgement(reader: ClaimReader, verdict: str, things: Sequence[str], because: str) -> Judgement:
    """Make the judgement that some words ask for; nothing is stored.

    Args:
        reader: reads the store.
        verdict: same, different or unsure of two entities; wrong or right of a claim.
        things: two entities by name, alias or entity:ID; or a claim by id or the head of one.
        because: why.

    Raises:
        InputError: the verdict is not known, or a name fits several entities or claims.
        NotFoundError: there is no such entity or claim.
    """
    if verdict in ON_ENTITIES:
        if len(things) != 2:
            raise InputError(f"'{verdict}' is said of two entities, not {len(things)}", fix="name two")
        found = [_one_entity(reader, t) for t in things]
        names = " and ".join(reader.entity(iri).name for iri in found)
        return Judgement(verdict, entities_judged(*(local_id(iri) for iri in found)), because.strip(), names)
    if verdict in ON_CLAIMS:
        if len(things) != 1:
            raise InputError(
                f"'{verdict}' is said of one claim, not {len(things)}", fix="give one claim's id"
            )
        ident = _one_claim(reader, things[0])
        evidences = reader.evidences_of(ident, older=True, wrong=True)
        words = describe_claim(evidences[0].claim, evidences[0].span.exact)
        return Judgement(verdict, claim_judged(ident), because.strip(), words)
    raise InputError(f"no verdict '{verdict}'", fix=f"use one of {', '.join((*ON_ENTITIES, *ON_CLAIMS))}")


def _one_entity(reader: ClaimReader, name: str) -> str:
    found = find_entities(reader, name, merged=False)
    if not found:
        fix = did_you_mean(name, entity_names(reader), "see: kg claims --about")
        raise NotFoundError(f"nothing in the store is called '{name}'", fix=fix)
    if len(found) > 1:
        told = ", ".join(
            f"entity:{local_id(iri)} ({(e := reader.entity(iri)).name}, {e.flat_type})"
            for iri in found[:_SHOWN]
        )
        raise InputError(f"'{name}' fits {len(found)} entities", fix=f"name one: {told}")
    return found[0]


def _one_claim(reader: ClaimReader, ident: str) -> str:
    found = find_claims(reader, ident)
    if not found:
        raise NotFoundError(f"no claim '{ident}' in the store", fix="kg claims shows their ids")
    if len(found) > 1:
        raise InputError(f"'{ident}' fits {len(found)} claims", fix="give more digits")
    return found[0]


def find_judgement(reader: ClaimReader, things: Sequence[str]) -> Judgement:
    """Find the judgement of an id or the head of one, of two entities, or of a claim.

    Raises:
        NotFoundError: there is none.
        InputError: several fit.
    """
    standing = reader.store.judgements()
    if len(things) == 1:
        head = things[0].removeprefix(BASE + "judgement/")
        fits = [j for j in standing if len(head) >= 4 and j.id.startswith(head)]
        fits = fits or [
            j
            for j in standing
            if len(j.judged) == 1 and len(head) >= 4 and local_id(j.judged[0]).startswith(head)
        ]
    else:
        pair = tuple(sorted(_one_entity(reader, t) for t in things))
        fits = [j for j in standing if j.judged == pair]
    if not fits:
        raise NotFoundError("no such judgement in the store", fix="list them with: kg judgements")
    if len(fits) > 1:
        raise InputError(f"this fits {len(fits)} judgements", fix="give more digits")
    return fits[0]


def gold_lines(reader: ClaimReader) -> list[dict[str, Any]]:
    """Flat claims that were judged, one row for each evidence, with `verdict` and `because`.

    Those judged right are gold claims for scoring and can be loaded again; those judged wrong tell a reader
    what not to read, and loading passes over them.
    """
    return [
        flatten(e).model_dump(mode="json")
        | {"article_name": reader.version(e.version).name}
        | {"verdict": judgement.verdict, "because": judgement.because}
        for judgement in reader.store.judgements()
        if len(judgement.judged) == 1
        for e in reader.evidences_of(local_id(judgement.judged[0]), older=True, wrong=True)
    ]
