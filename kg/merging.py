"""A new table out of an old one: some versions go, others come, and no word stays that nothing needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from kg.columns import Array, pack_texts, smallest
from kg.errors import StoreError
from kg.rows import ABOUT_VERSIONS, NUMBERS, WORDS, Block, Rows
from kg.table import MENTIONS, Table

__all__ = ["merge"]

Columns = dict[str, Array]
T = TypeVar("T", bound=Hashable)

_MENTIONED = NUMBERS[:4]


def merge(
    base: Table,
    rows: Rows,
    blocks: Sequence[Block],
    *,
    dropped: Collection[str],
    newest: Collection[str],
    number: int,
    head: str,
) -> Table:
    """Make the table that comes of another.

    Args:
        base: the other; left as it is.
        rows: what comes.
        blocks: those of its blocks that count.
        dropped: versions whose rows go.
        newest: the newest version of each article.
        number: of the last journal entry that the new table reflects.
        head: the journal's checksum there.

    Raises:
        StoreError: two claims share half of their id, which no table can hold.
    """
    kept = np.array([v not in dropped for v in base.texts("ident")], bool)
    columns = _join_rows(base, kept, rows, blocks)
    about = [
        [*(t for t, k in zip(base.texts(name), kept.tolist(), strict=True) if k), *(b[2][n] for b in blocks)]
        for n, name in enumerate(ABOUT_VERSIONS)
    ]
    for name, texts in zip(ABOUT_VERSIONS, about, strict=True):
        columns[f"{name}.bytes"], columns[f"{name}.ends"] = pack_texts(texts)
    columns["newest"] = np.fromiter((v in newest for v in about[0]), np.uint8, len(about[0]))
    order = sorted(range(len(about[0])), key=list(zip(about[2], about[0], strict=True)).__getitem__)
    columns["rank"] = np.empty(len(order), np.int64)
    columns["rank"][order] = np.arange(len(order))
    for name in ("version", "claim", "rank", "chain.items", "chain.ends", *WORDS, *NUMBERS):
        columns[name] = smallest(columns[name])
    return Table(columns, number, head)


def _join_rows(base: Table, kept: Array, rows: Rows, blocks: Sequence[Block]) -> Columns:
    """All columns but those of the versions."""
    fresh = np.concatenate([np.zeros(0, np.int64), *(np.arange(a, a + n) for a, n, _ in blocks)])
    sizes = [n for _, n, _ in blocks]
    whole = bool(kept.all()) and sum(sizes) == len(rows)  # else words may be left that no row has
    stays = slice(None) if kept.all() else kept[base.columns["version"]]

    def old(name: str) -> Array:
        return base.columns[name][stays]

    def new(values: Iterable[object], kind: str) -> Array:
        return np.frombuffer(values, kind)[fresh] if len(fresh) else np.zeros(0, kind)  # type: ignore[call-overload]

    columns: Columns = {}
    place = np.cumsum(kept) - 1
    columns["version"] = np.concatenate(
        [place[old("version")], np.repeat(np.arange(len(blocks)) + int(kept.sum()), sizes)]
    )
    for name, values in (("confidence", rows.confidence), ("value", rows.value)):
        columns[name] = np.concatenate([old(name), new(values, "f8")])
    for name in ("start", "end"):
        columns[name] = np.concatenate([old(name), new(rows.columns[name], "i4")])
    for name in WORDS:
        texts, numbers = _join_lists(base.texts(name), rows.words[name])
        codes = np.concatenate([old(name), numbers[new(rows.columns[name], "i4")]])
        columns[name], used = _renumber([codes], len(texts), whole)
        columns[f"{name}.bytes"], columns[f"{name}.ends"] = pack_texts([texts[n] for n in used])
    _join_mentions(columns, base, rows, lambda n: (old(n), new(rows.columns[n], "i4")), whole)
    raw = np.frombuffer(bytes(rows.claims), ">u8").reshape(-1, 2)[fresh].astype(np.uint64)
    _join_claims(columns, base, old("claim"), raw, whole)
    return columns


def _join_lists(old: list[T], new: Iterable[T]) -> tuple[list[T], Array]:
    """Put two lists together, each thing once; returns it with the numbers of the new ones in it."""
    known = {thing: n for n, thing in enumerate(old)}
    numbers = np.array([known.setdefault(thing, len(known)) for thing in new], np.int64)
    return list(known), numbers


def _renumber(columns: list[Array], size: int, whole: bool) -> tuple[Array, Sequence[int]]:
    """Number anew what some columns refer to, nothing always first; returns the first, and what is used."""
    if whole:
        return columns[0], range(size)
    used = np.zeros(size, bool)
    used[0] = True
    for column in columns:
        used[column] = True
    return (np.cumsum(used) - 1)[columns[0]], np.flatnonzero(used).tolist()


def _join_mentions(
    columns: Columns, base: Table, rows: Rows, parts: Callable[[str], tuple[Array, Array]], whole: bool
) -> None:
    mentions, numbers = _join_lists(base.mentions, rows.mentions)
    codes = {}
    for name in _MENTIONED:
        old, new = parts(name)
        codes[name] = np.concatenate([old, numbers[new]])
    renamed = [tuple(int(numbers[m]) for m in chain) for chain in rows.chains]
    chains, places = _join_lists(base.chains, renamed)
    old, new = parts("chain")
    columns["chain"], used = _renumber([np.concatenate([old, places[new]])], len(chains), whole)
    chains = [chains[n] for n in used]
    items = np.array([m for chain in chains for m in chain], np.int64)
    for name in _MENTIONED:
        others = [codes[n] for n in _MENTIONED if n != name]
        columns[name], used = _renumber([codes[name], *others, items], len(mentions), whole)
    columns["chain.items"], used = _renumber([items, *codes.values()], len(mentions), whole)
    columns["chain.ends"] = np.cumsum([len(c) for c in chains])
    for n, name in enumerate(MENTIONS):
        columns[f"{name}.bytes"], columns[f"{name}.ends"] = pack_texts([mentions[m][n] for m in used])


def _join_claims(columns: Columns, base: Table, old: Array, fresh: Array, whole: bool) -> None:
    """Number the claims; one is known by the second half of its id, and the first half must agree."""
    high, low = base.columns["claim.high"], base.columns["claim.low"]
    order = np.argsort(fresh[:, 1], kind="stable")
    mine = fresh[order]
    first = np.ones(len(mine), bool)
    first[1:] = mine[1:, 1] != mine[:-1, 1]
    claims = mine[first]
    which = np.cumsum(first) - 1
    if not (claims[which] == mine).all():
        raise StoreError("two claims share half of their id")
    numbers = np.full(len(claims), -1, np.int64)
    if len(claims) and len(low):
        at = np.searchsorted(claims[:, 1], low)
        at[at == len(claims)] = 0
        same = np.flatnonzero(claims[at, 1] == low)
        if not (claims[at[same], 0] == high[same]).all():
            raise StoreError("two claims share half of their id")
        numbers[at[same]] = same
    unknown = numbers < 0
    numbers[unknown] = np.arange(int(unknown.sum())) + len(low)
    codes = np.empty(len(order), np.int64)
    codes[order] = numbers[which]
    columns["claim"] = np.concatenate([old, codes])
    halves = [np.concatenate([a, claims[unknown, n]]) for n, a in enumerate((high, low))]
    if not whole:
        used = np.zeros(len(halves[0]), bool)
        used[columns["claim"]] = True
        columns["claim"] = (np.cumsum(used) - 1)[columns["claim"]]
        halves = [h[used] for h in halves]
    columns["claim.high"], columns["claim.low"] = halves
