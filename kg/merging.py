"""A new table out of an old one: some versions go, others come, and no word stays that nothing needs.

Words, mentions, chains and claims are numbered. What comes is looked up among what is there by a key of 64
bits, all at once, so that a few rows are put into a table of millions without taking its texts apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np

from kg.columns import Array, join_texts, pack_texts, smallest
from kg.errors import StoreError
from kg.rows import ABOUT_VERSIONS, NUMBERS, WORDS, Block, Mention, Rows
from kg.table import MENTIONS, Table

__all__ = ["merge"]

Columns = dict[str, Array]

_MENTIONED: Final = NUMBERS[:4]
_MANY: Final = 1 / 20
"""Share of new versions from which all are sorted anew, rather than put in one by one."""


def merge(
    base: Table,
    rows: Rows,
    blocks: Sequence[Block],
    *,
    dropped: Collection[str],
    newest: Mapping[str, bool],
    number: int,
    head: str,
) -> Table:
    """Make the table that comes of another.

    Args:
        base: the other; left as it is.
        rows: what comes.
        blocks: those of its blocks that count.
        dropped: versions whose rows go.
        newest: whether a version is the newest of its article; of those that it may be new for.
        number: of the last journal entry that the new table reflects.
        head: the journal's checksum there.

    Raises:
        StoreError: two things share a key, which no table can hold.
    """
    kept = ~np.isin(base.idents, np.array(sorted(dropped), "S64"))
    columns = _Join(base, rows, blocks, kept).columns()
    for n, name in enumerate(ABOUT_VERSIONS):
        _join_packed(columns, base, name, kept, [b[2][n] for b in blocks])
    columns["newest"] = np.concatenate([base.columns["newest"][kept], np.zeros(len(blocks), np.uint8)])
    idents = np.frombuffer(columns["ident.bytes"].tobytes(), "S64")
    for flag in (True, False):
        told = np.array([v for v, is_newest in newest.items() if is_newest is flag], "S64")
        columns["newest"][np.isin(idents, told)] = flag
    columns["rank"] = _rank(base, kept, [(b[2][2], b[2][0]) for b in blocks])
    for name in ("version", "claim", "rank", "chain.items", "chain.ends", *WORDS, *NUMBERS):
        columns[name] = smallest(columns[name])
    return Table(columns, number, head)


def _join_packed(columns: Columns, base: Table, name: str, kept: Array | None, fresh: Iterable[str]) -> None:
    old = base.columns[f"{name}.bytes"], base.columns[f"{name}.ends"]
    columns[f"{name}.bytes"], columns[f"{name}.ends"] = join_texts(*old, kept, fresh)


def _rank(base: Table, kept: Array, fresh: Sequence[tuple[str, str]]) -> Array:
    """The place of each version in the order of names."""
    old = np.flatnonzero(kept)
    if len(fresh) > _MANY * len(old):
        every = list(zip(base.texts("name"), base.texts("ident"), strict=True))
        names = [every[n] for n in old.tolist()] + list(fresh)
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    else:
        order = old[np.argsort(base.columns["rank"][old])]
        places = [
            (bisect_left(range(len(order)), name, key=lambda n: base.name_of(int(order[n]))), name, n)
            for n, name in enumerate(fresh)
        ]
        at = [place for place, _, _ in sorted(places)]
        number = np.cumsum(kept) - 1
        order = np.insert(number[order], at, [len(old) + n for _, _, n in sorted(places)])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


class _Join:
    """Puts the rows of a table and new ones together."""

    def __init__(self, base: Table, rows: Rows, blocks: Sequence[Block], kept: Array) -> None:
        self._base, self._rows, self._kept = base, rows, kept
        self._sizes = [n for _, n, _ in blocks]
        self._fresh = np.concatenate(
            [np.zeros(0, np.int64), *(np.arange(first, first + n) for first, n, _ in blocks)]
        )
        self._stays = slice(None) if kept.all() else kept[base.columns["version"]]
        self._whole = bool(kept.all()) and sum(self._sizes) == len(rows)  # else words may be left over

    def _old(self, name: str) -> Array:
        return self._base.columns[name][self._stays]

    def _new(self, values: object, kind: str = "i4") -> Array:
        return np.frombuffer(values, kind)[self._fresh] if len(self._fresh) else np.zeros(0, kind)  # type: ignore[call-overload]

    def columns(self) -> Columns:
        """All columns but those of the versions."""
        rows, found = self._rows, Columns()
        place, kept = np.cumsum(self._kept) - 1, int(self._kept.sum())
        fresh = np.repeat(np.arange(kept, kept + len(self._sizes)), self._sizes)
        found["version"] = np.concatenate([place[self._old("version")], fresh])
        for name, values in (("confidence", rows.confidence), ("value", rows.value)):
            found[name] = np.concatenate([self._old(name), self._new(values, "f8")])
        for name in ("start", "end"):
            found[name] = np.concatenate([self._old(name), self._new(rows.columns[name])])
        for name in WORDS:
            self._join_words(found, name)
        self._join_mentions(found)
        self._join_claims(found)
        return found

    def _join_words(self, found: Columns, name: str) -> None:
        known = {word: n for n, word in enumerate(self._base.texts(name))}
        numbers = np.array([known.setdefault(w, len(known)) for w in self._rows.words[name]], np.int64)
        codes = np.concatenate([self._old(name), numbers[self._new(self._rows.columns[name])]])
        words = list(known)
        if not self._whole:
            used = _used(len(words), codes)
            words = [w for w, u in zip(words, used.tolist(), strict=True) if u]
            codes = _renumber(codes, used)
        found[name] = codes
        found[f"{name}.bytes"], found[f"{name}.ends"] = pack_texts(words)

    def _join_mentions(self, found: Columns) -> None:
        """Number the mentions and the chains of mentions."""
        base, rows = self._base, self._rows
        keys = np.array([_mention_key(m) for m in rows.mentions], np.uint64)
        places = _look_up(base.columns["mention.key"], keys)
        for n in np.flatnonzero(places >= 0).tolist():
            _insist(base.mention(int(places[n])) == rows.mentions[n])
        unknown = _add(places, len(base.columns["mention.key"]))
        fresh = [rows.mentions[n] for n in unknown.tolist()]
        codes = {
            name: np.concatenate([self._old(name), places[self._new(rows.columns[name])]])
            for name in _MENTIONED
        }
        chains = _Chains(base, rows, keys, places)
        codes["chain"] = np.concatenate([self._old("chain"), chains.places[self._new(rows.columns["chain"])]])
        all_keys, stay = np.concatenate([base.columns["mention.key"], keys[unknown]]), None
        if not self._whole:
            codes["chain"] = chains.drop(codes["chain"])
            stay = _used(len(all_keys), chains.items, *(codes[name] for name in _MENTIONED))
            chains.items = _renumber(chains.items, stay)
            codes |= {name: _renumber(codes[name], stay) for name in _MENTIONED}
            all_keys = all_keys[stay]
        found |= codes
        found["mention.key"] = all_keys
        found["chain.items"], found["chain.key"] = chains.items, chains.keys
        found["chain.ends"] = np.cumsum(chains.sizes)
        for n, name in enumerate(MENTIONS):
            old = base.columns[f"{name}.bytes"], base.columns[f"{name}.ends"]
            packed = join_texts(*old, None, [m[n] for m in fresh])
            found[f"{name}.bytes"], found[f"{name}.ends"] = (
                packed if stay is None else join_texts(*packed, stay)
            )

    def _join_claims(self, found: Columns) -> None:
        """Number the claims; one is known by the second half of its id, and the first half must agree."""
        old = [self._base.columns[name] for name in ("claim.high", "claim.low")]
        halves = np.frombuffer(bytes(self._rows.claims), ">u8").reshape(-1, 2)[self._fresh].astype(np.uint64)
        order = np.argsort(halves[:, 1], kind="stable")
        mine = halves[order]
        first = np.ones(len(mine), bool)
        first[1:] = mine[1:, 1] != mine[:-1, 1]
        claims, which = mine[first], np.cumsum(first) - 1
        _insist(bool((claims[which] == mine).all()))
        places = _look_up(old[1], claims[:, 1])
        there = places >= 0
        _insist(bool((claims[there, 0] == old[0][places[there]]).all()))
        unknown = _add(places, len(old[1]))
        codes = np.empty(len(order), np.int64)
        codes[order] = places[which]
        found["claim"] = np.concatenate([self._old("claim"), codes])
        both = [np.concatenate([half, claims[unknown, n]]) for n, half in enumerate(old)]
        if not self._whole:
            used = np.zeros(len(both[0]), bool)
            used[found["claim"]] = True
            found["claim"] = _renumber(found["claim"], used)
            both = [half[used] for half in both]
        found["claim.high"], found["claim.low"] = both


class _Chains:
    """The chains of a table and new ones, by number.

    Attributes:
        places: the number of each new chain.
        items: mentions of all chains, one chain behind the other.
        sizes: how many each has.
        keys: of all chains.
    """

    def __init__(self, base: Table, rows: Rows, mention_keys: Array, mention_places: Array) -> None:
        chains = list(rows.chains)
        renamed = [mention_places[list(chain)].tolist() for chain in chains]
        raw = mention_keys.tolist()
        keys = np.array([_key(*(str(raw[m]) for m in chain)) for chain in chains], np.uint64)
        old = base.columns["chain.key"]
        self.places = _look_up(old, keys)
        for n in np.flatnonzero(self.places >= 0).tolist():
            _insist(base.chain(int(self.places[n])) == renamed[n])
        unknown = _add(self.places, len(old))
        fresh = [renamed[n] for n in unknown.tolist()]
        items = np.array([m for chain in fresh for m in chain], np.int64)
        self.items = np.concatenate([base.columns["chain.items"], items])
        sizes = np.diff(base.columns["chain.ends"].astype(np.int64), prepend=0)
        self.sizes = np.concatenate([sizes, np.array([len(chain) for chain in fresh], np.int64)])
        self.keys = np.concatenate([old, keys[unknown]])

    def drop(self, codes: Array) -> Array:
        """Forget chains that no row has; returns the rows' numbers anew."""
        used = _used(len(self.keys), codes)
        self.items = self.items[np.repeat(used, self.sizes)]
        self.sizes, self.keys = self.sizes[used], self.keys[used]
        return _renumber(codes, used)


