"""Clauses: each verb group with its subject, its object and the phrases that prepositions hang on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.extract.chunks import Chunk, NounPhrase, Sign, VerbGroup
from kg.extract.phrases import is_name

__all__ = ["Clause", "find_clauses"]


@dataclass(slots=True, eq=False)
class Clause:
    """A verb and what it joins.

    Attributes:
        verb: the verb group.
        subject: who or what does it (or, for a passive, undergoes it); None where the sentence does not say.
        object: what stands after the verb without a preposition.
        second: a second object (`gives users control`).
        predicative: an adjective or adverb after the verb (`is available`), lower case.
        preps: preposition and phrase, in order; `by` of a passive included.
        at: index of the verb in the run of chunks.
        stop: index after the last chunk that belongs to it.
        relative: whether it hangs on a noun phrase (`a startup that makes chips`).
        asks: whether a question word follows it (`shows who took it`).
        shared: whether the subject is taken over from an earlier verb.
        governor: the clause whose verb or object this infinitive or participle completes.
    """

    verb: VerbGroup
    subject: NounPhrase | None = None
    object: NounPhrase | None = None
    second: NounPhrase | None = None
    predicative: str = ""
    preps: list[tuple[str, NounPhrase]] = field(default_factory=list)
    at: int = 0
    stop: int = 0
    relative: bool = False
    shared: bool = False
    asks: bool = False
    governor: Clause | None = None

    def prep(self, *names: str) -> NounPhrase | None:
        """The first phrase under one of these prepositions."""
        return next((p for name, p in self.preps if name in names), None)

    @property
    def agent(self) -> NounPhrase | None:
        """Who does it, be the verb active or passive."""
        return self.prep("by") if self.verb.passive else self.subject

    @property
    def patient(self) -> NounPhrase | None:
        """What it is done to."""
        return self.subject if self.verb.passive else self.object

    @property
    def end(self) -> int:
        """One past the last code point of what belongs to it."""
        parts = [
            p
            for p in (self.object, self.second, *(p for _, p in self.preps))
            if p is not None and p.start > self.verb.start
        ]
        return max([self.verb.end, *(p.reach for p in parts)])

    def __repr__(self) -> str:
        return (
            f"<{self.subject} | {self.verb} | {self.object} | {self.preps}{' REL' if self.relative else ''}>"
        )


_BREAKS: Final = frozenset({".", ";"})
_OPENERS: Final = frozenset(
    "because although though while whereas if unless whether when where after before until since as once so why how".split()
)


def find_clauses(run: Sequence[Chunk]) -> list[Clause]:
    """Find the clauses of one sentence, in the order of their verbs."""
    clauses: list[Clause] = []
    for at, chunk in enumerate(run):
        if not isinstance(chunk, VerbGroup):
            continue
        clause = Clause(chunk, at=at)
        _set_subject(run, clause, clauses)
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


def _set_subject(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause]) -> None:
    verb = clause.verb
    if verb.tense in ("gerund", "participle"):
        _participle_subject(run, clause, before)
    elif verb.tense == "infinitive":
        _infinitive_subject(run, clause, before)
    else:
        _finite_subject(run, clause, before)


def _previous_verb(before: Sequence[Clause], at: int) -> Clause | None:
    return next((c for c in reversed(before) if c.at < at and c.verb.tense != "infinitive"), None)


def _finite_subject(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause]) -> None:
    i = clause.at - 1
    while i >= 0:
        chunk = run[i]
        if isinstance(chunk, NounPhrase):
            governed = (
                i > 0
                and isinstance(run[i - 1], Sign)
                and run[i - 1].tag in ("IN", "TO")
                and run[i - 1].lower not in _OPENERS
            )  # type: ignore[union-attr]
            if governed or chunk.head.tag == "DATE":
                i -= 2 if governed else 1
                continue
            clause.subject = chunk
            return
        if isinstance(chunk, VerbGroup):
            _after_verb(run, clause, before, i)
            return
        if chunk.tag in ("WH", "TH", "WRB"):
            _relative_subject(run, clause, i)
            return
        if chunk.tag == "CC":
            shared = _previous_verb(before, clause.at)
            if shared is not None and i == clause.at - 1 - _adverbs_before(run, clause.at):
                clause.subject, clause.shared, clause.relative = shared.subject, True, shared.relative
                return
        elif (
            chunk.tag == ","
            and i == clause.at - 1 - _adverbs_before(run, clause.at)
            and _goes_on(run, clause, before)
        ):
            shared = _previous_verb(before, clause.at)
            assert shared is not None
            clause.subject, clause.shared, clause.relative = shared.subject, True, shared.relative
            return
        elif chunk.tag == "--":
            opening = next(
                (j for j in range(i - 1, -1, -1) if isinstance(run[j], Sign) and run[j].tag == "--"), -1
            )  # type: ignore[union-attr]
            if opening > 0:
                i = opening
        elif chunk.tag == ",":
            i = _skip_insertion(run, i, clause, before)
            if clause.subject is not None:
                return
            continue
        elif chunk.tag in _BREAKS:
            break
        elif chunk.tag == ":":
            return  # a label
        i -= 1
    if verb_opens(run, clause.at):
        return
    shared = _previous_verb(before, clause.at)
    if shared is not None and shared.verb.finite:
        clause.subject, clause.shared = shared.subject, True


def _goes_on(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause]) -> bool:
    """`allows A, frees B, and enables C`: a verb of the same tense right after a comma, its own subject before the first."""
    shared = _previous_verb(before, clause.at)
    if shared is None or not shared.verb.finite or shared.verb.tense != clause.verb.tense or shared.relative:
        return False
    between = run[shared.at + 1 : clause.at]
    return not any(
        isinstance(c, Sign) and c.tag in ("TH", "WH", '"', ";") for c in between
    ) and shared.verb.lemma not in ("say", "tell", "add", "note")


def verb_opens(run: Sequence[Chunk], at: int) -> bool:
    """Whether nothing but adverbs and signs stands before the verb."""
    return not any(isinstance(c, NounPhrase | VerbGroup) for c in run[:at])


def _adverbs_before(run: Sequence[Chunk], at: int) -> int:
    count = 0
    while at - 1 - count >= 0:
        chunk = run[at - 1 - count]
        if isinstance(chunk, Sign) and chunk.tag in ("RB", "DATE"):
            count += 1
        else:
            break
    return count


def _after_verb(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause], i: int) -> None:
    """A verb stands before ours with no subject between: the two share theirs."""
    owner = next((c for c in before if c.at == i), None)
    if owner is None:
        return
    if owner.verb.tense == "participle" and owner.subject is not None and not owner.shared:
        clause.subject = owner.subject  # `a model called X was released`
        return
    clause.subject, clause.shared, clause.relative = owner.subject, True, owner.relative


def _relative_subject(run: Sequence[Chunk], clause: Clause, i: int) -> None:
    """`X, which ...`, `the firm that ...`: the phrase before is the subject."""
    j = i - 1
    if j >= 0 and isinstance(run[j], Sign) and run[j].tag == "IN":  # type: ignore[union-attr]
        return  # `a model in which X ...`
    while j >= 0 and isinstance(run[j], Sign) and run[j].tag in (",", "--", "RB"):  # type: ignore[union-attr]
        j -= 1
    if j >= 0 and isinstance(run[j], NounPhrase):
        phrase = run[j]
        assert isinstance(phrase, NounPhrase)
        if isinstance(run[i], Sign) and run[i].tag == "TH" and j != i - 1:  # type: ignore[union-attr]
            return
        clause.subject, clause.relative = phrase, True
        if (
            j > 1
            and isinstance(run[j - 1], Sign)
            and run[j - 1].tag == "IN"
            and isinstance(run[j - 2], NounPhrase)
            and not is_name(phrase)
        ):  # type: ignore[union-attr]
            head = run[j - 2]
            assert isinstance(head, NounPhrase)
            if is_name(head) and run[i].lower == "who":  # type: ignore[union-attr]
                clause.subject = head


def _skip_insertion(run: Sequence[Chunk], i: int, clause: Clause, before: Sequence[Clause]) -> int:
    """At a comma before the verb: go back over what is inserted (`X, founded in 2016, is`).

    Returns:
        The index to go on from; the subject is set where the insertion shows it.
    """
    j = i - 1
    depth = 0
    while j >= 0 and depth < 60:
        chunk = run[j]
        if isinstance(chunk, Sign) and chunk.tag == "," and j > 0:
            left = run[j - 1]
            if isinstance(left, NounPhrase) and left.head.tag != "DATE":
                inner = run[j + 1] if j + 1 < i else None
                if (
                    isinstance(inner, VerbGroup)
                    or (isinstance(inner, Sign) and inner.tag in ("WH", "IN", "RB", "JJ", "WRB", "TO"))
                    or isinstance(inner, NounPhrase)
                ):
                    governed = j > 1 and isinstance(run[j - 2], Sign) and run[j - 2].tag == "IN"  # type: ignore[union-attr]
                    if not governed:
                        clause.subject = left
                    return j - 1
        if isinstance(chunk, Sign) and chunk.tag in _BREAKS:
            break
        j -= 1
        depth += 1
    # no opening comma: what stands before the comma is an introduction or a clause of its own
    nxt = run[i - 1] if i else None
    if isinstance(nxt, NounPhrase):
        return i - 1
    shared = _previous_verb(before, clause.at)
    if shared is not None and shared.verb.finite:
        clause.subject, clause.shared = shared.subject, True
    return -1


def _participle_subject(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause]) -> None:
    i = clause.at - 1
    while i >= 0 and isinstance(run[i], Sign) and run[i].tag == "RB":  # type: ignore[union-attr]
        i -= 1
    chunk = run[i] if i >= 0 else None
    main = _previous_verb(before, clause.at)
    if isinstance(chunk, Sign) and chunk.lower in ("including", "like", "as"):
        return
    if (
        main is not None
        and main.verb.tense == "gerund"
        and main.subject is None
        and isinstance(chunk, Sign)
        and chunk.tag in (",", "CC")
    ):
        return  # `including managing cash, making payments and trading`
    if isinstance(chunk, NounPhrase):
        clause.subject, clause.relative = chunk, True
        if chunk.of and chunk.head.lower in (
            "expectation",
            "expectations",
            "prospect",
            "prospects",
            "likelihood",
            "possibility",
            "chance",
            "chances",
            "risk",
            "idea",
            "hope",
        ):
            clause.subject = chunk.of[-1]
        return
    if isinstance(chunk, Sign) and chunk.tag == ",":
        within = _with_phrase(run, i)
        if within is not None:
            clause.subject, clause.relative = within, True
            return
    if isinstance(chunk, Sign) and chunk.tag in (",", "CC", "--"):
        left = run[i - 1] if i else None
        if (
            clause.verb.tense == "participle"
            and isinstance(left, NounPhrase)
            and (main is None or left is not main.object)
            and not (main and main.verb.tense == "participle" and chunk.tag == "CC")
        ):
            clause.subject, clause.relative = left, True
            return
        if main is None and isinstance(left, NounPhrase):
            clause.subject, clause.relative = left, True
            return
    if main is not None:
        clause.subject, clause.shared, clause.governor = main.subject, True, main
    elif i < 0 or (isinstance(chunk, Sign) and chunk.tag in ("IN", '"', "WRB")):
        # `Founded in 2020, Rebellions develops`: the subject of the next finite verb
        clause.subject, clause.shared = _first_subject_after(run, clause.at), True


def _with_phrase(run: Sequence[Chunk], comma: int) -> NounPhrase | None:
    """`with X, particularly those founded in 2023, drawing`: what an insertion parts from its participle."""
    opening = next((j for j in range(comma - 1, 1, -1) if isinstance(run[j], Sign) and run[j].tag == ","), -1)  # type: ignore[union-attr]
    if opening < 2 or not isinstance(run[opening - 1], NounPhrase):
        return None
    sign, inner = run[opening - 2], run[opening + 1]
    governed = isinstance(sign, Sign) and sign.lower == "with"
    inserted = isinstance(inner, Sign) and inner.lower in (
        "particularly",
        "especially",
        "notably",
        "mostly",
        "mainly",
        "including",
        "many",
        "most",
    )
    return run[opening - 1] if governed and inserted else None  # type: ignore[return-value]


def _first_subject_after(run: Sequence[Chunk], at: int) -> NounPhrase | None:
    for i in range(at + 1, len(run) - 1):
        chunk, left = run[i], run[i - 1]
        if isinstance(chunk, NounPhrase) and isinstance(left, Sign) and left.tag == ",":
            nxt = run[i + 1]
            if isinstance(nxt, VerbGroup) and nxt.finite:
                return chunk
            if isinstance(nxt, Sign) and nxt.tag in (",", "RB", "WH", "IN"):
                return chunk
    return None


def _infinitive_subject(run: Sequence[Chunk], clause: Clause, before: Sequence[Clause]) -> None:
    main = next((c for c in reversed(before) if c.at < clause.at), None)
    if main is not None and clause.verb.words[0].tag == "VB":
        # `can read X and write Y`: the modal of the first verb holds for the second
        main = next(
            (
                c
                for c in reversed(before)
                if c.at < clause.at and (c.verb.modal or c.verb.leads or c.verb.words[0].tag == "TO")
            ),
            main,
        )
    if main is None:
        clause.subject, clause.shared = _first_subject_after(run, clause.at), True
        return
    clause.governor = main
    between = run[main.at + 1 : clause.at]
    phrase = next((c for c in reversed(between) if isinstance(c, NounPhrase)), None)
    control = main.verb.lemma in _OBJECT_CONTROL and main.object is not None
    if control and not main.verb.passive:
        clause.subject, clause.shared = main.object, True
    elif (
        phrase is not None
        and main.object is phrase
        and phrase.owner is None
        and phrase.head.lower in ("system", "tool", "ability")
    ):
        clause.subject, clause.shared = phrase, True
    else:
        clause.subject, clause.shared = main.subject, True


_OBJECT_CONTROL: Final = frozenset(
    "enable allow help let permit require force ask urge tell order expect want lead cause encourage invite get set train use".split()
)


def _set_objects(run: Sequence[Chunk], clause: Clause) -> None:
    """Collect what follows the verb, up to the next verb or clause."""
    i = clause.at + 1
    direct = True
    while i < len(run):
        chunk = run[i]
        if isinstance(chunk, VerbGroup):
            break
        if isinstance(chunk, NounPhrase):
            if direct and chunk.head.tag != "DATE":
                if clause.object is None:
                    clause.object = chunk
                    if _opens_clause(run, i) and i > clause.at + 1:
                        clause.object = None
                        break
                elif clause.second is None and i and run[i - 1] is clause.object:
                    clause.second = chunk
                else:
                    break
            elif _opens_clause(run, i):
                break
        elif chunk.tag in ("IN", "TO") and i + 1 < len(run):
            nxt = run[i + 1]
            if isinstance(nxt, NounPhrase):
                if chunk.lower in _OPENERS and _opens_clause(run, i + 1):
                    break
                nxt.before = chunk.lower
                clause.preps.append((chunk.lower, nxt))
                direct = False
                i += 2
                continue
            if chunk.lower in _OPENERS:
                break
        elif chunk.tag in ("TH", "WH", "WRB", ";", ".", ":") or chunk.tag == '"':
            clause.asks = chunk.tag in ("WH", "WRB") and i == clause.at + 1
            break
        elif chunk.tag in ("JJ", "RB"):
            if not clause.predicative and direct and chunk.tag == "JJ":
                clause.predicative = chunk.lower
        elif chunk.tag == ",":
            direct = False
        elif chunk.tag == "CC":
            nxt = run[i + 1] if i + 1 < len(run) else None
            if not (isinstance(nxt, Sign) and nxt.tag in ("IN", "TO")):
                break
        i += 1
    clause.stop = i


def _opens_clause(run: Sequence[Chunk], i: int) -> bool:
    """Whether the phrase at i is the subject of a finite verb right after it."""
    j = i + 1
    while j < len(run) and isinstance(run[j], Sign) and run[j].tag == "RB":  # type: ignore[union-attr]
        j += 1
    nxt = run[j] if j < len(run) else None
    return isinstance(nxt, VerbGroup) and nxt.finite
