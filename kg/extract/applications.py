"""What a thing is for: the industries and uses that a sentence gives to a product, a technology or a firm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase, Sign, VerbGroup
from kg.extract.clauses import Clause
from kg.extract.drafts import Draft, mood_of
from kg.extract.lexicon import kind_of_head, singular, verb_groups
from kg.extract.reference import ORGANISATIONS, PLACES, THINGS, Context, Ref, all_phrases, ref_of
from kg.extract.rules import confidence_of
from kg.model import Kind, Status

__all__ = ["read_applications"]

_FIELDS: Final = frozenset(
    "application use usage area field industry sector domain scenario realm segment task workload function purpose case vertical discipline sphere "
    "environment setting business project".split()
)
_UTILITY: Final = frozenset(
    "application use usage utility utilisation utilization reach deployment adoption applicability potential".split()
)
_SPANNING: Final = frozenset({"cover", "span", "include", "encompass", "range", "serve", "target"})


def read_applications(line: Line, context: Context) -> Iterator[Draft]:
    """Draft what things are applied to, as a sentence shows it."""
    yield from _for_phrases(line, context)
    yield from _fields(line, context)
    yield from _utility(line, context)
    yield from _industries_covered(line, context)
    for clause in line.clauses:
        yield from _included(clause, line, context)
        yield from _spanning(clause, line, context)
        yield from _purpose(clause, line, context)
        yield from _in_industries(clause, line, context)
        yield from _workloads(clause, line, context)


def _draft(
    rule: str,
    subject: Ref,
    use: Ref,
    start: int,
    end: int,
    line: Line,
    factor: float = 1.0,
    status: Status = Status.ACTUAL,
) -> Draft:
    here = [r for r in (subject, use) if line.start <= r.start < line.end]
    return Draft(
        Kind.RELATION, subject, "appliesTo", min([start, *(r.start for r in here)]), min(line.end, max([end, *(r.end for r in here)])), line.index, rule,
        confidence_of(rule) * factor, use.start, object=use, status=status,
    )  # fmt: skip


def _uses(phrase: NounPhrase, context: Context) -> Iterator[Ref]:
    """The uses that a phrase names: its list, what `such as` adds, what `of` hangs on `the realms of`."""
    if phrase.head.lower == "likes" and phrase.of:
        yield from _uses(phrase.of[0], context)
        return
    for member in phrase.members:
        generic = singular(member.core[-1].lower) in _FIELDS if member.core else False
        if generic and (member.examples or member.of):
            for part in member.examples or member.of:
                yield from _uses(part, context)
            continue
        ref = context.describe(member) if context.name_of(member) is None else None
        if ref is None:
            continue
        name = ref.name
        if generic and len(member.core) == 1:
            continue
        known = context.analysis.catalogue.find(name, "Industry")
        kind = (
            "Industry"
            if (known is not None and known.type == "Industry")
            or (member.core and singular(member.core[-1].lower) in ("industry", "sector"))
            else "Use"
        )
        yield replace(ref, type=kind)


def _thing(phrase: NounPhrase, context: Context, *, firms: bool = False) -> Ref | None:
    ref = context.refer(phrase, "thing")
    if ref is None:
        return None
    if ref.type in THINGS and (ref.proper or _specific(phrase) or ref.plural or ref.known is not None):
        return ref
    if ref.type == "" and ref.proper:
        return replace(ref, type="Product", trust=ref.trust * 0.95)
    return ref if firms and ref.type in ORGANISATIONS and ref.proper else None


def _specific(phrase: NounPhrase) -> bool:
    return (
        phrase.words[0].lower in ("the", "this", "its", "our", "their", "a", "an") or phrase.owner is not None
    )


def _at(line: Line, phrase: NounPhrase) -> int:
    return next(
        (
            i
            for i, c in enumerate(line.run)
            if c is phrase or (isinstance(c, NounPhrase) and phrase in c.members)
        ),
        -1,
    )


# ---------------------------------------------------------------------- X for Y
_NOT_USES: Final = frozenset(
    {
        "person",
        "group",
        "company",
        "research_firm",
        "government",
        "organization",
        "place",
        "deal",
        "round",
        "event",
        "report",
        "generic",
        "market",
    }
)


def _for_phrases(line: Line, context: Context) -> Iterator[Draft]:
    """`an analytics platform for schools`, `a provider for city management`, `SenseNova for smart driving and finance`."""
    for i, chunk in enumerate(line.run):
        if not isinstance(chunk, NounPhrase) or i < 2:
            continue
        sign, holder = line.run[i - 1], line.run[i - 2]
        if not (isinstance(sign, Sign) and sign.lower == "for" and isinstance(holder, NounPhrase)):
            continue
        subject = context.name_of(holder)
        rule = "for-use"
        if subject is None or subject.type not in THINGS or holder.apposed:
            subject, rule = _described_firm(line, i - 2, holder, context), "firm-for-use"
        if subject is None:
            continue
        for use in _uses(chunk, context):
            kind = kind_of_head(use.name.lower().split())
            if use.type == "Use" and (
                kind in _NOT_USES
                or use.name.lower().split()[-1]
                in (
                    "users",
                    "customers",
                    "developers",
                    "people",
                    "time",
                    "year",
                    "years",
                    "example",
                    "free",
                    "sale",
                )
            ):
                continue
            yield _draft(rule, subject, use, holder.start, chunk.reach, line)


def _described_firm(line: Line, at: int, holder: NounPhrase, context: Context) -> Ref | None:
    """`X, a service provider for Y`: the firm that the description renames."""
    if holder.apposed and kind_of_head([w.lower for w in holder.apposed[-1].core]) in ("company", "product"):
        ref = context.name_of(holder)  # the description has been folded into the name
        return ref if ref is not None and (ref.type in ORGANISATIONS or ref.type in THINGS) else None
    if kind_of_head([w.lower for w in holder.core]) not in ("company", "product"):
        return None
    owner = next((c for c in line.run[:at] if isinstance(c, NounPhrase) and holder in c.apposed), None)
    if (
        owner is None
        and at >= 2
        and isinstance(line.run[at - 1], Sign)
        and line.run[at - 1].tag == ","
        and isinstance(line.run[at - 2], NounPhrase)
        and holder.words[0].lower in ("a", "an")
    ):  # type: ignore[union-attr]
        owner = line.run[at - 2]  # type: ignore[assignment]
    ref = context.name_of(owner) if owner is not None else None
    return ref if ref is not None and (ref.type in ORGANISATIONS or ref.type in THINGS) else None


# ---------------------------------------------------------------------- an X company
_DESCRIBERS: Final = frozenset(
    "company firm startup start-up giant provider platform specialist retailer operator leader solution tool app vendor".split()
)
_NO_FIELD: Final = frozenset(
    "ai tech technology internet software hardware startup start-up venture holding parent public private listed leading global local foreign domestic service services "
    "solution solutions unicorn consulting research analytics data market early-stage late-stage major big small medium-sized world top new young rival fellow industry "
    "multinational conglomerate investment state-owned state-backed family-owned public-sector chinese american product products business sister member partner "
    "analyst advisory law accounting private-equity equity securities number one first second third largest biggest oldest long-time longtime former".split()
)


def _fields(line: Line, context: Context) -> Iterator[Draft]:
    """`ride-hailing start-up Didi`, `Okera, a data governance platform`: the field that describes a firm or product."""
    for phrase in all_phrases(line):
        named = context.name_of(phrase)
        if named is None or (
            named.type not in ORGANISATIONS and named.type not in THINGS and named.type != ""
        ):
            continue
        for source in (phrase, *phrase.apposed):
            found = _field_of(source, named, context)
            if found is not None:
                yield _draft("field", named, found, phrase.start, max(source.end, phrase.end), line)


def _field_of(source: NounPhrase, named: Ref, context: Context) -> Ref | None:
    """The words before `company`, `platform`, ... in a description."""
    at = next(
        (i for i, w in enumerate(source.core) if singular(w.lower) in _DESCRIBERS and (w.mention is None)), -1
    )
    if at < 1 or (at < len(source.core) - 1 and source.core[at + 1].mention is None):
        return None
    words = []
    for w in reversed(source.core[:at]):
        if (
            w.mention is not None
            or w.tag not in ("NN", "NNS", "JJ", "VBG", "NNP")
            or w.lower.endswith(("-based", "-headquartered", "-backed", "-owned", "-listed"))
        ):
            break
        if w.lower in _NO_FIELD and not words:
            if w.lower in (
                "service",
                "services",
                "solution",
                "solutions",
                "technology",
                "software",
                "industry",
            ):
                continue
            break
        words.append(w)
    words.reverse()
    while words and (
        words[0].lower in _NO_FIELD - {"ai", "data", "market", "software", "hardware"}
        or words[0].lower.endswith("est")
        or (words[0].tag == "JJ" and len(words) == 1 and "-" not in words[0].text)
    ):
        words = words[1:]
    if (
        not words
        or (words[-1].tag == "JJ" and "-" not in words[-1].text)
        or (len(words) == 1 and words[0].lower in _NO_FIELD)
    ):
        return None
    start, end = words[0].start, words[-1].end
    if named.start < end and start < named.end:
        return None
    return Ref(" ".join(context.text[start:end].split()), "Use", start, end, proper=False)


# ---------------------------------------------------------------------- industries covering Y
def _industries_covered(line: Line, context: Context) -> Iterator[Draft]:
    """`released progress in industries covering finance and retail, with its model X`: the one product that is named."""
    things = {m.name: m for m in line.mentions if m.type in THINGS and m.proper}
    if len(things) != 1:
        return
    subject = ref_of(next(iter(things.values())))
    for clause in line.clauses:
        holder = clause.subject
        if (
            clause.verb.lemma not in _SPANNING
            or clause.verb.tense != "gerund"
            or not clause.relative
            or holder is None
            or clause.object is None
        ):
            continue
        if singular(holder.head.lower) in _FIELDS:
            for use in _uses(clause.object, context):
                yield _draft("spanning", subject, use, clause.verb.start, clause.object.reach, line)


# ---------------------------------------------------------------------- its application in Y
def _utility(line: Line, context: Context) -> Iterator[Draft]:
    """`extending its utility to Y`, `AI's application in finance`, `applications in the service sector`."""
    for phrase in all_phrases(line):
        if not phrase.core or (
            singular(phrase.core[-1].lower) not in _UTILITY
            and not (
                len(phrase.core) > 1
                and phrase.core[-2].lower in ("application", "use")
                and singular(phrase.core[-1].lower) in _FIELDS
            )
        ):
            continue
        subject = _utility_owner(phrase, line, context)
        if subject is None:
            continue
        at = _at(line, phrase)
        if at < 0:
            continue
        for target in _targets(line, at):
            for use in _uses(target, context):
                if use.type != "Use" or kind_of_head(use.name.lower().split()) not in _NOT_USES:
                    yield _draft("utility", subject, use, phrase.start, target.reach, line)


def _utility_owner(phrase: NounPhrase, line: Line, context: Context) -> Ref | None:
    owner = phrase.owner
    if owner is not None:
        ref = context.refer(owner, "thing")
        return (
            ref
            if ref is not None
            and (ref.type in THINGS or (ref.known is not None and ref.type == "Technology"))
            else None
        )
    at = _at(line, phrase)
    if at >= 2 and isinstance(line.run[at - 1], Sign) and line.run[at - 1].lower == "with":  # type: ignore[union-attr]
        holder = line.run[at - 2]
        if isinstance(holder, NounPhrase):
            found = _thing(holder, context)
            if found is not None:
                return found
        clause = next((c for c in line.clauses if c.subject is not None and c.verb.finite), None)
        return _thing(clause.subject, context) if clause is not None and clause.subject is not None else None
    return None


def _targets(line: Line, at: int) -> Iterator[NounPhrase]:
    """The phrases that `in`, `to`, `across`, `beyond` or a dash hang after a place, up to the next verb."""
    i = at + 1
    while i + 1 < len(line.run) and i < at + 12:
        sign, target = line.run[i], line.run[i + 1]
        if isinstance(sign, VerbGroup):
            return
        if (
            isinstance(sign, Sign)
            and isinstance(target, NounPhrase)
            and (
                sign.lower in ("in", "to", "across", "beyond", "into", "for", "such")
                or (sign.tag == "--" and i == at + 1)
            )
        ):
            yield target
            i += 2
            continue
        if isinstance(sign, Sign) and sign.tag in (".", ";", ","):
            return
        i += 1


# ---------------------------------------------------------------------- applications include Y
def _included(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`Applications for X include A and B`, `the industries that will use X most include A`."""
    if (
        clause.verb.lemma not in ("include", "be", "range", "comprise")
        or clause.subject is None
        or clause.object is None
    ):
        return
    subject = clause.subject
    if singular(subject.head.lower) not in _FIELDS or (
        clause.verb.lemma == "be" and len(clause.object.members) < 2
    ):
        return
    thing = _last_thing(line, subject, clause, context)
    if thing is None:
        return
    mood = mood_of(clause)
    for use in _uses(clause.object, context):
        yield _draft(
            "applications-include",
            thing,
            use,
            subject.start,
            clause.object.reach,
            line,
            mood.factor,
            mood.status if mood.status is not Status.TARGET else Status.FORECAST,
        )