def _key(*texts: str) -> int:
    """A key of 64 bits; that of nothing is 0."""
    if not any(texts):
        return 0
    text = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def _mention_key(mention: Mention) -> int:
    return _key(*mention[:3]) if mention[0] else 0


def _look_up(old: Array, new: Array) -> Array:
    """The place of each new key, each there once, among the old ones; -1 where it is not there."""
    places = np.full(len(new), -1, np.int64)
    if len(old) and len(new):
        order = np.argsort(new)
        sought = new[order]
        at = np.searchsorted(sought, old)
        at[at == len(sought)] = 0
        same = np.flatnonzero(sought[at] == old)
        places[order[at[same]]] = same
    return places


def _add(places: Array, size: int) -> Array:
    """Number what has no place yet, from a size on; returns which these are."""
    unknown = np.flatnonzero(places < 0)
    places[unknown] = np.arange(len(unknown)) + size
    return unknown


def _insist(same: bool) -> None:
    if not same:
        raise StoreError("two things share a key; the table cannot hold both")


def _used(size: int, *columns: Array) -> Array:
    """Which numbers below a size are in some columns; 0, which is nothing, always."""
    used = np.zeros(size, bool)
    used[0] = True
    for column in columns:
        used[column] = True
    return used


def _renumber(codes: Array, used: Array) -> Array:
    """Numbers that count only what is used."""
    return (np.cumsum(used) - 1)[codes]
