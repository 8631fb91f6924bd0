"""Relations that a clause's verb states, and those that a noun made of such a verb states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.capabilities import FUNCTIONS
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.drafts import Draft, Mood, mood_of
from kg.extract.lexicon import kind_of_head, noun_classes, singular
from kg.extract.reference import EVENTS, ORGANISATIONS, PLACES, REPORTS, THINGS, Context, Ref, all_phrases
from kg.extract.rules import Rule, rules_by_group
from kg.extract.verbs import Deed, find_deeds
from kg.model import Kind, Polarity, Status

__all__ = ["fits", "read_clause_relations", "read_nominal_relations"]

_PASSIVE_PERIOD: Final = frozenset(
    {
        "releases",
        "acquires",
        "founded",
        "holdsRole",
        "publishes",
        "invests",
        "organizes",
        "regulates",
        "partnersWith",
        "presentedAt",
    }
)


_ABSTRACT: Final = frozenset(
    "way ways decision mistake mistakes effort efforts sense progress change changes difference job jobs value money profit profits deal deals case cases money "
    "demand growth market markets opportunity opportunities problem problems impact plan plans idea ideas team teams people time attention term terms result results "
    "name names word words approach strategy strategies move moves step steps position role role power right rights space need needs trust relationship relationships "
    "awareness confidence momentum pressure risk risks capacity revenue income sales customers users business businesses company companies talent staff workforce".split()
)


def _concrete(ref: Ref, predicate: str) -> bool:
    """Whether a thing of unknown kind can be made or used: `polysilicon`, `grouped query attention`, not `a mistake`."""
    if predicate not in ("develops", "uses") or ref.proper or ref.type:
        return False
    return ref.name.lower().split()[-1] not in _ABSTRACT


def fits(ref: Ref, groups: frozenset[str]) -> bool:
    """Whether a thing is of one of the groups that a rule names."""
    if "any" in groups:
        return True
    kind = ref.type
    return (
        (kind in ORGANISATIONS and "org" in groups)
        or (kind == "Person" and "person" in groups)
        or (kind in THINGS and "thing" in groups)
        or (kind in PLACES and "place" in groups)
        or (kind in EVENTS and "event" in groups)
        or (kind in REPORTS and "report" in groups)
        or (kind in ("Market", "Industry") and "market" in groups)
        or (kind == "Group" and "group" in groups)
        or (kind in ("Use", "Technology") and "use" in groups)
        or (kind == "" and ref.proper and "name" in groups)
    )


def _wanted(groups: frozenset[str]) -> str:
    if "org" in groups and "thing" not in groups:
        return "org"
    if "thing" in groups and "org" not in groups:
        return "thing"
    if groups == {"report"}:
        return "report"
    return "org" if "org" in groups else ""


def read_clause_relations(line: Line, context: Context) -> Iterator[Draft]:
    """Draft the relations that the verbs of a sentence state."""
    table = rules_by_group()
    for clause in line.clauses:
        deeds = [d for d in find_deeds(clause, line.words, line.run) if d.pattern.group in table]
        if not deeds:
            continue
        mood = mood_of(clause)
        for deed in deeds:
            for rule in table[deed.pattern.group]:
                yield from _apply(rule, deed, mood, line, context)


def _apply(rule: Rule, deed: Deed, mood: Mood, line: Line, context: Context) -> Iterator[Draft]:
    agent, patient = deed.agent, deed.patient
    if deed.pattern.inverse:
        agent, patient = patient, agent
    if agent is None or patient is None or _otherwise(deed):
        return
    if rule.predicate == "uses" and singular(patient.members[-1].head.lower) in FUNCTIONS:
        return  # what it can do, not what it uses
    if (
        rule.predicate == "supplies"
        and not deed.pattern.inverse
        and not deed.pattern.tail
        and not deed.clause.verb.passive
    ):
        patient = deed.clause.prep("to") or patient  # `sells batteries to couriers`: the customer
    for one in (patient, *_further(deed, patient)):
        yield from _join(rule, deed, agent, one, mood, line, context)


def _further(deed: Deed, patient: NounPhrase) -> list[NounPhrase]:
    """`runs on two racks and on Proxmox`: what the same preposition hangs on the verb again."""
    if not deed.pattern.tail or deed.pattern.inverse:
        return []
    return [p for name, p in deed.clause.preps if name == deed.pattern.tail[-1] and p.start > patient.end]


def _join(
    rule: Rule, deed: Deed, agent: NounPhrase, patient: NounPhrase, mood: Mood, line: Line, context: Context
) -> Iterator[Draft]:
    objects_ok = rule.loose_is if deed.pattern.loose else rule.object_is
    subjects = [
        _for_firm(r, rule, context)
        for r in _objects(agent, rule.subject_is, context)
        if fits(r, rule.subject_is)
    ]
    found = list(_objects(_really(patient, rule, context), objects_ok, context))
    objects = [
        r
        for r in found
        if fits(r, objects_ok)
        or (
            not deed.pattern.loose
            and deed.pattern.lemma not in ("make", "create", "do", "work", "run", "apply")
            and _concrete(r, rule.predicate)
        )
    ]
    if rule.predicate == "invests" and not objects:
        objects = _funded(patient, deed.clause, context)
    span = _span(line, deed, agent, patient)
    period, date = clause_date(deed.clause, line)
    for s in subjects:
        for o in objects:
            if s.name == o.name or not _worth(rule, s, o):
                continue
            if rule.predicate == "appliesTo":
                o = _as_use(o, context)
            confidence = rule.confidence * mood.factor * (0.9 if deed.pattern.loose else 1.0)
            if o.type == "" and not o.proper:
                o = replace(o, type="Technology" if rule.predicate == "uses" else "Product")
                confidence *= 0.98
            if not o.proper and rule.predicate in ("releases", "develops", "uses", "acquires", "supplies"):
                confidence *= 0.85
            if s.type == "" or not s.proper:
                confidence *= 0.85
            if not o.proper and deed.clause.verb.tense == "infinitive" and rule.predicate == "releases":
                confidence *= 0.85
            yield Draft(
                Kind.RELATION, s, rule.predicate, *span, line.index, rule.id, confidence, deed.clause.verb.start,
                object=o, status=mood.status, polarity=mood.polarity,
                period=period if rule.predicate in _PASSIVE_PERIOD else None, date=date,
            )  # fmt: skip


_BY_FIRMS: Final = frozenset({"releases", "partnersWith", "acquires", "supplies"})


def _for_firm(ref: Ref, rule: Rule, context: Context) -> Ref:
    """What an executive launches, the firm launches."""
    if ref.type != "Person" or rule.predicate not in _BY_FIRMS:
        return ref
    firm = context.employer(ref.name)
    return ref if firm is None else replace(firm, start=ref.start, end=ref.end, trust=ref.trust * 0.95)


_TRANSPARENT: Final = frozenset(
    "preview version update beta series family line range generation iteration edition upgrade suite set number variety group couple one pair portfolio lineup demo prototype trial variant member".split()
)


def _through(members: Iterable[NounPhrase]) -> Iterator[NounPhrase]:
    """`a preview of its V4 models` is the models; `one of three firms` the firms."""
    for member in members:
        if member.of and singular(member.head.lower) in _TRANSPARENT and member.head.mention is None:
            yield from member.of[0].members
        else:
            yield member


_POSITIONS: Final = frozenset(
    "dominance lead leadership position market share hegemony grip reign monopoly supremacy advantage".split()
)


def _really(patient: NounPhrase, rule: Rule, context: Context) -> NounPhrase:
    """`challenge X's dominance` is to challenge X."""
    if rule.predicate == "competesWith" and patient.owner is not None and patient.head.lower in _POSITIONS:
        return patient.owner
    return patient


def _funded(patient: NounPhrase, clause: Clause, context: Context) -> list[Ref]:
    """`led the round`: who the round was for, the owner or the firm that the text is about."""
    if kind_of_head([w.lower for w in patient.core]) != "round" or patient.words[0].lower == "a":
        return []
    ref = context.owner_of(patient) if patient.owner is not None else context.funded(clause)
    return [ref] if ref is not None else []


def _as_use(ref: Ref, context: Context) -> Ref:
    """What something is applied to: an industry where the catalogue says so, else a use."""
    known = context.analysis.catalogue.find(ref.name, "Industry")
    if known is not None and known.type == "Industry":
        return replace(ref, type="Industry")
    return ref if ref.type in ("Product", "Model") and ref.proper else replace(ref, type="Use")


_PAPERS: Final = frozenset(
    "report survey study guidance index poll barometer outlook paper whitepaper white-paper guideline guidelines ranking yearbook census scorecard "
    "statement plan roadmap regulation rule rules law policy data directive strategy blueprint framework standard standards forecast results".split()
)
_VAGUE: Final = frozenset(
    "product products plan plans service services solution solutions tool tools technology technologies thing things feature features offering offerings model models system systems platform platforms app apps".split()
)


def _otherwise(deed: Deed) -> bool:
    """`makes agents safer`, `makes AI its thesis`, `integrates A with B`: the verb means something else here."""
    clause, lemma = deed.clause, deed.pattern.lemma
    if lemma in ("make", "call", "name", "consider", "keep") and not deed.pattern.passive:
        return clause.second is not None or bool(clause.predicative)
    return (
        lemma in ("integrate", "combine", "connect", "pair")
        and clause.prep("with") is not None
        and not deed.pattern.tail
    )


def _worth(rule: Rule, subject: Ref, obj: Ref) -> bool:
    """Whether the pair says something: no bare `new products`, no founder without a name."""
    if rule.predicate == "founded" and not (subject.proper and obj.proper):
        return False
    if (
        rule.predicate in ("partnersWith", "acquires", "invests", "competesWith", "supplies")
        and not obj.proper
        and obj.type in ORGANISATIONS
    ):
        return False
    if (
        rule.predicate == "publishes"
        and not obj.proper
        and singular(obj.name.lower().split()[-1]) not in _PAPERS
    ):
        return False
    if rule.predicate == "appliesTo" and (
        obj.type in PLACES
        or obj.name.lower() in ("use", "uses", "application", "applications", "purposes", "purpose", "users")
    ):
        return False
    words = [
        w
        for w in obj.name.lower().split()
        if w
        not in (
            "new",
            "own",
            "latest",
            "its",
            "their",
            "several",
            "other",
            "such",
            "more",
            "various",
            "next-generation",
            "existing",
        )
    ]
    return obj.proper or obj.type in PLACES or not (len(words) <= 1 and (not words or words[0] in _VAGUE))


def _objects(patient: NounPhrase, groups: frozenset[str], context: Context) -> Iterable[Ref]:
    """What the object names: its members, or the examples that a generic head is given (`products: A and B`)."""
    named: list[Ref] = []
    for member in _through(patient.members):
        examples = [
            r
            for e in (*member.examples, *member.apposed)
            if (r := context.name_of(e)) is not None and (fits(r, groups) or r.type == "")
        ]
        own = context.name_of(member)
        if (
            own is None
            and examples
            and not (member.owner is not None and member.owner.head.tag == "NNP" and False)
        ):
            named.extend(examples)
            continue
        ref = context.refer(member, _wanted(groups))
        if ref is not None:
            named.append(ref)
    return named


def _span(line: Line, deed: Deed, agent: NounPhrase, patient: NounPhrase) -> tuple[int, int]:
    """From the first to the last of subject, verb and object, when they stand in this sentence."""
    starts = [
        deed.clause.verb.start,
        *(p.start for p in (agent, patient) if line.start <= p.start < line.end),
    ]
    ends = [
        deed.end,
        deed.clause.verb.end,
        *(max(p.end, p.reach) for p in (agent, patient) if line.start <= p.start < line.end),
    ]
    ends += [
        e.reach
        for p in (agent, patient)
        for e in (*p.examples, *p.apposed)
        if line.start <= p.start < line.end
    ]
    return min(starts), min(max(ends), line.end)


def clause_date(clause: Clause, line: Line) -> tuple[str | None, str | None]:
    """Period and wording of the expression of time that a clause holds; none where it holds several."""
    left = (
        clause.subject.start
        if clause.subject is not None and not clause.shared and clause.subject.start < clause.verb.start
        else clause.verb.start
    )
    right = max(clause.end, clause.verb.end)
    inside = [
        d for d in line.dates if left <= d.start < right + 40 and not _beyond(d.start, right, clause, line)
    ]
    if not inside:
        lead = [d for d in line.dates if d.end <= left and d.start - line.start < 20]
        inside = lead[:1]
    if not inside:
        return None, None
    nearest = min(inside, key=lambda d: abs(d.start - clause.verb.end))
    return nearest.period, nearest.text


def _beyond(at: int, right: int, clause: Clause, line: Line) -> bool:
    """Whether another verb stands between the clause and a place after it."""
    return any(right <= c.verb.start < at for c in line.clauses if c is not clause)


# ---------------------------------------------------------------------- nouns made of verbs
_CARRIERS: Final = frozenset(
    {
        "announce",
        "unveil",
        "reveal",
        "confirm",
        "complete",
        "sign",
        "disclose",
        "plan",
        "finalise",
        "finalize",
        "close",
        "have",
        "strike",
        "ink",
        "enter",
        "form",
        "forge",
        "expand",
        "extend",
        "launch",
        "begin",
        "start",
        "detail",
        "report",
        "seal",
        "reach",
        "establish",
        "introduce",
        "mark",
        "celebrate",
        "welcome",
        "explore",
    }
)
_USE_NOUNS: Final = frozenset({"use", "adoption", "deployment", "usage", "implementation", "uptake"})
_AGENT_PREPS: Final = {
    "partner": ("with",),
    "release": (),
    "acquire": (),
    "use": (),
    "invest": ("in", "into"),
    "develop": (),
    "compete": ("with", "against"),
}


def read_nominal_relations(line: Line, context: Context) -> Iterator[Draft]:
    """Draft what `the launch of X by Y`, `Y's acquisition of X`, `a partnership with X` say."""
    table = rules_by_group()
    for phrase in all_phrases(line):
        for member in phrase.members:
            head = singular(member.head.lower)
            if member.head.tag not in ("NN", "NNS"):
                continue
            for group in sorted(noun_classes().get(head, ())):
                if (
                    group in _AGENT_PREPS
                    and group in table
                    and not (group == "use" and head not in _USE_NOUNS)
                ):
                    yield from _nominal(group, member, line, context)


def _carrier(phrase: NounPhrase, line: Line) -> Clause | None:
    """The clause whose object the phrase is."""
    return next(
        (
            c
            for c in line.clauses
            if c.object is phrase or (c.object is not None and phrase in c.object.members)
        ),
        None,
    )


def _nominal(group: str, phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    carrier = _carrier(phrase, line)
    agents = _nominal_agents(group, phrase, carrier, line, context)
    patients = _nominal_patients(group, phrase, carrier, line, context)
    if not agents or not patients:
        return
    mood = mood_of(carrier) if carrier is not None else Mood()
    status = mood.status
    if carrier is not None and carrier.verb.lemma in ("plan", "propose", "explore", "seek", "consider"):
        status = Status.TARGET
    period, date = clause_date(carrier, line) if carrier is not None else (None, None)
    for rule in rules_by_group()[group]:
        for s in agents:
            for o in patients:
                if (
                    s.name == o.name
                    or not _worth(rule, s, o)
                    or not fits(s, rule.subject_is)
                    or not fits(
                        o, rule.loose_is if group in ("release", "use", "develop") else rule.object_is
                    )
                ):
                    continue
                starts = [phrase.start, *(r.start for r in (s, o) if line.start <= r.start < line.end)]
                ends = [phrase.reach, *(r.end for r in (s, o) if line.start <= r.start < line.end)]
                yield Draft(
                    Kind.RELATION, s, rule.predicate, min(starts), max(ends), line.index, f"{rule.id}-noun",
                    rule.confidence * 0.95 * mood.factor, phrase.head.start, object=o, status=status,
                    polarity=mood.polarity if carrier is not None else Polarity.POSITIVE,
                    period=period if rule.predicate in _PASSIVE_PERIOD else None, date=date,
                )  # fmt: skip


def _after(phrase: NounPhrase, line: Line, names: tuple[str, ...]) -> NounPhrase | None:
    """The phrase that one of the prepositions hangs right after this one."""
    run = line.run
    for i, chunk in enumerate(run):
        if isinstance(chunk, NounPhrase) and (
            chunk is phrase or phrase in chunk.members or phrase in chunk.of
        ):
            nxt = run[i + 1] if i + 1 < len(run) else None
            after = run[i + 2] if i + 2 < len(run) else None
            if (
                nxt is not None
                and not isinstance(nxt, NounPhrase)
                and getattr(nxt, "lower", "") in names
                and isinstance(after, NounPhrase)
            ):
                return after
    return None


def _nominal_agents(
    group: str, phrase: NounPhrase, carrier: Clause | None, line: Line, context: Context
) -> list[Ref]:
    if group == "partner":
        between = _after(phrase, line, ("between", "among"))
        if between is not None and len(between.members) > 1:
            return context.members(between, "org")[:1]
    owner = context.owner_of(phrase)
    if owner is not None:
        return [owner]
    by = _after(phrase, line, ("by",)) or (_after(phrase.of[-1], line, ("by",)) if phrase.of else None)
    if by is not None:
        return context.members(by, "org")
    if carrier is not None and carrier.subject is not None and (carrier.verb.lemma.split()[0] in _CARRIERS):
        return context.members(carrier.subject, "org")
    return []


def _nominal_patients(
    group: str, phrase: NounPhrase, carrier: Clause | None, line: Line, context: Context
) -> list[Ref]:
    if group in ("partner", "compete", "invest"):
        between = _after(phrase, line, ("between", "among")) if group == "partner" else None
        if between is not None and len(between.members) > 1:
            return context.members(between, "org")[1:]
        names = _AGENT_PREPS[group]
        target = _after(phrase, line, names)
        if target is None and carrier is not None:
            target = carrier.prep(*names)
            if target is not None and target.start < phrase.end:
                target = None
        return context.members(target, "org") if target is not None else []
    found: list[Ref] = []
    for part in phrase.of:
        for member in part.members:
            examples = [
                r for e in (*member.examples, *member.apposed) if (r := context.name_of(e)) is not None
            ]
            ref = context.refer(member, "thing")
            found.extend(examples or ([ref] if ref is not None else []))
    return found
