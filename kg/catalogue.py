"""The entity catalogue: things kg knows by name, with their aliases, types and what is broader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from kg import vocab
from kg.errors import InputError
from kg.ids import entity_iri, fold_name, hash_text
from kg.model import Entity
from kg.ontology import ontology_path
from kg.terms import iri, quad, string
from kg.toml import read_toml

__all__ = ["Catalogue", "Known", "load_catalogue"]

_TEXTS: Final = frozenset({"id", "name", "type", "note", "country", "developer", "parent"})
_LISTS: Final = frozenset({"aliases", "broader", "ambiguous", "demonyms"})
_FIELDS: Final = _TEXTS | _LISTS | {"case"}


@dataclass(frozen=True)
class Known:
    """An entity of the catalogue.

    Attributes:
        entity: id, name and type.
        aliases: other names.
        demonyms: adjectives of a place, `Chinese`.
        ambiguous: names that are ordinary words too.
        exact: whether every name must match letter by letter, case included.
        country: id of the country it has its seat in.
        developer: id of who makes it.
        parent: id of who owns it.
        broader: ids of broader markets, industries or technologies.
    """

    entity: Entity
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    exact: bool = False
    country: str | None = None
    developer: str | None = None
    parent: str | None = None
    broader: tuple[str, ...] = ()
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its aliases."""
        return (self.entity.name, *self.aliases)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All known entities, by id and by folded name.

    Attributes:
        entries: id -> entity, in the order of ids.
        digest: hash of the files it was read from.
        folders: those that a user added to the bundled one; None where it was not read from files.
    """

    entries: Mapping[str, Known]
    digest: str
    _by_name: Mapping[str, tuple[Known, ...]] = field(default_factory=dict, repr=False)
    folders: tuple[Path, ...] | None = None

    def __reduce__(self) -> tuple[Callable[..., Catalogue], tuple[object, ...]]:
        """Another process reads it from its files again, which is faster than to hand it over."""
        if self.folders is None:
            return Catalogue, (dict(self.entries), self.digest, dict(self._by_name))
        return _reopen, (self.folders, self.digest)

    def __getitem__(self, ident: str) -> Known:
        return self.entries[ident]

    def __contains__(self, ident: object) -> bool:
        return ident in self.entries

    def __iter__(self) -> Iterator[Known]:
        return iter(self.entries.values())

    def named(self, name: str) -> tuple[Known, ...]:
        """Entities that go by a name, case, quotes and a leading article aside."""
        return self._by_name.get(fold_name(name), ())

    @cached_property
    def demonyms(self) -> Mapping[str, Known]:
        """Adjective of a place -> the place."""
        return {d: k for k in self for d in k.demonyms}

    def find(self, name: str, kind: str | None) -> Entity | None:
        """The entity of a name whose type agrees with a class; None where none fits or several do equally.

        Args:
            name: as in a text.
            kind: a class of the ontology or one of the flat classes; None for any.
        """
        fits = [k.entity for k in self.named(name) if kind is None or agrees(k.entity.type, kind)]
        return (
            fits[0] if len(fits) == 1 else next((e for e in fits if e.type == kind), None) if fits else None
        )

    def lines(self, graph: str) -> list[str]:
        """Lines of N-Quads of the catalogue."""
        out = []
        for known in self:
            node, g = iri(entity_iri(known.entity.id)), iri(graph)
            out.append(quad(node, vocab.RDF_TYPE, iri(vocab.KG + known.entity.type), g))
            out.append(quad(node, vocab.RDFS_LABEL, string(known.entity.name), g))
            out += [quad(node, vocab.SKOS_ALT_LABEL, string(a), g) for a in known.aliases]
            out += [quad(node, vocab.SKOS_BROADER, iri(entity_iri(b)), g) for b in known.broader]
            if known.note:
                out.append(quad(node, vocab.DCTERMS_DESCRIPTION, string(known.note), g))
            if known.country:
                out.append(quad(node, vocab.LOCATED_IN, iri(entity_iri(known.country)), g))
            if known.parent:
                out.append(quad(node, vocab.PART_OF, iri(entity_iri(known.parent)), g))
            if known.developer:
                out.append(quad(iri(entity_iri(known.developer)), vocab.DEVELOPS, node, g))
        return sorted(out)


def agrees(one: str, other: str) -> bool:
    """Whether two classes can be of the same thing: equal, or alike in the broad class."""
    a, b = vocab.ENTITY_TYPES.get(one, one), vocab.ENTITY_TYPES.get(other, other)
    return a == b or {a, b} in _ALIKE


_ALIKE: Final = (
    {"Company", "Organization"}, {"Product", "Model"}, {"Product", "Technology"}, {"Model", "Technology"},
    {"Market", "Industry"}, {"Industry", "Use"}, {"Technology", "Industry"}, {"Technology", "Market"},
    {"Technology", "Use"}, {"Product", "Market"},
)  # fmt: skip


def load_catalogue(extra: Sequence[Path] = ()) -> Catalogue:
    """Read the catalogue of the ontology folder and what a user adds.

    A later entry of the same id replaces an earlier one; where it gives neither name nor type, it adds its
    aliases and the rest to the earlier one.

    Args:
        extra: folders with more .toml files of the same form.

    Raises:
        InputError: a file cannot be read or an entry is not of the form.
    """
    return _load(tuple(extra))


@cache
def _load(extra: tuple[Path, ...]) -> Catalogue:
    entries: dict[str, Known] = {}
    parts = []
    for folder in (ontology_path() / "entities", *extra):
        files = sorted(folder.glob("*.toml"))
        if not files:
            raise InputError("no .toml file here", place=str(folder), fix="give a folder with entity files")
        for path in files:
            table, text = read_toml(path)
            parts.append(text)
            for known in _read_file(table, path, entries):
                entries[known.entity.id] = known
    _check_references(entries, extra)
    return _index(entries, hash_text("\x00".join(parts)), extra)


def _reopen(folders: tuple[Path, ...], digest: str) -> Catalogue:
    catalogue = load_catalogue(folders)
    if catalogue.digest != digest:
        raise InputError("the catalogue's files have changed meanwhile", fix="start again")
    return catalogue


def _index(entries: dict[str, Known], digest: str, folders: tuple[Path, ...]) -> Catalogue:
    by_name: dict[str, list[Known]] = {}
    for known in entries.values():
        for name in dict.fromkeys(fold_name(n) for n in known.names):
            by_name.setdefault(name, []).append(known)
    ordered = {k: entries[k] for k in sorted(entries)}
    return Catalogue(ordered, digest, {n: tuple(k) for n, k in by_name.items()}, folders)


def _check_references(entries: Mapping[str, Known], extra: Sequence[Path]) -> None:
    """Refuse ids that lead nowhere; the bundled files are checked by the tests."""
    if not extra:
        return
    for known in entries.values():
        for ident in (known.country, known.developer, known.parent, *known.broader):
            if ident is not None and ident not in entries:
                raise InputError(
                    f"entity '{known.entity.id}' names '{ident}', which no file defines",
                    place=", ".join(map(str, extra)),
                    fix="add that entity or correct the id",
                )


def _read_file(table: Mapping[str, Any], path: Path, before: Mapping[str, Known]) -> Iterable[Known]:
    rows = table.get("entity", [])
    other = sorted(table.keys() - {"entity"})
    if other or not isinstance(rows, list):
        raise InputError(
            f"'{other[0] if other else 'entity'}' is no entity",
            place=str(path),
            fix="write [[entity]] tables",
        )
    for row in rows:
        yield _read_entry(row, path, before)


def _read_entry(row: Mapping[str, Any], path: Path, before: Mapping[str, Known]) -> Known:
    problem = _problem_of(row)
    if problem:
        raise InputError(problem[0], place=f"{path}, entity '{row.get('id', '?')}'", fix=problem[1])
    if "name" not in row and "type" not in row and row.get("id") in before:
        return _extend(before[row["id"]], row)
    try:
        entity = Entity(id=row["id"], name=row["name"], type=row["type"], known=True)
    except (KeyError, ValueError):
        raise InputError(
            "id, name and a type of the ontology are needed",
            place=f"{path}, entity '{row.get('id', '?')}'",
            fix="add them",
        ) from None
    return Known(
        entity,
        aliases=tuple(row.get("aliases", ())),
        demonyms=tuple(row.get("demonyms", ())),
        ambiguous=frozenset(row.get("ambiguous", ())),
        exact=row.get("case", False),
        country=row.get("country"),
        developer=row.get("developer"),
        parent=row.get("parent"),
        broader=tuple(row.get("broader", ())),
        note=row.get("note"),
    )


def _problem_of(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with the fields of an entry, and the fix."""
    for key, value in row.items():
        if key not in _FIELDS:
            return f"unknown field '{key}'", f"use {', '.join(sorted(_FIELDS))}"
        if key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                return f"'{key}' is no list of names", f'write {key} = ["...", "..."]'
        elif key in _TEXTS:
            if not isinstance(value, str) or not value.strip():
                return f"'{key}' is no text", f'write {key} = "..."'
        elif not isinstance(value, bool):
            return f"'{key}' is neither true nor false", f"write {key} = true"
    return None


def _extend(known: Known, row: Mapping[str, Any]) -> Known:
    """An entry with more names, and with the rest of the row in place of what it had."""
    return replace(
        known,
        aliases=tuple(dict.fromkeys([*known.aliases, *row.get("aliases", ())])),
        demonyms=tuple(dict.fromkeys([*known.demonyms, *row.get("demonyms", ())])),
        ambiguous=known.ambiguous | frozenset(row.get("ambiguous", ())),
        exact=row.get("case", known.exact),
        country=row.get("country", known.country),
        developer=row.get("developer", known.developer),
        parent=row.get("parent", known.parent),
        broader=tuple(dict.fromkeys([*known.broader, *row.get("broader", ())])),
        note=row.get("note", known.note),
    )
