"""Noun phrases put together: `of`, lists, `such as`, what renames them, what stands in brackets.

What is put together leaves the run of chunks, so that clauses are read off a short skeleton.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.chunks import Chunk, NounPhrase, Sign, VerbGroup
from kg.extract.lexicon import kind_of_head

__all__ = ["assemble"]

_EXAMPLE_WORDS: Final = frozenset({"including", "like", "namely", "e.g."})
_OWNED: Final = frozenset({"its", "their", "his", "her", "our", "my", "your"})
_LIST_LIMIT: Final = 40
_SEPARATORS: Final = frozenset({",", "/"})


def assemble(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Put the noun phrases of one sentence together.

    Args:
        chunks: the chunks of the sentence, in order.

    Returns:
        A shorter run of the same chunks; phrases carry what was hung on them.
    """
    run = _take_owners(_take_asides(list(chunks)))
    run = _take_of(run)
    run = _take_namings(run)
    run = _take_appositions(run)
    run = _take_lists(run)
    run = _take_examples(run)
    run = _take_of(run)
    return _take_appositions(run)


_NAMING: Final = frozenset(
    {"call", "name", "dub", "title", "nickname", "codename", "entitle", "know", "brand"}
)


def _take_namings(run: list[Chunk]) -> list[Chunk]:
    """Hang a name on what it is the name of: `a version called X`, `a new model this week called X`."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        verb, name = run[i], _at(run, i + 1)
        if isinstance(verb, VerbGroup) and verb.lemma in _NAMING and verb.tense == "participle":
            if verb.lemma == "know" and _sign(name, "as"):
                name = _at(run, i + 2)
            if _sign(name, '"'):
                name = _at(run, i + 2)
            holder = next(
                (
                    c
                    for c in reversed(out[-4:])
                    if not (isinstance(c, Sign) and c.tag in (",", "DATE", "RB", '"'))
                ),
                None,
            )
            if isinstance(name, NounPhrase) and isinstance(holder, NounPhrase) and is_name(name):
                holder.apposed.append(name)
                i = run.index(name) + 1
                if _sign(_at(run, i), ",") and out and _sign(out[-1], ","):
                    out.pop()
                    i += 1
                continue
        out.append(verb)
        i += 1
    return out


def _sign(chunk: Chunk | None, *lowers: str) -> bool:
    return isinstance(chunk, Sign) and chunk.lower in lowers


def _at(run: Sequence[Chunk], i: int) -> Chunk | None:
    return run[i] if 0 <= i < len(run) else None


def _take_asides(run: list[Chunk]) -> list[Chunk]:
    """Take brackets out of the run and hang them on the phrase before."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        if _sign(run[i], "(", "["):
            close = next((j for j in range(i + 1, min(len(run), i + 60)) if _sign(run[j], ")", "]")), None)
            if close is not None:
                if out and isinstance(out[-1], NounPhrase):
                    out[-1].asides.append(run[i + 1 : close])
                    close += _join_over(out[-1], _at(run, close + 1))
                i = close + 1
                continue
        out.append(run[i])
        i += 1
    return out


def _take_owners(run: list[Chunk]) -> list[Chunk]:
    """`X (XX)'s investment`: the bracket parted the owner from what it owns."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        chunk, mark, owned = run[i], _at(run, i + 1), _at(run, i + 2)
        if (
            isinstance(chunk, NounPhrase)
            and isinstance(mark, Sign)
            and mark.tag == "POS"
            and isinstance(owned, NounPhrase)
            and owned.owner is None
        ):
            owned.owner = chunk
            owned.words = [*chunk.words, mark.word, *owned.words]
            out.append(owned)
            i += 3
            continue
        out.append(chunk)
        i += 1
    return out


def _join_over(phrase: NounPhrase, after: Chunk | None) -> int:
    """`platform-as-a-service (PaaS) spending` is one phrase; returns how many chunks were taken in."""
    if (
        not isinstance(after, NounPhrase)
        or after.words[0].tag not in ("NN", "NNS")
        or after.owner is not None
    ):
        return 0
    if phrase.head.tag not in ("NN", "NNS", "NNP", "VBG"):
        return 0
    phrase.words = [*phrase.words, *after.words]
    phrase.core = [*phrase.core, *after.core]
    return 1


def _take_of(run: list[Chunk]) -> list[Chunk]:
    """Hang `of` phrases on the phrase before, innermost first."""
    out: list[Chunk] = []
    for chunk in reversed(run):
        if (
            isinstance(chunk, NounPhrase)
            and len(out) >= 2
            and _sign(out[-1], "of")
            and isinstance(out[-2], NounPhrase)
            and chunk.head.tag != "DATE"
        ):
            out.pop()
            tail = out.pop()
            assert isinstance(tail, NounPhrase)
            chunk.of.insert(0, tail)
        out.append(chunk)
    out.reverse()
    return out


def _determiner(phrase: NounPhrase) -> str:
    return phrase.words[0].lower if phrase.words[0].tag in ("DT", "PRP$") else ""


def is_name(phrase: NounPhrase) -> bool:
    """Whether a phrase ends in a proper name: `startup Momenta`, `IBM`."""
    return phrase.head.tag == "NNP" and (
        phrase.head.mention is not None or phrase.head.lower not in _BARE_ROLES
    )


def _renames(first: NounPhrase, second: NounPhrase, after: Chunk | None) -> bool:
    """Whether `first, second` is one thing said twice, by what the second looks like."""
    if second.head.tag in ("PRP", "QTY", "DATE") or first.head.tag in ("PRP", "DATE", "QTY"):
        return False
    closes = (
        after is None
        or (
            isinstance(after, Sign)
            and after.tag in (",", ".", ")", "--", "WH", ";", ":", "IN", "TO", '"', "CC", "TH")
        )
        or isinstance(after, VerbGroup)
    )
    if not closes:
        return False
    det = _determiner(second)
    if is_name(second) and not is_name(first) and not _of_a_kind(first, second):
        return False
    if is_name(first) and not is_name(second):
        if det in ("a", "an", "the", "one", "another") or det in _OWNED:
            return True
        return (
            second.owner is not None
            or second.core[-1].lower in _BARE_ROLES
            or (len(second.core) > 1 and second.core[0].lower in _BARE_ROLES)
        )
    if is_name(second) and not is_name(first):
        return (
            _determiner(first) in ("the", "a", "an", "this")
            or first.owner is not None
            or _determiner(first) in _OWNED
        ) and _sign(after, ",", ".", ")", ";", ":") | (after is None)
    if is_name(first) and is_name(second):
        return (det in ("a", "an", "the") and len(second.core) > 1) or second.owner is not None
    return False


_KINDS_OF: Final = {
    "Person": ("person",), "Company": ("company", "research_firm", "organization", "group", "product"), "ResearchFirm": ("company", "research_firm"),
    "Country": ("place",), "City": ("place",), "Place": ("place",),
}  # fmt: skip


def _of_a_kind(first: NounPhrase, second: NounPhrase) -> bool:
    """Whether a description can be of the named thing: `its founder, Maria Lopez`, not `the finance industry, Maria Lopez`."""
    mention = second.head.mention
    if mention is None or mention.type not in _KINDS_OF:
        return True
    words = [w.lower for w in first.core]
    if mention.type == "Person" and words[-1] in _BARE_ROLES:
        return True
    return kind_of_head(words) in _KINDS_OF[mention.type]


_BARE_ROLES: Final = frozenset(
    "ceo cto cfo coo cio cmo cpo chairman chairwoman chair chairperson president founder co-founder cofounder director "
    "head analyst vice-president vp svp evp partner manager officer chief executive professor minister secretary "
    "spokesperson spokesman spokeswoman economist researcher scientist engineer editor author senior general managing "
    "principal lead vice deputy global".split()
)


def _is_role(phrase: NounPhrase) -> bool:
    return phrase.core[-1].lower in _BARE_ROLES


def _take_appositions(run: list[Chunk]) -> list[Chunk]:
    """Hang what renames a phrase on it: `Momenta, a startup, ...`."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        chunk = run[i]
        second = _at(run, i + 2)
        if (
            isinstance(chunk, NounPhrase)
            and _sign(_at(run, i + 1), ",")
            and isinstance(second, NounPhrase)
            and not _in_list(run, i)
            and not _leads_in(run, i)
            and _renames(chunk, second, _at(run, i + 3))
        ):
            chunk.apposed.append(second)
            skip = i + 3
            also = _at(run, skip + 1)
            if (
                second.core[-1].lower in _BARE_ROLES
                and _sign(_at(run, skip), "and", "&")
                and isinstance(also, NounPhrase)
                and _is_role(also)
            ):
                chunk.apposed.append(also)
                skip += 2
            # the closing comma goes too where the sentence goes on with the verb
            if _sign(_at(run, skip), ",") and isinstance(_at(run, skip + 1), VerbGroup):
                skip += 1
            run = [*run[: i + 1], *run[skip:]]
            continue
        out.append(chunk)
        i += 1
    return out


def _leads_in(run: Sequence[Chunk], i: int) -> bool:
    """Whether the phrase at i ends what introduces the sentence: `In a talk with X, Y said`."""
    participle = isinstance(run[0], VerbGroup) and run[0].tense in ("participle", "gerund")
    opens = (isinstance(run[0], Sign) and run[0].tag == "IN") or participle
    if not opens or any(isinstance(c, VerbGroup) and c.finite for c in run[:i]):
        return False
    second, after = run[i + 2], _at(run, i + 3)
    assert isinstance(second, NounPhrase)
    return is_name(second) and (
        isinstance(after, VerbGroup) or _sign(after, "\u2014", "\u2013", ",", "also", "recently", "first")
    )


def _in_list(run: Sequence[Chunk], i: int) -> bool:
    """Whether the phrases at i, i+2, i+4 ... look like members of one list: all bare names or all with one article."""
    first, second = run[i], run[i + 2]
    assert isinstance(first, NounPhrase)
    assert isinstance(second, NounPhrase)
    if is_name(first) and is_name(second) and len(second.core) == 1 and second.owner is None:
        return True
    nxt, third = _at(run, i + 3), _at(run, i + 4)
    if _sign(nxt, ",") and isinstance(third, NounPhrase):
        return _determiner(second) == _determiner(third) and _determiner(first) == _determiner(second)
    return False


def _member_ok(first: NounPhrase, member: NounPhrase) -> bool:
    if member.head.tag == "DATE" or first.head.tag == "DATE":
        return False
    if (member.head.tag == "QTY") != (first.head.tag == "QTY"):
        return False
    if member.core[-1].lower in _BARE_ROLES and first.core[-1].lower not in _BARE_ROLES:
        return False
    return not (member.head.tag == "PRP" and first.head.tag != "PRP")


def _take_lists(run: list[Chunk]) -> list[Chunk]:
    """Fold `A, B and C` into A, with the members in `items`."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        chunk = run[i]
        if isinstance(chunk, NounPhrase) and chunk.head.tag not in ("DATE",):
            members, end = _read_list(run, i)
            if len(members) > 1:
                members = _share_head(members)
                members[0].items = members
                out.append(chunk)
                i = end
                continue
        out.append(chunk)
        i += 1
    return out


def _share_head(members: list[NounPhrase]) -> list[NounPhrase]:
    """What `of` hangs on the last member belongs to all where the others are bare."""
    last = members[-1]
    if last.of and not any(m.of for m in members[:-1]) and not is_name(last) and last.owner is None:
        for m in members[:-1]:
            m.of = list(last.of)
    if members[0].owner is not None and not is_name(members[1]):
        for m in members[1:]:
            if m.owner is None and not _determiner(m):
                m.owner = members[0].owner
    return members


def _read_list(run: Sequence[Chunk], i: int) -> tuple[list[NounPhrase], int]:
    """Members of the list that opens at i, and the index after it."""
    first = run[i]
    assert isinstance(first, NounPhrase)
    members = [first]
    j = i + 1
    commas = 0
    if first.of and _belongs_inside(run, j, first):
        first = first.of[-1]
        members = [first]
    while j < len(run) and len(members) < _LIST_LIMIT:
        k = j
        comma = isinstance(run[k], Sign) and run[k].lower in _SEPARATORS  # type: ignore[union-attr]
        if comma:
            k += 1
        joined = isinstance(_at(run, k), Sign) and run[k].lower in (
            "and",
            "or",
            "&",
            "nor",
            "as well as",
            "and/or",
        )  # type: ignore[union-attr]
        if joined:
            k += 1
            if _sign(_at(run, k), "even", "also", "then", "finally"):
                break
        if k == j:
            break
        member = _at(run, k)
        if not isinstance(member, NounPhrase) or not _member_ok(first, member):
            break
        if comma and not joined:
            commas += 1
        after = _at(run, k + 1)
        opens_clause = isinstance(after, VerbGroup) and after.finite and _verb_before(run, i)
        if opens_clause and joined:
            break
        members.append(member)
        j = k + 1
        if joined and not _goes_on(run, j, first):
            closing = _at(run, j + 1)
            if (
                is_name(first)
                and not is_name(member)
                and _sign(_at(run, j), "and")
                and isinstance(closing, NounPhrase)
                and is_name(closing)
            ):
                members[-1], j = closing, j + 2  # `A, B, and investor and author C`
            return members, j
    # commas alone make a list only of three or more of a kind
    if (
        commas >= 2
        and len(members) > 2
        and all(is_name(m) == is_name(first) for m in members)
        and len({m.head.lower for m in members}) > 1
    ):
        return members, j
    return [first], i + 1


def _goes_on(run: Sequence[Chunk], j: int, first: NounPhrase) -> bool:
    """Whether a list goes on after a pair in it: `finance, information and communication services, cars and retail`."""
    count = 0
    while _sign(_at(run, j), ","):
        j += 1
        closing = _sign(_at(run, j), "and", "or")
        if closing:
            j += 1
        member = _at(run, j)
        if closing and _sign(member, "more", "others"):
            return count > 1
        if (
            not isinstance(member, NounPhrase)
            or not _member_ok(first, member)
            or is_name(member) != is_name(first)
        ):
            return False
        count += 1
        j += 1
        if closing or _sign(_at(run, j), "and", "or"):
            after = _at(run, j if closing else j + 2)
            return (
                (closing or isinstance(_at(run, j + 1), NounPhrase))
                and not (isinstance(after, VerbGroup) and after.finite)
                and (count > 1 or not closing)
            )
    return False


def _belongs_inside(run: Sequence[Chunk], j: int, first: NounPhrase) -> bool:
    """Whether `and B` goes on inside the `of`: `the cost of A and B`, not `the cost of A and the price of B`."""
    k = j
    while k < len(run) and isinstance(run[k], Sign) and run[k].lower in (",", "and", "or"):  # type: ignore[union-attr]
        k += 1
    member = _at(run, k)
    if (
        k == j
        or not isinstance(member, NounPhrase)
        or _determiner(member)
        or member.of
        or member.owner is not None
    ):
        return False
    inner = first.of[-1]
    return bool(_determiner(first) or first.owner is not None or is_name(inner) == is_name(member)) and not (
        is_name(first) and is_name(member)
    )


def _verb_before(run: Sequence[Chunk], i: int) -> bool:
    """Whether a finite verb of the same clause stands before i."""
    for chunk in reversed(run[:i]):
        if isinstance(chunk, VerbGroup):
            return chunk.finite
        if isinstance(chunk, Sign) and chunk.tag in (";", ".", '"', "TH", "WH"):
            return False
    return False


def _take_examples(run: list[Chunk]) -> list[Chunk]:
    """Hang `such as A and B` on the phrase before."""
    out: list[Chunk] = []
    i = 0
    while i < len(run):
        chunk = run[i]
        if isinstance(chunk, NounPhrase):
            k = i + 1
            listed = _at(run, k + 1)
            holder = chunk.of[-1] if chunk.of else chunk
            if (
                _sign(_at(run, k), ":")
                and isinstance(listed, NounPhrase)
                and is_name(listed)
                and holder.head.tag == "NNS"
            ):
                holder.examples.extend(listed.members)
                run = [*run[: i + 1], *run[k + 2 :]]
                out.append(chunk)
                i += 1
                continue
            if _sign(_at(run, k), ","):
                k += 1
            size = _example_opener(run, k)
            target = _at(run, k + size) if size else None
            if size and isinstance(target, NounPhrase):
                last = chunk.items[-1] if chunk.items and chunk.items[-1].head.tag == "NNS" else chunk
                last.examples.extend(target.members)
                run = [*run[: i + 1], *run[k + size + 1 :]]
                out.append(chunk)
                i += 1
                continue
        out.append(chunk)
        i += 1
    return out


def _example_opener(run: Sequence[Chunk], k: int) -> int:
    """How many chunks `such as`, `including`, `like` or `from` take at k; 0 where there is none."""
    chunk = _at(run, k)
    if isinstance(chunk, Sign) and chunk.lower in _EXAMPLE_WORDS:
        return 1
    if isinstance(chunk, VerbGroup) and chunk.lemma == "include" and chunk.tense == "gerund":
        return 1
    such = isinstance(chunk, NounPhrase) and chunk.words[-1].lower == "such" and len(chunk.words) == 1
    if (such or _sign(chunk, "such")) and _sign(_at(run, k + 1), "as"):
        return 2
    return 0