def _last_thing(line: Line, subject: NounPhrase, clause: Clause, context: Context) -> Ref | None:
    """What stands between the field words and the verb: `for large model AI in China`, `with investment in AI computing`."""
    found: Ref | None = None
    at = _at(line, subject)
    for i in range(at + 1, clause.at):
        chunk = line.run[i]
        before = line.run[i - 1]
        if (
            isinstance(chunk, NounPhrase)
            and isinstance(before, Sign)
            and before.lower in ("for", "of", "in", "with", "using")
        ):
            ref = context.refer(chunk, "thing")
            if (
                ref is not None
                and (
                    ref.type in THINGS
                    or (ref.type == "" and not ref.proper)
                    or ref.type in ("Market", "Industry")
                )
                and ref.type not in PLACES
            ):
                found = replace(ref, type=ref.type or "Technology")
    for part in subject.of:
        found = found or context.refer(part, "thing")
    return found


# ---------------------------------------------------------------------- covering Y
def _spanning(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`..., covering applications like A and B`, `services for businesses covering finance and retail`."""
    if clause.verb.lemma not in _SPANNING or clause.verb.tense != "gerund" or clause.object is None:
        return
    if (
        clause.relative
        and clause.subject is not None
        and singular(clause.subject.head.lower)
        in _FIELDS | {"business", "company", "firm", "customer", "client"}
    ):
        yield from _served(clause, line, context)
        return
    heads = {singular(m.core[-1].lower) for m in clause.object.members if m.core}
    if not heads & _FIELDS and not _known_industries(clause.object, context):
        return
    subject = _spanned(clause, line, context)
    if subject is None:
        return
    for use in _uses(clause.object, context):
        yield _draft("spanning", subject, use, clause.verb.start, clause.object.reach, line)


def _served(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`services for businesses covering finance and retail`: what stands before `for`."""
    at = _at(line, clause.subject) if clause.subject is not None else -1
    if at < 2 or not (isinstance(line.run[at - 1], Sign) and line.run[at - 1].lower in ("for", "to")):  # type: ignore[union-attr]
        return
    holder = line.run[at - 2]
    if not isinstance(holder, NounPhrase) or clause.object is None:
        return
    last = holder.members[-1]
    subject = context.refer(last, "thing")
    if subject is None or subject.type not in THINGS or not _known_industries(clause.object, context):
        return
    if holder.items and not subject.proper:
        start = holder.members[0].core[0].start
        subject = replace(subject, name=" ".join(context.text[start : last.end].split()), start=start)
    for use in _uses(clause.object, context):
        yield _draft("spanning", subject, use, clause.verb.start, clause.object.reach, line)


def _known_industries(phrase: NounPhrase, context: Context) -> int:
    return sum(1 for m in phrase.members for u in _uses(m, context) if u.type == "Industry")


def _spanned(clause: Clause, line: Line, context: Context) -> Ref | None:
    """The product before: the object of the main verb, else the subject."""
    for chunk in reversed(line.run[: clause.at]):
        if isinstance(chunk, NounPhrase):
            ref = _thing(chunk, context)
            if (
                ref is not None
                and kind_of_head([w.lower for w in chunk.core]) in ("product", "model", "technology", "")
            ) or (ref is not None and ref.proper):
                return ref
    return None


# ---------------------------------------------------------------------- used to do Y
def _purpose(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`uses the platform to settle trades`: the platform is for settling trades."""
    if (
        clause.verb.tense != "infinitive"
        or clause.governor is None
        or clause.object is None
        or clause.verb.words[0].tag != "TO"
    ):
        return
    main = clause.governor
    if "use" not in verb_groups(main.verb.lemma.split()[0]) or main.verb.lemma in (
        "plan",
        "run",
        "try",
        "begin",
        "start",
    ):
        return
    tool = main.subject if main.verb.passive else main.object
    if tool is None or tool.start > clause.verb.start:
        return
    subject = _thing(tool, context)
    if subject is None:
        return
    start, end = clause.object.start, max(clause.end, clause.object.reach)
    name = " ".join(context.text[clause.verb.words[-1].start : end].split()).rstrip(" ,.;")
    use = Ref(
        name,
        "Use",
        clause.verb.words[-1].start,
        clause.verb.words[-1].start + len(context.text[clause.verb.words[-1].start : end].rstrip(" ,.;")),
        proper=False,
    )
    mood = mood_of(main)
    yield _draft("purpose", subject, use, start, end, line, mood.factor, mood.status)


# ---------------------------------------------------------------------- in finance, retail and health care
def _in_industries(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`AI will boost efficiency in manufacturing, finance and retail`: two or more industries by name."""
    if clause.subject is None or clause.verb.passive:
        return
    where: Sequence[NounPhrase] = [p for n, p in clause.preps if n in ("in", "across")]
    for phrase in where:
        members = [m for m in (*phrase.members, *phrase.examples) if m.core]
        if len(members) < 2 or _known_industries(phrase, context) < 2:
            continue
        subject = _thing(clause.subject, context)
        if subject is None:
            return
        mood = mood_of(clause)
        for use in _uses(phrase, context):
            yield _draft(
                "in-industries",
                subject,
                use,
                clause.verb.start,
                phrase.reach,
                line,
                mood.factor,
                Status.FORECAST if mood.status is Status.TARGET else mood.status,
            )


# ---------------------------------------------------------------------- workloads such as Y
def _workloads(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`powers workloads such as search and ranking`, `designed for tasks like coding`: the named uses of a product."""
    if clause.subject is None or clause.verb.lemma in ("include", "be", "cover", "span"):
        return
    for phrase in [
        p
        for p in (clause.object, *(p for n, p in clause.preps if n in ("for", "in", "across", "to")))
        if p is not None
    ]:
        if singular(phrase.head.lower) not in _FIELDS or not (
            phrase.examples or (phrase.of and phrase.of[0].head.lower == "likes")
        ):
            continue
        subject = _thing(clause.subject, context)
        if subject is None or not subject.proper:
            return
        mood = mood_of(clause)
        for use in _uses(phrase, context):
            yield _draft(
                "workloads",
                subject,
                use,
                clause.verb.start,
                max(phrase.reach, *(e.reach for e in phrase.examples)) if phrase.examples else phrase.reach,
                line,
                mood.factor,
            )
