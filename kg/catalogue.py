"""The entity catalogue: things kg knows by name, with their aliases, types and what is broader."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from kg import vocab
from kg.errors import InputError
from kg.ids import entity_iri, fold_name, hash_text
from kg.model import Entity
from kg.ontology import ontology_path
from kg.terms import iri, quad, string

__all__ = ["Catalogue", "Known", "load_catalogue"]

_FIELDS: Final = frozenset(
    {
        "id",
        "name",
        "type",
        "aliases",
        "note",
        "country",
        "developer",
        "parent",
        "broader",
        "ambiguous",
        "case",
        "demonyms",
    }
)


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
    """All known entities, by id and by folded name."""

    entries: Mapping[str, Known]
    digest: str
    _by_name: Mapping[str, tuple[Known, ...]] = field(default_factory=dict, repr=False)

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


@cache
def load_catalogue(extra: tuple[Path, ...] = ()) -> Catalogue:
    """Read the catalogue of the ontology folder and those a user adds; later entries win by id.

    Args:
        extra: folders with more .toml files of the same form.

    Raises:
        InputError: a file cannot be read or an entry is not of the form.
    """
    entries: dict[str, Known] = {}
    parts = []
    for folder in (ontology_path() / "entities", *extra):
        files = sorted(folder.glob("*.toml"))
        if not files:
            raise InputError("no .toml file here", place=str(folder), fix="give a folder with entity files")
        for path in files:
            text = path.read_text("utf-8")
            parts.append(text)
            for known in _read_file(text, path):
                entries[known.entity.id] = known
    return _index(entries, hash_text("\x00".join(parts)))


def _index(entries: dict[str, Known], digest: str) -> Catalogue:
    by_name: dict[str, list[Known]] = {}
    for known in entries.values():
        for name in dict.fromkeys(fold_name(n) for n in known.names):
            by_name.setdefault(name, []).append(known)
    ordered = {k: entries[k] for k in sorted(entries)}
    return Catalogue(ordered, digest, {n: tuple(k) for n, k in by_name.items()})


def _read_file(text: str, path: Path) -> Iterable[Known]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(text).get("entity", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", place=str(path), fix="mend the file") from None
    for row in rows:
        yield _read_entry(row, path)


def _read_entry(row: dict[str, Any], path: Path) -> Known:
    where = f"{path}, entity '{row.get('id', '?')}'"
    unknown = sorted(row.keys() - _FIELDS)
    if unknown:
        raise InputError(
            f"unknown field '{unknown[0]}'", place=where, fix=f"use {', '.join(sorted(_FIELDS))}"
        )
    try:
        entity = Entity(id=row["id"], name=row["name"], type=row["type"], known=True)
    except (KeyError, ValueError):
        raise InputError(
            "id, name and a type of the ontology are needed", place=where, fix="add them"
        ) from None
    return Known(
        entity,
        aliases=tuple(row.get("aliases", ())),
        demonyms=tuple(row.get("demonyms", ())),
        ambiguous=frozenset(row.get("ambiguous", ())),
        exact=bool(row.get("case", False)),
        country=row.get("country"),
        developer=row.get("developer"),
        parent=row.get("parent"),
        broader=tuple(row.get("broader", ())),
        note=row.get("note"),
    )
