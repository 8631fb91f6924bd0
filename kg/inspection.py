"""Whether the table of a store holds exactly what was loaded: each row, each version, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.errors import StoreError
from kg.history import History
from kg.ids import SHORT
from kg.journal import Entry
from kg.merging import merge
from kg.rows import ABOUT_VERSIONS, NUMBERS, WORDS, Rows, describe_version
from kg.store import Store
from kg.table import MENTIONS, Table, empty_table, read_table
from kg.tabulation import table_path

__all__ = ["inspect", "published_table"]

Fault = tuple[str, str]
"""A place, and what is wrong there."""


def published_table(store: Store) -> Table | None:
    """The table that readers of a store use; None where there is none that can be read."""
    return store.table if store.snapshot is None else read_table(table_path(store.snapshot.folder))


def inspect(store: Store, table: Table | None) -> Iterator[Fault]:
    """Compare a table with what was loaded; versions whose kept files are damaged are passed over.

    Args:
        store: what was loaded.
        table: the table.
    """
    if table is None:
        yield "", "there is none, which makes counts and lists slow; run kg repair"
        return
    if (table.number, table.head) != (store.number, store.journal.head(store.number)):
        yield "", f"it is of entry {table.number}, not {store.number}; run kg repair"
        return
    try:
        yield from _inspect_versions(store, table)
        yield from _inspect_numbers(table)
    except (StoreError, IndexError, ValueError, OverflowError) as error:
        yield "", f"it cannot be read ({type(error).__name__}); run kg repair"


def _inspect_versions(store: Store, table: Table) -> Iterator[Fault]:
    live = store.live()
    places = {ident: n for n, ident in enumerate(table.texts("ident"))}
    for ident in sorted(places.keys() - live.keys()):
        yield ident[:SHORT], "its rows are in the table but it is not loaded"
    bounds = np.searchsorted(table.columns["version"], np.arange(len(places) + 1)).tolist()
    for ident, entry in live.items():
        if ident not in places:
            if _read(store, entry) is not None:
                yield entry.name, "it is loaded but its rows are not in the table"
            continue
        n = places[ident]
        fresh = _read(store, entry)
        if fresh is not None and _spell(table, n, bounds[n], bounds[n + 1], store.history) != fresh:
            yield entry.name, "its rows in the table are not what was loaded"


def _read(store: Store, entry: Entry) -> list[object] | None:
    """What the table must hold of a version; None where a kept file is damaged, which is named elsewhere."""
    try:
        article, evidences = store.record_of(entry)
    except StoreError:
        return None
    rows = Rows()
    rows.add(("",), describe_version(article), evidences)
    table = merge(empty_table(), rows, [rows.blocks["",]], dropped=(), newest={}, number=0, head="")
    return _spell(table, 0, 0, len(table), store.history)


def _spell(table: Table, version: int, first: int, last: int, history: History) -> list[object]:
    """Rows of a version in words, with what is known of it and whether it is the newest as it should be."""
    c, here = table.columns, slice(first, last)
    ident = table.texts("ident")[version]
    newest = bool(c["newest"][version]) if table.number else history.is_newest(ident)
    spelled: list[object] = [*(table.texts(name)[version] for name in ABOUT_VERSIONS), newest]
    columns: list[list[object]] = [[*table.claim_ids(c["claim"][here])]]
    columns += [[table.texts(name)[n] for n in c[name][here].tolist()] for name in WORDS]
    columns += [[table.mentions[n] for n in c[name][here].tolist()] for name in NUMBERS[:4]]
    columns += [[tuple(table.mentions[m] for m in table.chains[n]) for n in c["chain"][here].tolist()]]
    columns += [c[name][here].tolist() for name in ("start", "end", "confidence")]
    columns += [[repr(v) for v in c["value"][here].tolist()]]
    return [*spelled, *zip(*columns, strict=True)]


def _inspect_numbers(table: Table) -> Iterator[Fault]:
    """Check the order of the versions, and that nothing is kept that no row needs."""
    c = table.columns
    names = list(zip(table.texts("name"), table.texts("ident"), strict=True))
    order = sorted(range(len(names)), key=names.__getitem__)
    if c["rank"][order].tolist() != [*range(len(order))]:
        yield "", "its versions are not in order; run kg repair"
    used = {name: [c[name]] for name in (*WORDS, "chain")}
    used["mention"] = [c["chain.items"], *(c[name] for name in NUMBERS[:4])]
    sizes = {name: len(table.texts(name)) for name in (*WORDS, MENTIONS[0])} | {"chain": len(table.chains)}
    for name, columns in used.items():
        numbers = np.zeros(sizes[name], bool)
        numbers[0] = True
        for column in columns:
            numbers[column] = True
        if not numbers.all():
            yield "", f"it holds a {name} that no row needs; run kg repair"
    claims = np.zeros(len(c["claim.low"]), bool)
    claims[c["claim"]] = True
    if not claims.all():
        yield "", "it holds a claim that no row needs; run kg repair"
