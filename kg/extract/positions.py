"""Who holds which role where: `X, chief executive of Y`, `Y's CEO X`, `X joined Y as CTO`, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.drafts import Draft, mood_of
from kg.extract.lexicon import Roles, kind_of_head, read_table, roles
from kg.extract.reference import ORGANISATIONS, PLACES, Context, Ref, ref_of
from kg.extract.rules import confidence_of
from kg.extract.words import Word
from kg.model import Kind, Status

__all__ = ["Title", "find_titles", "read_positions"]


@dataclass(frozen=True, slots=True)
class Title:
    """A role title among the words of a sentence.

    Attributes:
        first: index of its first word.
        last: index after its last word.
        loose: whether its head is an ordinary word too.
        former: whether it ended.
    """

    first: int
    last: int
    loose: bool
    former: bool


_JOINERS: Final = frozenset({"and", "&", "/"})
_LONGEST_HEAD: Final = 5


@cache
def _loose_heads() -> frozenset[str]:
    return frozenset(read_table("roles").get("loose", ()))


def find_titles(words: Sequence[Word]) -> list[Title]:
    """Find role titles: modifiers, a head, `of` a function, and others joined to it."""
    held, loose = roles(), _loose_heads()
    low = [w.lower.rstrip(".") if len(w.lower) > 2 else w.lower for w in words]
    found: list[Title] = []
    i, n = 0, len(words)
    while i < n:
        size = _head_at(low, words, i, held)
        if not size:
            i += 1
            continue
        first = i
        while (
            first > 0
            and _modifies(words, low, first - 1, held)
            and (not found or first - 1 >= found[-1].last)
        ):
            first -= 1
        first = _with_nouns(words, low, first, found[-1].last if found else 0)
        former = (first > 0 and low[first - 1] in held.former) or low[first] in held.former
        last = _functions(words, low, i + size, held)
        head = " ".join(low[i : i + size])
        title = Title(first, last, head in loose and last == i + size and first == i, former)
        if found and _joined(low, found[-1].last, first):
            title = replace(
                title,
                first=found[-1].first,
                loose=found[-1].loose and title.loose,
                former=title.former or found[-1].former,
            )
            found.pop()
        found.append(title)
        i = max(last, i + size)
    return found


@cache
def _first_words(held: Roles) -> frozenset[str]:
    return frozenset(head.split()[0] for head in held.heads)


def _head_at(low: Sequence[str], words: Sequence[Word], i: int, held: Roles) -> int:
    if words[i].mention is not None or low[i] not in _first_words(held):
        return 0
    for size in range(min(_LONGEST_HEAD, len(low) - i), 0, -1):
        if " ".join(low[i : i + size]) in held.heads and all(w.mention is None for w in words[i : i + size]):
            if size == 1 and words[i].tag.startswith(("VB", "MD")) and words[i].text.islower():
                return 0
            return size
    return 0


def _modifies(words: Sequence[Word], low: Sequence[str], i: int, held: Roles) -> bool:
    return words[i].mention is None and (
        low[i] in held.modifiers
        or low[i] in held.former
        or (low[i] in held.functions and words[i].text[0].isupper())
    )


def _with_nouns(words: Sequence[Word], low: Sequence[str], first: int, floor: int) -> int:
    """Take in the nouns that say what of: `fleet manager`, `policy chief`, `design engineer`; not a noun for the firm."""
    i = first
    while i > floor and first - i < 3:
        word = words[i - 1]
        if (
            word.mention is not None
            or not word.text.islower()
            or word.tag not in ("NN", "NNS")
            or kind_of_head([low[i - 1]]) in ("company", "organization", "research_firm", "person", "place")
        ):
            break
        i -= 1
    opens = (
        i == 0
        or words[i - 1].tag in (",", "DT", "POS", "PRP$", "CC", "IN", '"', "--", "JJ", "VBD", "VBZ", ":", ";")
        or words[i - 1].mention is not None
    )
    return i if opens else first


def _functions(words: Sequence[Word], low: Sequence[str], i: int, held: Roles) -> int:
    """Index after `of digital enablement`, `, Cloud Business Unit`, `for Asia`: what the role is about, no organisation."""
    n = len(words)
    if (
        i < n
        and low[i] in ("of", "for", "in")
        and i + 1 < n
        and (
            words[i + 1].mention is None
            or words[i + 1].mention.type == "WorldRegion"
            or low[i + 1] in held.functions
        )
    ):
        j = i + 1
        while (
            j < n
            and (
                words[j].mention is None or words[j].mention.type == "WorldRegion" or low[j] in held.functions
            )
            and (
                words[j].tag in ("NN", "NNS", "JJ", "NNP", "VBG")
                or (
                    low[j] in ("and", "&", ",")
                    and j + 1 < n
                    and words[j + 1].mention is None
                    and words[j + 1].tag in ("NN", "NNS", "JJ", "NNP", "VBG")
                    and _about(low, j + 1, held)
                )
            )
        ):
            j += 1
        if j < n and words[j].tag == "POS":
            return i  # `the economist of America's Retail Federation`
        if (j > i + 1 and any(w in held.functions for w in low[i + 1 : j])) or (
            j > i + 1 and low[i] == "of" and words[i + 1].text[0].islower() and low[j - 1] not in _ORG_NOUNS
        ):
            return j
    return i


_ORG_NOUNS: Final = frozenset(
    "company firm startup start-up bank group team project agency ministry university lab institute fund giant maker unit".split()
)


def _about(low: Sequence[str], i: int, held: Roles) -> bool:
    return low[i] in held.functions or low[i] not in held.heads


def _joined(low: Sequence[str], a: int, b: int) -> bool:
    between = low[a:b]
    return 1 <= len(between) <= 2 and all(w in _JOINERS or w == "," for w in between)


# ---------------------------------------------------------------------- reading
def read_positions(line: Line, context: Context) -> Iterator[Draft]:
    """Draft who holds which role, as the words of a sentence show it."""
    words = line.words
    for title in find_titles(words):
        yield from _around(title, line, context)


def _person_at(words: Sequence[Word], i: int) -> Ref | None:
    """The person named at i; an untyped name counts."""
    if not 0 <= i < len(words):
        return None
    mention = words[i].mention
    if mention is None or mention.demonym or not mention.proper or mention.type not in ("Person", ""):
        return None
    parts = mention.text.split()
    if mention.type == "" and (
        len(parts) == 1
        or (parts[0].isupper() and len(parts[0]) > 2)
        or len(parts) > 4
        or any(not p[0].isalpha() for p in parts)
    ):
        return None
    return replace(ref_of(mention), type="Person")


def _org_at(words: Sequence[Word], i: int) -> Ref | None:
    if not 0 <= i < len(words):
        return None
    mention = words[i].mention
    if (
        mention is None
        or not mention.proper
        or mention.type == "Person"
        or (mention.demonym and mention.type not in PLACES)
    ):
        return None
    return ref_of(mention)


def _around(title: Title, line: Line, context: Context) -> Iterator[Draft]:
    words = line.words
    person, before_org, left = _left(title, words)
    if person is not None and title.last < len(words) and _person_at(words, title.last) is not None:
        person, left = None, words[title.first].start  # `from A and B, founder C said`
    org, right, after_person = _right(title, words, line, context, has_person=person is not None)
    if person is None and after_person is not None:
        person = after_person
    if person is None:
        return
    if org is not None and org.type in PLACES and before_org is not None:
        org = None
    target = (
        org or before_org or _owner_org(title, words, line, context) or _named_owner(title, words, context)
    )
    if target is None:
        direct = title.last < len(words) and person.start == words[title.last].start
        if (title.loose and not direct) or title.former or _elsewhere(title, words):
            return
        office = any(
            words[k].lower in ("minister", "premier", "chancellor") for k in range(title.first, title.last)
        )
        target = context.country() if office else context.refer(_company_phrase(words[title.first]), "org")
        if target is None or target.type not in ORGANISATIONS | PLACES:
            return
        if target.type == "GovernmentBody":
            target = context.country() or target
        target = replace(target, trust=0.9 if office or _contextual(title, words) else 0.75)
    role = " ".join(line_text(words[title.first : title.last]).split())
    start = min(left, words[title.first].start, person.start if line.start <= person.start else left)
    end = max(
        right,
        words[title.last - 1].end,
        person.end if person.start >= line.start else 0,
        target.end if line.start <= target.start < line.end else 0,
    )
    confidence = (
        0.92
        if not title.loose
        else 0.85
        if title.last < len(words) and person.start == words[title.last].start
        else 0.7
    )
    if target.type in PLACES:
        confidence = (
            0.9
            if role.lower() in ("president", "prime minister", "king", "queen", "premier", "chancellor")
            or "minister" in role.lower()
            else 0.55
        )
        target = target if target.known is not None else target
    if target.type == "":
        target = replace(target, type="Company")
    elif target.type not in ORGANISATIONS | PLACES | {"Group", "Product", "Model", "Event"}:
        return
    yield Draft(
        Kind.RELATION, person, "holdsRole", start, end, line.index, "role-former" if title.former else "role", confidence,
        words[title.first].start, object=target, role=role, status=Status.ACTUAL,
    )  # fmt: skip


def line_text(words: Sequence[Word]) -> str:
    """Words as one string."""
    return " ".join(w.text for w in words).replace(" ,", ",").replace(" 's", "'s")


def _company_phrase(word: Word) -> NounPhrase:
    """`it`, standing for the company spoken of."""
    it = Word(word.start, word.end, "it", "it", "PRP", "it")
    return NounPhrase([it], core=[it])


_PAST: Final = frozenset(
    {
        "former",
        "ex",
        "then",
        "longtime",
        "long-time",
        "late",
        "new",
        "current",
        "founding",
        "outgoing",
        "incoming",
    }
)


def _left(title: Title, words: Sequence[Word]) -> tuple[Ref | None, Ref | None, int]:
    """Person and organisation before the title: `X, `, `X, the `, `X, Y's `, `Y `, `Y's `."""
    i = title.first - 1
    left = words[title.first].start
    org: Ref | None = None
    while i > 0 and words[i].lower in _PAST and words[i - 1].tag in ("POS", "NNP"):
        i -= 1
    if i >= 0 and words[i].tag == "POS":
        i -= 1
        if (
            i >= 1
            and words[i].tag == "NN"
            and words[i].mention is None
            and words[i - 1].lower in ("the", "this")
        ):
            i -= 2  # `X, the company's president`
    candidate = _org_at(words, i)
    if candidate is not None and candidate.type != "":
        org, left = candidate, candidate.start
        i -= 1
        while i >= 0 and words[i].tag in ("DT", "JJ", "NN") and words[i].mention is None:
            i -= 1
    steps = 0
    while (
        i >= 0
        and steps < 4
        and words[i].mention is None
        and (
            words[i].tag in ("DT", "JJ", "PRP$") or words[i].lower in ("former", "ex", "founding", "another")
        )
    ):
        i -= 1
        steps += 1
    if (i >= 0 and words[i].lower in (",", "(", "\u2014", "\u2013", "who is", "is", "was", "as")) or (
        i >= 0 and words[i].tag == "--"
    ):
        person = _person_at(words, i - 1)
        if person is not None:
            return person, org, person.start
    if org is None and candidate is not None and candidate.type == "" and i == title.first - 1:
        nxt = _person_at(words, title.last)
        if nxt is not None:
            org = candidate
    return None, org, left


def _right(
    title: Title, words: Sequence[Word], line: Line, context: Context, *, has_person: bool
) -> tuple[Ref | None, int, Ref | None]:
    """Organisation and person after the title: ` of Y`, ` at Y`, `, Y`, ` X`, `, X,`."""
    i, n = title.last, len(words)
    end = words[title.last - 1].end
    person = None if has_person else _person_at(words, i)
    if person is not None:
        if i + 1 < n and words[i + 1].lower in ("of", "at", "from"):
            org, _ = _org_phrase(words, i + 2, context)
            if org is not None and org.type in ORGANISATIONS | {""}:
                return org, org.end, person
        return None, person.end, person
    org: Ref | None = None
    if i < n and words[i].lower in ("of", "at", "for", "with", "in", "from", "on", "to"):
        org, i = _org_phrase(words, i + 1, context)
        if org is not None:
            end = org.end
    elif i < n and words[i].lower == "," and has_person:
        org, j = _comma_org(words, i)
        if org is not None:
            end, i = org.end, j
    elif has_person and i < n:
        org = _org_at(words, i)
        if org is not None:
            end, i = org.end, i + 1
    if not has_person and i < n:
        k = i + 1 if words[i].lower == "," else i
        person = _person_at(words, k)
    return org, end, person


def _comma_org(words: Sequence[Word], i: int) -> tuple[Ref | None, int]:
    """`, Cloud Business Unit, Arm` or `, Zed` up to the end of the sentence or the next verb."""
    n = len(words)
    found: Ref | None = None
    j = i
    at = i
    while j < n and j - i < 14:
        word = words[j]
        if word.tag in ("VBD", "VBZ", "VBP", "MD", ".", '"', "WH", ":") or (
            word.tag in ("VBN", "VBG") and words[j - 1].tag == ","
        ):
            break
        org = _org_at(words, j)
        if org is not None and (
            words[j - 1].lower in (",", "at", "of", "for", "group at")
            or words[j - 1].tag in ("NNP", "NN", "IN")
        ):
            nxt = words[j + 1] if j + 1 < n else None
            if (
                nxt is None
                or nxt.tag in (",", ".", ":", '"', "VBD", "VBZ", "VBP", "CC", "MD", "WH")
                or (nxt.mention is None and nxt.tag in ("NN", "NNS"))
            ):
                found, at = org, j + 1
        j += 1
    return found, at


def _org_phrase(words: Sequence[Word], i: int, context: Context) -> tuple[Ref | None, int]:
    """The organisation at the end of a noun phrase: `the AI startup Hyperbolic`, `Shanghai-based Datatist`, `the company`."""
    n = len(words)
    j = i
    while j < n and j - i < 8:
        word = words[j]
        org = _org_at(words, j)
        if org is not None and not (word.mention is not None and word.mention.demonym):
            nxt = words[j + 1] if j + 1 < n else None
            if org.type in PLACES and nxt is not None and nxt.tag in ("NN", "JJ", "VBG", "NNS"):
                j += 1
                continue
            if nxt is not None and nxt.tag == "POS" and j + 2 < n and words[j + 2].mention is not None:
                j += 2
                continue
            if (
                nxt is not None
                and nxt.tag in ("NN", "NNP")
                and j + 2 < n
                and words[j + 2].mention is not None
                and words[j + 2].mention.type != "Person"
            ):
                j += 1
                continue
            return org, j + 1
        if (
            word.tag in ("DT", "JJ", "NN", "NNS", "NNP", "VBG", "VBN", "POS", "PRP$", "CD")
            or word.mention is not None
        ):
            j += 1
            continue
        break
    head = words[j - 1] if j > i else None
    if head is not None and head.tag == "NN" and words[i].lower in ("the", "this"):
        phrase = NounPhrase(list(words[i:j]), core=list(words[i + 1 : j]))
        ref = context.refer(phrase, "org")
        if ref is not None and ref.type in ORGANISATIONS and ref.proper:
            return ref, j
    return None, i


def _owner_org(title: Title, words: Sequence[Word], line: Line, context: Context) -> Ref | None:
    """`its founder, X`."""
    i = title.first - 1
    if i >= 0 and words[i].tag == "PRP$":
        return context.refer(NounPhrase([words[i]], core=[words[i]]), "org")
    return None


def _named_owner(title: Title, words: Sequence[Word], context: Context) -> Ref | None:
    """`the company's president`: the company spoken of."""
    i = title.first - 1
    if (
        i >= 2
        and words[i].tag == "POS"
        and words[i - 1].mention is None
        and words[i - 2].lower in ("the", "this")
    ):
        phrase = NounPhrase(list(words[i - 2 : i]), core=[words[i - 1]])
        ref = context.refer(phrase, "org")
        return ref if ref is not None and ref.proper and ref.type in ORGANISATIONS | {""} else None
    return None


def _elsewhere(title: Title, words: Sequence[Word]) -> bool:
    """Whether somebody of this role most likely works for nobody the text is about: `analyst X`, `professor X`."""
    text = " ".join(w.lower for w in words[title.first : title.last])
    return any(
        t in text
        for t in (
            "analyst",
            "economist",
            "professor",
            "lawyer",
            "attorney",
            "expert",
            "senator",
            "author",
            "journalist",
            "reporter",
            "investor",
            "partner",
            "consultant",
            "strategist",
            "researcher",
            "commentator",
            "critic",
            "lawmaker",
            "official",
            "fellow",
            "student",
            "trader",
        )
    )


def _contextual(title: Title, words: Sequence[Word]) -> bool:
    """`CEO X` alone is the chief of the company spoken of; `analyst X` alone is not."""
    text = " ".join(w.lower for w in words[title.first : title.last])
    return any(
        t in text
        for t in (
            "ceo",
            "chief",
            "prime minister",
            "premier",
            "chancellor",
            "chairman",
            "chairwoman",
            "president",
            "cfo",
            "cto",
            "founder",
            "coo",
        )
    )


# ---------------------------------------------------------------------- verbs of taking a post
def read_appointments(line: Line, context: Context) -> Iterator[Draft]:
    """`X joined Y as CTO`, `X was named CEO of Y`, `X became the CEO`, `after serving as strategy chief at Y`."""
    words = line.words
    titles = find_titles(words)
    for clause in line.clauses:
        lemma = clause.verb.lemma
        if lemma in _LEADS and clause.verb.finite and not clause.verb.passive:
            yield from _leads(clause, line, context)
            continue
        if lemma in ("step down", "resign", "retire", "quit", "depart", "stand down", "leave"):
            yield from _departure(clause, titles, line, context)
            continue
        if lemma not in (
            "join",
            "appoint",
            "name",
            "become",
            "serve",
            "hire",
            "promote",
            "elect",
            "tap",
            "rejoin",
            "succeed",
            "be",
            "work",
            "act",
        ):
            continue
        if (lemma in ("work", "act") and clause.prep("as") is None) or (
            lemma == "be" and (clause.object is None or clause.verb.passive)
        ):
            continue
        phrase = (
            clause.patient
            if clause.verb.passive
            or (
                lemma in ("hire", "appoint", "tap", "promote", "elect", "name")
                and clause.object is not None
                and not clause.verb.passive
            )
            else clause.subject
        )
        if clause.verb.passive:
            phrase = clause.subject
        person = context.refer(phrase, "person") if phrase is not None else None
        if person is None or person.type not in ("Person", "") or not person.proper:
            continue
        title = next(
            (
                t
                for t in titles
                if words[t.first].start >= clause.verb.end and words[t.first].start - clause.verb.end < 60
            ),
            None,
        )
        if title is None or (
            lemma == "be"
            and (
                title.loose
                or not clause.object
                or not clause.object.start <= words[title.first].start < clause.object.end
            )
        ):
            continue
        org, end = (
            _org_phrase(words, title.last + 1, context)
            if title.last < len(words) and words[title.last].lower in ("of", "at", "for")
            else (None, 0)
        )
        if org is None:
            org = (
                _org_at(words, title.first - 1)
                if words[title.first - 1].tag != "POS"
                else _org_at(words, title.first - 2)
            )
            org = org or _named_owner(title, words, context)
        if org is None and lemma in ("join", "rejoin", "hire", "appoint", "name", "tap"):
            other = (
                clause.object
                if lemma in ("join", "rejoin")
                else clause.subject
                if not clause.verb.passive
                else clause.prep("by")
            )
            org = context.refer(other, "org") if other is not None else None
        if org is None or org.type not in ORGANISATIONS | {""}:
            continue
        mood = mood_of(clause)
        role = line_text(words[title.first : title.last])
        stop = max(words[title.last - 1].end, org.end if org.start >= clause.verb.start else 0)
        start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
        yield Draft(
            Kind.RELATION, replace(person, type="Person"), "holdsRole", start, stop, line.index, "appointment", 0.8 * mood.factor,
            clause.verb.start, object=replace(org, type=org.type or "Company"), role=role, status=mood.status, polarity=mood.polarity,
        )  # fmt: skip


def _departure(clause: Clause, titles: Sequence[Title], line: Line, context: Context) -> Iterator[Draft]:
    """`X is stepping down as chief executive of Y`."""
    words = line.words
    person = context.refer(clause.subject, "person") if clause.subject is not None else None
    title = next(
        (
            t
            for t in titles
            if words[t.first].start >= clause.verb.end and words[t.first].start - clause.verb.end < 24
        ),
        None,
    )
    if person is None or person.type != "Person" or title is None:
        return
    org, end = (
        _org_phrase(words, title.last + 1, context)
        if title.last < len(words) and words[title.last].lower in ("of", "at", "for")
        else (None, 0)
    )
    if org is None:
        org = context.refer(_company_phrase(words[title.first]), "org")
    if org is None or org.type not in ORGANISATIONS | {""}:
        return
    stop = max(words[title.last - 1].end, org.end if org.start >= clause.verb.start else 0)
    start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
    yield Draft(
        Kind.RELATION, person, "holdsRole", start, stop, line.index, "role-former", 0.75, clause.verb.start,
        object=replace(org, type=org.type or "Company"), role=line_text(words[title.first : title.last]),
    )  # fmt: skip


_LEADS: Final = frozenset(
    {"run", "head", "lead", "chair", "oversee", "helm", "direct", "manage", "co-lead", "own"}
)


def _leads(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`X, who runs Acme`, `Y heads safety at Acme`: a post told by its verb."""
    if clause.subject is None or clause.object is None or clause.verb.lemma == "own" or clause.verb.modal:
        return
    person = context.refer(clause.subject, "person")
    if person is None or person.type != "Person" or not person.proper or person.trust < 1:
        return
    where = clause.prep("at", "for", "of")
    held = clause.object if where is None else where
    org = context.refer(held, "org")
    if org is None or not org.proper or org.type not in ORGANISATIONS | {""}:
        return
    end = held.end
    role = " ".join(
        context.text[clause.verb.start : clause.object.end if where is not None else clause.verb.end].split()
    )
    start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
    yield Draft(
        Kind.RELATION, person, "holdsRole", start, end, line.index, "leads", confidence_of("leads"), clause.verb.start,
        object=replace(org, type=org.type or "Company"), role=role,
    )  # fmt: skip
