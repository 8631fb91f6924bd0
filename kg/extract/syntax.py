"""The clauses of a sentence, read off its chunks."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.chunks import Chunk, NounPhrase, VerbGroup, is_name, sign_tag
from kg.extract.clauses import CLAUSE_OPENERS, Clause
from kg.extract.nominatives import set_subject

__all__ = ["find_clauses"]


def find_clauses(run: Sequence[Chunk]) -> list[Clause]:
    """Find the clauses of one sentence, in the order of their verbs."""
    clauses: list[Clause] = []
    for at, chunk in enumerate(run):
        if not isinstance(chunk, VerbGroup):
            continue
        clause = Clause(chunk, at=at)
        set_subject(run, clause, clauses)
        _set_objects(run, clause)
        clauses.append(clause)
    for clause in clauses:
        _identify(clause)
    return clauses


def _identify(clause: Clause) -> None:
    """`X is a model released by Y`: the description and X are one thing, so what hangs on it is said of X."""
    subject, described = clause.subject, clause.object
    if (
        clause.verb.lemma not in ("be", "become")
        or clause.verb.negated
        or subject is None
        or described is None
        or clause.verb.modal
    ):
        return
    if not is_name(subject) or is_name(described):
        return
    if described.head.lower == "one" and described.of and not is_name(described.of[0]):
        described.of[0].apposed.append(subject)
        described.apposed.append(subject)
    elif described.words[0].lower in ("a", "an", "the", "one") and described.head.tag in ("NN", "NNS"):
        described.apposed.append(subject)


def _set_objects(run: Sequence[Chunk], clause: Clause) -> None:
    """Collect what follows the verb, up to the next verb or clause."""
    i = clause.at + 1
    direct = True
    while i < len(run):
        chunk = run[i]
        if isinstance(chunk, VerbGroup):
            break
        if isinstance(chunk, NounPhrase):
            if not _take_object(run, clause, i, chunk, direct):
                break
        elif chunk.tag in ("IN", "TO") and i + 1 < len(run):
            nxt = run[i + 1]
            phrase = nxt if isinstance(nxt, NounPhrase) else None
            if chunk.lower in CLAUSE_OPENERS and (phrase is None or _opens_clause(run, i + 1)):
                break
            if phrase is not None:
                phrase.before = chunk.lower
                clause.preps.append((chunk.lower, phrase))
                direct = False
                i += 1
        elif chunk.tag in ("TH", "WH", "WRB", ";", ".", ":", '"'):
            clause.asks = chunk.tag in ("WH", "WRB") and i == clause.at + 1
            break
        elif chunk.tag == "JJ" and direct and not clause.predicative:
            clause.predicative = chunk.lower
        elif chunk.tag == ",":
            direct = False
        elif chunk.tag == "CC" and sign_tag(run[i + 1] if i + 1 < len(run) else None) not in ("IN", "TO"):
            break
        i += 1
    clause.stop = i


def _take_object(run: Sequence[Chunk], clause: Clause, i: int, phrase: NounPhrase, direct: bool) -> bool:
    """Take the phrase at i as an object of the clause; False where the clause ends before it."""
    if not direct or phrase.head.tag == "DATE":
        return not _opens_clause(run, i)
    if clause.object is None:
        if _opens_clause(run, i) and i > clause.at + 1:
            return False
        clause.object = phrase
        return True
    if clause.second is None and run[i - 1] is clause.object:
        clause.second = phrase
        return True
    return False


def _opens_clause(run: Sequence[Chunk], i: int) -> bool:
    """Whether the phrase at i is the subject of a finite verb right after it."""
    j = i + 1
    while j < len(run) and sign_tag(run[j]) == "RB":
        j += 1
    nxt = run[j] if j < len(run) else None
    return isinstance(nxt, VerbGroup) and nxt.finite
