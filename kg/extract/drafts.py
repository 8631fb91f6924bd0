"""Claims as the rules draft them, before linking: names for entities, places in the text throughout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.lexicon import verb_groups
from kg.extract.reference import Ref
from kg.extract.rules import confidence_of
from kg.model import Kind, Polarity, Status

__all__ = ["Attribution", "Draft", "Mood", "draft_by_clause", "draft_relation", "mood_of"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who asserts something, as read: the chain of those who pass it on, nearest first."""

    links: tuple[Ref, ...]
    event: Ref | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as a rule drafts it.

    Attributes:
        kind: relation, measurement or statement.
        subject: who or what it is about.
        predicate: by local name.
        start: first code point of the words it rests on.
        end: one past the last.
        line: number of its sentence.
        rule: the rule that made it.
        confidence: of the rule, before what its references take away.
        at: where the rule fired, a place inside start..end; decides what clause it belongs to.
    """

    kind: Kind
    subject: Ref
    predicate: str
    start: int
    end: int
    line: int
    rule: str
    confidence: float
    at: int = -1
    object: Ref | None = None
    role: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: str = ""
    unit: str = ""
    metric: str = ""
    alts: tuple[tuple[Decimal, str], ...] = ()
    period: str | None = None
    status: Status | None = Status.ACTUAL
    polarity: Polarity = Polarity.POSITIVE
    region: Ref | None = None
    scope: str | None = None
    date: str | None = None
    attribution: Attribution | None = None
    event: Ref | None = None
    words: str = ""

    def trusted(self) -> float:
        """Confidence after what its references take away."""
        trust = self.confidence * self.subject.trust
        return trust * self.object.trust if self.object is not None else trust


@dataclass(frozen=True, slots=True)
class Mood:
    """How a clause puts what it says.

    Attributes:
        status: actual, forecast, target or estimate.
        polarity: asserted or denied.
        factor: below 1 where it is conditional or hedged.
    """

    status: Status = Status.ACTUAL
    polarity: Polarity = Polarity.POSITIVE
    factor: float = 1.0


_FORECAST_LEADS: Final = frozenset(
    "expect+ forecast+ project+ predict+ estimate+ anticipate+ likely bound poised tipped+ tip+ think+ "
    "believe+ expected unlikely forecast predict".split()
)
_TARGET_LEADS: Final = frozenset(
    "plan plan+ aim intend intend+ hope seek pledge commit vow promise propose want prepare look agree set "
    "slate slate+ due scheduled schedule+ schedule slated target decide try attempt strive expect ready keen "
    "committed eager race rush".split()
)
_WEAK_MODALS: Final = {"could": 0.85, "may": 0.75, "might": 0.7, "would": 0.85, "should": 0.75}
_HEDGES: Final = frozenset({"reportedly", "allegedly", "supposedly", "apparently", "purportedly"})
_PLAN_NOUNS: Final = frozenset(
    "plan goal aim ambition intention target pledge commitment proposal bid effort attempt vision hope "
    "promise decision deal agreement partnership collaboration".split()
)


def mood_of(clause: Clause, *, depth: int = 0) -> Mood:
    """Read status, polarity and certainty off a clause and the clauses that govern it."""
    verb = clause.verb
    polarity = Polarity.NEGATIVE if verb.negated else Polarity.POSITIVE
    status, factor = Status.ACTUAL, 1.0
    if any(lead in _TARGET_LEADS for lead in verb.leads):
        status = Status.TARGET
    if any(lead in _FORECAST_LEADS for lead in verb.leads):
        status = Status.FORECAST
    if status is Status.ACTUAL and verb.tense == "future":
        status = Status.TARGET
    if verb.modal in _WEAK_MODALS:
        factor *= _WEAK_MODALS[verb.modal]
        if status is Status.ACTUAL:
            status = Status.FORECAST
    if _HEDGES & set(verb.adverbs):
        factor *= 0.95
    if verb.tense == "infinitive" and clause.governor is None and clause.at == 1 and not clause.shared:
        status = Status.TARGET  # a headline: `Acme to buy Delta`
    if verb.tense == "infinitive" and clause.governor is not None and depth < 3:
        governor = mood_of(clause.governor, depth=depth + 1)
        status = governor.status if governor.status is not Status.ACTUAL else _purpose(clause, status)
        if governor.polarity is Polarity.NEGATIVE:
            polarity = Polarity.NEGATIVE
        factor *= governor.factor
    elif clause.shared and clause.governor is not None and verb.tense == "gerund" and depth < 3:
        governor = mood_of(clause.governor, depth=depth + 1)
        if governor.status is not Status.ACTUAL:
            status = governor.status
        factor *= governor.factor
    return Mood(status, polarity, factor)


def _purpose(clause: Clause, status: Status) -> Status:
    """`plans to launch`, `a deal to build`: not done yet."""
    governor = clause.governor
    assert governor is not None
    plans = governor.verb.lemma in _TARGET_LEADS or "plan" in verb_groups(governor.verb.lemma)
    noun = governor.object is not None and governor.object.head.lower.rstrip("s") in _PLAN_NOUNS
    return Status.TARGET if plans or noun else status


def draft_relation(
    rule: str,
    predicate: str,
    subject: Ref,
    obj: Ref,
    start: int,
    end: int,
    line: Line,
    at: int,
    factor: float = 1.0,
    status: Status = Status.ACTUAL,
) -> Draft:
    """Draft a relation between a place in a sentence and another."""
    return Draft(
        Kind.RELATION, subject, predicate, start, end, line.index, rule, confidence_of(rule) * factor, at,
        object=obj, status=status, polarity=Polarity.POSITIVE,
    )  # fmt: skip


def draft_by_clause(
    rule: str, predicate: str, subject: Ref, obj: Ref, clause: Clause, line: Line, *phrases: NounPhrase | None
) -> Draft:
    """Draft a relation that a clause states, in the mood of its verb, over the verb and the phrases."""
    mood = mood_of(clause)
    here = [p for p in phrases if p is not None and line.start <= p.start < line.end]
    start = min([clause.verb.start, *(p.start for p in here)])
    end = max([clause.verb.end, *(p.reach for p in here)])
    return Draft(
        Kind.RELATION, subject, predicate, start, min(end, line.end), line.index, rule,
        confidence_of(rule) * mood.factor, clause.verb.start,
        object=obj, status=mood.status, polarity=mood.polarity,
    )  # fmt: skip
