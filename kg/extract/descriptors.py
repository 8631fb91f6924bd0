"""What a noun phrase says by the way: where a firm is, what it makes, what it belongs to, who publishes a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.drafts import Draft, mood_of
from kg.extract.lexicon import head_kinds, kind_of_head, singular
from kg.extract.reference import ORGANISATIONS, PLACES, THINGS, Context, Ref, all_phrases, ref_of
from kg.extract.rules import confidence_of
from kg.extract.words import Word
from kg.model import Kind, Polarity, Status

__all__ = ["EVENTS", "event_of", "name_report", "read_descriptors"]

EVENTS: Final = frozenset({"Event", "Conference", "Forum"})
_REPORTS: Final = frozenset({"Report", "Survey", "Guideline", "Regulation"})
_PARTS: Final = frozenset(
    {
        "company",
        "subsidiary",
        "unit",
        "division",
        "brand",
        "arm",
        "business",
        "affiliate",
        "spin-off",
        "spinoff",
        "sub-brand",
        "offshoot",
    }
)
_ROLE_NOUNS: Final = {
    # noun -> predicate, whether the named one is the subject
    "partner": ("partnersWith", False), "collaborator": ("partnersWith", False), "ally": ("partnersWith", False),
    "customer": ("supplies", False), "client": ("supplies", False), "user": ("supplies", False), "deployment": ("supplies", False),
    "investor": ("invests", True), "backer": ("invests", True), "shareholder": ("invests", True), "supporter": ("invests", True),
    "rival": ("competesWith", False), "competitor": ("competesWith", False), "peer": ("competesWith", False), "challenger": ("competesWith", False),
    "supplier": ("supplies", True), "vendor": ("supplies", True),
    "subsidiary": ("partOf", True), "unit": ("partOf", True), "brand": ("partOf", True), "division": ("partOf", True), "affiliate": ("partOf", True), "arm": ("partOf", True),
    "parent": ("partOf", False), "owner": ("partOf", False),
    "member": ("partOf", True),
    "founder": ("founded", True), "co-founder": ("founded", True), "cofounder": ("founded", True),
}  # fmt: skip


def read_descriptors(line: Line, context: Context) -> Iterator[Draft]:
    """Draft what the noun phrases of a sentence say by the way."""
    for phrase in all_phrases(line):
        yield from _sub_event(phrase, line, context)
        subject = context.name_of(phrase)
        if subject is None and phrase.words[0].lower in ("the", "this"):
            subject = context.refer(phrase, "org")
            if subject is not None and not subject.proper:
                subject = None
        if subject is not None:
            yield from _place(phrase, subject, line, context)
            yield from _owner(phrase, subject, line, context)
            yield from _renamed(phrase, subject, line, context)
        yield from _from_maker(phrase, line, context)
        yield from _titled_report(phrase, line, context)
        yield from _report(phrase, line, context)
        yield from _role_noun(phrase, line, context)
    yield from _includes(line, context)
    yield from _is_of(line, context)


def _draft(
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
    return Draft(
        Kind.RELATION, subject, predicate, start, end, line.index, rule, confidence_of(rule) * factor, at, object=obj,
        status=status, polarity=Polarity.POSITIVE,
    )  # fmt: skip


# ---------------------------------------------------------------------- where
def _place(phrase: NounPhrase, subject: Ref, line: Line, context: Context) -> Iterator[Draft]:
    """`Shanghai-based X`, `Chinese startup X`, `China's X`, `X, a Dutch provider`."""
    if subject.type not in ORGANISATIONS and subject.type != "":
        return
    if subject.type == "" and not any(kind_of_head([w.lower]) == "company" for w in phrase.core):
        return
    for source in (phrase, *phrase.apposed):
        for word in source.core:
            place = _place_of(word)
            if place is None or word is phrase.head or place.name == subject.name:
                continue
            based = word.lower.endswith(("-based", "-headquartered"))
            city = not based and not word.mention.demonym  # type: ignore[union-attr]
            if city and not _city_before(source, word):
                continue
            if not based and source is phrase and not _describes_org(source, word):
                continue
            if (
                not based
                and source is not phrase
                and kind_of_head([w.lower for w in source.core])
                not in ("company", "research_firm", "organization", "government")
            ):
                continue
            if not based and subject.trust < 0.93:
                continue  # `the British firm` may be another one
            rule = "based-in" if based else "city-before" if city else "nationality"
            yield _draft(
                rule,
                "locatedIn",
                subject,
                place,
                min(phrase.start, word.start),
                max(source.end, word.end),
                line,
                word.start,
            )
    owner = phrase.owner
    if (
        owner is not None
        and owner.head.mention is not None
        and owner.head.mention.type in PLACES
        and owner.head.mention.type != "WorldRegion"
        and subject.type in ORGANISATIONS
    ):
        place = ref_of(owner.head.mention)
        yield _draft(
            "country-owner", "locatedIn", subject, place, phrase.start, phrase.end, line, phrase.start
        )
    for part in phrase.of:
        mention = part.head.mention
        if (
            mention is not None
            and mention.type == "City"
            and phrase.head.mention is not None
            and len(part.words) == 1
        ):
            yield _draft(
                "firm-of-city",
                "locatedIn",
                subject,
                ref_of(mention),
                phrase.start,
                part.end,
                line,
                part.start,
            )


def _city_before(phrase: NounPhrase, word: Word) -> bool:
    """`the Paris lab Helios AI`, `Lagos haulier Kobo`: a city before a noun for a firm that stands before its name."""
    at = next(i for i, w in enumerate(phrase.core) if w is word)
    rest = phrase.core[at + 1 :]
    if word.mention is None or word.mention.type != "City" or not rest or phrase.head.mention is None:
        return False
    nouns = [w.lower for w in rest if w.mention is None]
    return bool(nouns) and kind_of_head(nouns) in ("company", "research_firm", "organization")


def _place_of(word: Word) -> Ref | None:
    mention = word.mention
    return ref_of(mention) if mention is not None and mention.type in PLACES else None


def _describes_org(phrase: NounPhrase, adjective: Word) -> bool:
    """`Chinese startup X`: between the adjective and the name stands a word for a firm, or nothing."""
    at = next(i for i, w in enumerate(phrase.core) if w is adjective)
    named = phrase.head.mention is not None
    between = [w.lower for w in (phrase.core[at + 1 : -1] if named else phrase.core[at + 1 :])]
    return not between or kind_of_head(between) in ("company", "research_firm", "organization", "government")


# ---------------------------------------------------------------------- whose
def _owner(phrase: NounPhrase, subject: Ref, line: Line, context: Context) -> Iterator[Draft]:
    """`OpenAI's ChatGPT`, `its Unity Catalog`, `Nvidia's GTC conference`, `WAIC's forum`."""
    if phrase.owner is None:
        return
    owner = context.owner_of(phrase)
    if owner is None or owner.name == subject.name:
        return
    start = phrase.owner.start if phrase.owner.start >= line.start else phrase.start
    between = [w.lower for w in phrase.core if w.mention is None]
    if (
        owner.type in ORGANISATIONS
        and subject.type in THINGS
        and (
            not between
            or (
                kind_of_head(between) not in ("company", "person", "organization", "group")
                and between[-1] not in _ROLE_NOUNS
                and between[-1] not in ("neighbour", "neighbor")
            )
        )
    ):
        yield _draft("maker", "develops", owner, subject, start, phrase.end, line, phrase.head.start)
    elif owner.type in ORGANISATIONS and subject.type in EVENTS:
        yield _draft("host", "organizes", owner, subject, start, phrase.end, line, phrase.head.start)
    elif owner.type in EVENTS and subject.type in EVENTS:
        yield _draft("sub-event", "partOf", subject, owner, start, phrase.end, line, phrase.head.start)
    elif owner.type in ORGANISATIONS and subject.type in _REPORTS:
        yield _draft("report-owner", "publishes", owner, subject, start, phrase.end, line, phrase.head.start)


def _from_maker(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    """`the Falcon chip from Acme`, `a vision model from the start-up Borealis`: Acme makes it."""
    at = next((i for i, c in enumerate(line.run) if c is phrase), None)
    if at is None or at + 2 >= len(line.run) or getattr(line.run[at + 1], "lower", "") != "from":
        return
    maker = line.run[at + 2]
    if not isinstance(maker, NounPhrase) or kind_of_head(
        [w.lower for w in phrase.core if w.mention is None]
    ) not in ("product", "model", "technology"):
        return
    thing, owner = context.name_of(phrase) or context.describe(phrase), context.name_of(maker)
    if (
        thing is None
        or owner is None
        or owner.type not in ORGANISATIONS | {""}
        or thing.type not in THINGS | {""}
    ):
        return
    yield _draft(
        "from-maker",
        "develops",
        replace(owner, type=owner.type or "Company"),
        replace(thing, type=thing.type or "Product"),
        phrase.start,
        maker.end,
        line,
        phrase.start,
    )


def _sub_event(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    """`WAIC's business AI forum` is part of WAIC."""
    if (
        phrase.owner is None
        or phrase.owner.head.mention is None
        or phrase.owner.head.mention.type not in EVENTS
    ):
        return
    event = event_of(phrase, context)
    if event is not None and not event.proper:
        name = " ".join(w.text for w in phrase.core)
        whole = ref_of(phrase.owner.head.mention)
        yield _draft(
            "sub-event",
            "partOf",
            replace(event, name=name),
            whole,
            phrase.start,
            phrase.end,
            line,
            phrase.head.start,
        )


def event_of(phrase: NounPhrase, context: Context) -> Ref | None:
    """The event that a phrase names: by its own name, or described with one (`a WAIC forum`, `Nvidia's GTC conference`)."""
    for p in (phrase, *phrase.of):
        mention = p.head.mention
        if mention is not None and mention.type in EVENTS:
            return ref_of(mention)
        if kind_of_head([w.lower for w in p.core if w.tag in ("NN", "NNS", "JJ", "NNP")]) != "event":
            continue
        named = next((w.mention for w in p.core if w.mention is not None and not w.mention.demonym), None)
        start = p.core[0].start
        name = " ".join(context.text[start : p.end].split())
        return Ref(name, "Event", start, p.end, proper=named is not None and named.type in EVENTS)
    return None


# ---------------------------------------------------------------------- what it is
def _renamed(phrase: NounPhrase, subject: Ref, line: Line, context: Context) -> Iterator[Draft]:
    """`Motorola, a Lenovo company`; `the maker of X`."""
    for other in phrase.apposed:
        if other.head.tag not in ("NN", "NNS") and other.head.lower not in ("company",):
            continue
        low = singular(other.head.lower)
        parent = next(
            (
                ref_of(w.mention)
                for w in other.core[:-1]
                if w.mention is not None and w.mention.type in ORGANISATIONS and not w.mention.demonym
            ),
            None,
        )
        owner = context.owner_of(other) if other.owner is not None else None
        of = next((r for o in other.of for r in context.members(o, "org") if r.type in ORGANISATIONS), None)
        whole = parent or owner or of
        if low in _PARTS and whole is not None and whole.type in ORGANISATIONS and whole.name != subject.name:
            yield _draft(
                "a-company-of",
                "partOf",
                subject,
                whole,
                phrase.start,
                max(other.end, other.reach),
                line,
                other.head.start,
            )
        if (
            owner is not None
            and owner.type in ORGANISATIONS
            and subject.type in THINGS
            and owner.name != subject.name
            and low not in _PARTS
        ):
            yield _draft(
                "maker-renamed",
                "develops",
                owner,
                subject,
                phrase.start,
                max(other.end, other.reach),
                line,
                other.head.start,
            )
        if low in ("organizer", "organiser", "host", "sponsor", "co-organizer"):
            for part in other.of:
                event = event_of(part, context)
                if event is not None:
                    yield _draft(
                        "organizer-of",
                        "organizes",
                        subject,
                        event,
                        phrase.start,
                        max(other.end, other.reach),
                        line,
                        other.head.start,
                    )
        if (
            low
            in (
                "maker",
                "developer",
                "creator",
                "owner",
                "operator",
                "producer",
                "provider",
                "manufacturer",
                "builder",
            )
            and other.of
        ):
            for part in other.of:
                for thing in context.members(part, "thing"):
                    if thing.type in THINGS and thing.name != subject.name:
                        yield _draft(
                            "maker-of",
                            "develops",
                            subject,
                            thing,
                            phrase.start,
                            max(other.end, other.reach),
                            line,
                            other.head.start,
                        )


# ---------------------------------------------------------------------- reports
_PAPERS: Final = frozenset(
    "report survey study index poll barometer outlook paper whitepaper white-paper guideline ranking yearbook census scorecard "
    "monitor tracker benchmark review forecast".split()
)
_OWNED_PAPERS: Final = frozenset(
    {"forecast", "review", "benchmark", "tracker", "monitor", "outlook", "ranking", "index"}
)
"""Papers that count as published only where somebody is said to have made them."""


def name_report(phrase: NounPhrase, line: Line, context: Context) -> tuple[Ref, list[Ref]] | None:
    """A report and who publishes it: `a report by iResearch`, `the KPMG report`, `Gartner's forecast`.

    Returns:
        The report, named with its publishers where it has no title of its own, and the publishers.
    """
    words = [w.lower for w in phrase.core]
    head = phrase.head
    named = head.mention is not None and head.mention.type in _REPORTS
    if not named and (head.tag not in ("NN", "NNS") or singular(head.lower) not in _PAPERS):
        return None
    publishers = _publishers(phrase, line, context)
    if not named and phrase.words[0].lower in ("the", "this") and publishers:
        earlier = context.report_of(publishers[0].name)
        if earlier is not None:
            return replace(earlier, start=phrase.start, end=phrase.end), []
    if named:
        assert head.mention is not None
        return ref_of(head.mention), publishers
    if not publishers:
        return None
    core = " ".join(
        w.text for w in phrase.core if w.tag not in ("DT", "QTY") and (w.mention is None or w.mention.demonym)
    )
    joined = " and ".join(p.name for p in publishers)
    kind = "Survey" if singular(head.lower) in ("survey", "poll") else "Report"
    return Ref(f"{core or head.text} by {joined}", kind, phrase.start, phrase.end, proper=False), publishers


def _publishers(phrase: NounPhrase, line: Line, context: Context) -> list[Ref]:
    owner = context.owner_of(phrase) if phrase.owner is not None else None
    if owner is not None and owner.type in ORGANISATIONS:
        return [owner]
    inside = [
        ref_of(w.mention)
        for w in phrase.core
        if w.mention is not None and w.mention.type in ORGANISATIONS and not w.mention.demonym
    ]
    if inside:
        return inside
    run = line.run
    at = next(
        (i for i, c in enumerate(run) if c is phrase or (isinstance(c, NounPhrase) and phrase in c.members)),
        None,
    )
    if at is None:
        return []
    for i in range(at + 1, min(len(run), at + 4)):
        chunk = run[i]
        if (
            not isinstance(chunk, NounPhrase)
            and getattr(chunk, "lower", "") in ("by", "from")
            and i + 1 < len(run)
        ):
            target = run[i + 1]
            if isinstance(target, NounPhrase):
                return [
                    r
                    for r in context.members(target, "org")
                    if r.type in ORGANISATIONS or (r.proper and r.type == "")
                ]
        lemma = getattr(chunk, "lemma", "")
        if isinstance(chunk, NounPhrase) or (
            lemma
            and lemma
            not in (
                "release",
                "publish",
                "issue",
                "conduct",
                "produce",
                "author",
                "compile",
                "commission",
                "write",
                "prepare",
            )
        ):
            break
    return []


def _titled_report(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    """`the IBM "Global AI Adoption Index"`: a firm right before the title of a report."""
    mention = phrase.head.mention
    if mention is None or mention.type not in _REPORTS:
        return
    at = next((i for i, w in enumerate(line.words) if w is phrase.head), 0)
    for word in reversed(line.words[max(0, at - 4) : at]):
        if word.mention is not None and word.mention.type in ORGANISATIONS and not word.mention.demonym:
            owner = ref_of(word.mention)
            yield _draft(
                "report-owner",
                "publishes",
                owner,
                ref_of(mention),
                owner.start,
                mention.end,
                line,
                mention.start,
            )
            return
        if word.tag not in ('"', "DATE", "POS", "DT", "JJ", "QTY", "NN"):
            return


def _report(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    found = name_report(phrase, line, context)
    if found is None:
        return
    report, publishers = found
    context.note_report(report)
    if phrase.owner is not None and report.proper:
        return  # read as owner and thing already
    if (
        not report.proper
        and singular(phrase.head.lower) in _OWNED_PAPERS
        and (phrase.owner is not None or phrase.core[-1] is phrase.core[0])
    ):
        return
    if phrase.owner is not None and phrase.owner.head.tag == "PRP$":
        return
    for p in publishers:
        if p.name == report.name:
            continue
        start, end = (
            min(phrase.start, p.start if line.start <= p.start else phrase.start),
            max(phrase.end, p.end if p.end <= line.end and p.start >= line.start else phrase.end),
        )
        yield _draft(
            "report-by",
            "publishes",
            replace(p, type=p.type or "Company"),
            report,
            start,
            end,
            line,
            phrase.head.start,
        )


# ---------------------------------------------------------------------- partners, customers, investors, rivals
def _role_noun(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    """`partners including A and B`, `its rival Baidu`, `backers such as C`."""
    named = [r for e in phrase.examples for r in context.members(e) if r.proper]
    nouns = [w for w in phrase.core if w.tag in ("NN", "NNS") and singular(w.lower) in _ROLE_NOUNS]
    if not nouns:
        return
    noun = nouns[-1]
    if (
        phrase.head.mention is not None
        and phrase.head.mention.proper
        and not phrase.head.mention.demonym
        and noun is not phrase.head
    ):
        at = phrase.core.index(noun)
        if all(w.mention is not None for w in phrase.core[at + 1 :]):
            named = [r for m in phrase.members if (r := context.name_of(m)) is not None]
    elif noun is phrase.head:
        named += [r for e in phrase.apposed if (r := context.name_of(e)) is not None]
    if not named:
        return
    anchor = _anchor(phrase, noun, line, context)
    if anchor is None:
        return
    predicate, named_first = _ROLE_NOUNS[singular(noun.lower)]
    for ref in named:
        if ref.name == anchor.name or ref.type in PLACES or ref.type == "Person":
            continue
        subject, obj = (ref, anchor) if named_first else (anchor, ref)
        end = (
            max(phrase.end, ref.end, *(e.reach for e in phrase.examples), *(e.end for e in phrase.apposed))
            if phrase.examples or phrase.apposed
            else max(phrase.end, ref.end)
        )
        factor = 1.0 if anchor.start >= line.start or phrase.owner is not None else 0.85
        yield _draft(
            f"{predicate}-named",
            predicate,
            replace(subject, type=subject.type or "Company"),
            replace(obj, type=obj.type or "Company"),
            phrase.start,
            min(end, line.end),
            line,
            noun.start,
            factor,
        )


def _anchor(phrase: NounPhrase, noun: Word, line: Line, context: Context) -> Ref | None:
    """Whose partner, customer, rival it is."""
    owner = context.owner_of(phrase) if phrase.owner is not None else None
    if owner is not None:
        return owner if owner.type in ORGANISATIONS | THINGS | {""} else None
    inside = [
        ref_of(w.mention)
        for w in phrase.core[: phrase.core.index(noun)]
        if w.mention is not None and not w.mention.demonym and w.mention.proper
    ]
    if inside:
        return inside[-1]
    for part in phrase.of:
        refs = [r for r in context.members(part, "org") if r.type in ORGANISATIONS]
        if refs:
            return refs[0]
    clause = next(
        (c for c in line.clauses if c.object is phrase or any(p is phrase for _, p in c.preps)), None
    )
    if clause is not None and clause.subject is not None:
        ref = context.refer(clause.subject, "org")
        return ref if ref is not None and ref.type in ORGANISATIONS | {""} and ref.proper else None
    return None


def _is_of(line: Line, context: Context) -> Iterator[Draft]:
    """`Quill is Acme's tool for lawyers`: Acme makes it."""
    for clause in line.clauses:
        described = clause.object
        if (
            clause.verb.lemma != "be"
            or clause.verb.negated
            or clause.subject is None
            or described is None
            or described.owner is None
            or described.owner.head.tag == "PRP$"
        ):
            continue
        subject, owner = context.name_of(clause.subject), context.owner_of(described)
        kind = kind_of_head([w.lower for w in described.core])
        made = kind in ("product", "model", "technology") or described.core[-1].lower in (
            "implementation",
            "version",
            "answer",
            "take",
            "offering",
            "effort",
        )
        if (
            subject is None
            or owner is None
            or owner.type not in ORGANISATIONS
            or not made
            or subject.type in ORGANISATIONS
            or described.core[0].lower.endswith("est")
        ):
            continue
        yield _draft(
            "maker-copula",
            "develops",
            owner,
            replace(subject, type=subject.type or "Product"),
            clause.subject.start,
            described.reach,
            line,
            clause.verb.start,
        )


def _includes(line: Line, context: Context) -> Iterator[Draft]:
    """`Investors include A, B and C`; `A and B are among its customers`."""
    for clause in line.clauses:
        if clause.subject is None:
            continue
        if clause.verb.lemma == "include" and clause.object is not None:
            yield from _listed(clause, clause.subject, clause.object, line, context)
        elif clause.verb.lemma == "be":
            among = clause.prep("among")
            if among is not None:
                yield from _listed(clause, among, clause.subject, line, context)
            elif (
                clause.object is not None
                and clause.subject.head.tag == "NNS"
                and clause.object.head.mention is not None
                and len(clause.object.members) > 1
            ):
                yield from _listed(clause, clause.subject, clause.object, line, context)


def _listed(
    clause: Clause, group: NounPhrase, members: NounPhrase, line: Line, context: Context
) -> Iterator[Draft]:
    nouns = [w for w in group.core if singular(w.lower) in _ROLE_NOUNS]
    if not nouns:
        return
    predicate, named_first = _ROLE_NOUNS[singular(nouns[-1].lower)]
    anchor = (
        _anchor(group, nouns[-1], line, context)
        if group is not clause.subject or group.owner is not None or group.of
        else None
    )
    anchor = anchor or context.refer(NounPhrase([_it(clause)], core=[_it(clause)]), "org")
    if anchor is None:
        return
    mood = mood_of(clause)
    for ref in context.members(members, "org"):
        if not ref.proper or ref.name == anchor.name:
            continue
        subject, obj = (ref, anchor) if named_first else (anchor, ref)
        yield _draft(
            f"{predicate}-named", predicate, replace(subject, type=subject.type or "Company"), replace(obj, type=obj.type or "Company"),
            min(group.start, members.start), max(members.reach, group.end, clause.verb.end), line, clause.verb.start, mood.factor, mood.status,
        )  # fmt: skip


def _it(clause: Clause) -> Word:
    return Word(clause.verb.start, clause.verb.start + 1, "it", "it", "PRP", "it")


def heads_of_kind(kind: str) -> frozenset[str]:
    """All noun heads of one kind."""
    return frozenset(h for h, k in head_kinds().items() if k == kind)
