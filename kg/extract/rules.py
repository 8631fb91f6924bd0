"""Rules as data, read once from the ontology folder and from folders that a user adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kg import vocab
from kg.errors import InputError
from kg.extract.additions import rule_files
from kg.extract.lexicon import read_table
from kg.ontology import ontology_path
from kg.toml import read_toml

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


_KINDS: Final = frozenset(
    {"org", "person", "thing", "name", "place", "event", "report", "market", "group", "use", "any"}
)


def _rule(row: dict[str, Any], place: str) -> Rule:
    ident = row.get("id", "?")
    try:
        subjects, objects = frozenset(row["subject_is"]), frozenset(row["object_is"])
        loose = frozenset(row.get("loose_is", row["object_is"]))
        rule = Rule(
            row["id"], row["predicate"], row["group"], subjects, objects, loose, float(row["confidence"]),
            tuple(Example(e["text"], e["subject"], e.get("object")) for e in row.get("examples", ())),
            tuple(row.get("counter_examples", ())),
        )  # fmt: skip
    except KeyError as error:
        raise InputError(f"rule '{ident}' lacks {error}", place=place, fix="add it") from None
    except (TypeError, ValueError) as error:
        raise InputError(f"rule '{ident}' is not of the form: {error}", place=place, fix="mend it") from None
    if rule.predicate not in vocab.RELATIONS:
        known = ", ".join(sorted(vocab.RELATIONS))
        raise InputError(
            f"rule '{ident}' names no predicate of the ontology", place=place, fix=f"use one of {known}"
        )
    if rule.group not in read_table("verbs"):
        raise InputError(
            f"rule '{ident}' names no class of verbs: '{rule.group}'",
            place=place,
            fix="add the class to verbs.toml",
        )
    strange = sorted((subjects | objects | loose) - _KINDS)
    if strange:
        raise InputError(
            f"rule '{ident}' asks for '{strange[0]}'", place=place, fix=f"use {', '.join(sorted(_KINDS))}"
        )
    if not 0 < rule.confidence <= 1:
        raise InputError(f"rule '{ident}' has the confidence {rule.confidence}", place=place, fix="0 to 1")
    return rule


@cache
def read_rules() -> tuple[Rule, ...]:
    """Read `rules/relations.toml`, then the rules that a user adds; later rules win by id.

    Raises:
        InputError: a file is no TOML or a rule is not of the form.
    """
    found: dict[str, Rule] = {}
    for path in (ontology_path() / "rules" / "relations.toml", *rule_files()):
        table, _ = read_toml(path)
        other = sorted(table.keys() - {"rule"})
        if other or not isinstance(table.get("rule", []), list):
            raise InputError(
                f"'{other[0] if other else 'rule'}' is no rule", place=str(path),
                fix="write [[rule]] tables, or give the file the name of the lexicon that it adds to",
            )  # fmt: skip
        for row in table.get("rule", []):
            rule = _rule(row, str(path))
            found[rule.id] = rule
    return tuple(found.values())


@cache
def rules_by_group() -> Mapping[str, tuple[Rule, ...]]:
    """Class of verbs -> the rules it triggers."""
    found: dict[str, list[Rule]] = {}
    for rule in read_rules():
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
    table, _ = read_toml(ontology_path() / "rules" / "structures.toml")
    found = {}
    for row in table["rule"]:
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
