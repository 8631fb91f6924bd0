"""Rules as data, read once from the ontology folder and from folders that a user adds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import vocab
from kg.errors import InputError
from kg.ontology import ontology_path

__all__ = ["Example", "Rule", "Structure", "confidence_of", "read_rules", "read_structures", "rules_by_group"]


@dataclass(frozen=True)
class Example:
    """A sentence that a rule must read, and what it must read in it."""

    text: str
    subject: str
    object: str | None = None


@dataclass(frozen=True)
class Rule:
    """A rule for relations.

    Attributes:
        id: its name, as evidences cite it.
        predicate: what it asserts.
        group: the class of verbs that triggers it.
        subject_is: what the subject may be.
        object_is: what the object may be.
        loose_is: what the object must be beside a verb that means it only sometimes.
        confidence: how often it is right where everything is named in place.
        examples: sentences it must read.
        counter_examples: sentences it must leave alone.
    """

    id: str
    predicate: str
    group: str
    subject_is: frozenset[str]
    object_is: frozenset[str]
    loose_is: frozenset[str]
    confidence: float
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[str, ...] = ()


def _rule(row: dict[str, Any], place: str) -> Rule:
    try:
        if row["predicate"] not in vocab.RELATIONS:
            raise InputError(
                f"rule '{row['id']}' names no predicate of the ontology", place=place, fix="correct it"
            )
        return Rule(
            row["id"], row["predicate"], row["group"],
            frozenset(row["subject_is"]), frozenset(row["object_is"]), frozenset(row.get("loose_is",
            row["object_is"])),
            float(row["confidence"]),
            tuple(Example(e["text"], e["subject"], e.get("object")) for e in row.get("examples", ())),
            tuple(row.get("counter_examples", ())),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise InputError(f"rule '{row.get('id', '?')}' lacks {error}", place=place, fix="add it") from None


@cache
def read_rules(extra: tuple[Path, ...] = ()) -> tuple[Rule, ...]:
    """Read `rules/relations.toml`, then the .toml files of the extra folders; later rules win by id.

    Raises:
        InputError: a file is no TOML or a rule is not of the form.
    """
    found: dict[str, Rule] = {}
    files = [ontology_path() / "rules" / "relations.toml"]
    files += [path for folder in extra for path in sorted(folder.glob("*.toml"))]
    for path in files:
        try:
            rows = tomllib.loads(path.read_text("utf-8")).get("rule", [])
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"cannot be read: {error}", place=str(path), fix="mend the file") from None
        for row in rows:
            rule = _rule(row, str(path))
            found[rule.id] = rule
    return tuple(found.values())


@cache
def rules_by_group(extra: tuple[Path, ...] = ()) -> Mapping[str, tuple[Rule, ...]]:
    """Class of verbs -> the rules it triggers."""
    found: dict[str, list[Rule]] = {}
    for rule in read_rules(extra):
        found.setdefault(rule.group, []).append(rule)
    return {k: tuple(v) for k, v in found.items()}


@dataclass(frozen=True)
class Structure:
    """A rule whose pattern is a structure of the grammar and so is written as code; the rest of it is data.

    Attributes:
        id: its name, as evidences cite it.
        predicate: what it asserts.
        confidence: how often it is right where everything is named in place.
        examples: sentences it must read.
        counter_examples: sentences it must leave alone.
    """

    id: str
    predicate: str
    confidence: float
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[str, ...] = ()


@cache
def read_structures() -> Mapping[str, Structure]:
    """Read `rules/structures.toml`: id -> rule."""
    rows = tomllib.loads((ontology_path() / "rules" / "structures.toml").read_text("utf-8"))["rule"]
    found = {}
    for row in rows:
        examples = tuple(Example(e["text"], e["subject"], e.get("object")) for e in row.get("examples", ()))
        found[row["id"]] = Structure(
            row["id"],
            row["predicate"],
            float(row["confidence"]),
            examples,
            tuple(row.get("counter_examples", ())),
        )
    return found


def confidence_of(rule: str) -> float:
    """Confidence of a structure rule."""
    return read_structures()[rule].confidence
