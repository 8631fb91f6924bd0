"""What a user adds to the lexicons and rules: folders of .toml files beside the bundled ones.

A file named as a lexicon (`verbs.toml`, `metrics.toml`, ...) adds its words to that lexicon; any other holds
rules; `words.txt` adds to the part-of-speech lexicon. Lexicons are indexed once a process, so that a change
of folders empties those indices: reading by turns with and without additions works, and costs half a second
a turn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final

from kg.errors import InputError
from kg.ids import hash_text
from kg.ontology import ontology_path
from kg.toml import read_toml
from kg.vocab import METRICS

__all__ = ["added_words", "digest_of", "extend_table", "reading_with", "rule_files"]

_LOCK: Final = RLock()
_KEYS: Final = ("metric", "canonical", "spelling")
"""What a row of a list of tables is known by."""
_OPEN: Final = frozenset(
    "verbs short letters merged hedges places plurals cardinals multiples ordinals fractions".split()
)
"""Tables, or whole lexicons, where a user may add keys of their own."""


class _Active:
    """The folders in use."""

    folders: tuple[Path, ...] = ()


@contextmanager
def reading_with(folders: Sequence[Path]) -> Iterator[None]:
    """Read with the lexicons and rules of these folders beside the bundled ones; one thread at a time."""
    with _LOCK:
        wanted = tuple(folders)
        if wanted != _Active.folders:
            before, _Active.folders = _Active.folders, wanted
            _forget()
            try:
                check_folders(wanted)
            except InputError:
                _Active.folders = before
                _forget()
                raise
        try:
            yield
        except InputError:  # a file that cannot be used must not stay in use
            _Active.folders = ()
            _forget()
            raise


def _forget() -> None:
    """Empty every index of the reader that was made of lexicons."""
    for name in [n for n in sys.modules if n.startswith("kg.extract.")]:
        for value in vars(sys.modules[name]).values():
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


def check_folders(folders: Sequence[Path]) -> None:
    """Refuse folders that hold nothing to add, or what is not of the form.

    Raises:
        InputError: names the folder or file, and the fix.
    """
    for folder in folders:
        if not any(folder.glob("*.toml")) and not (folder / "words.txt").is_file():
            raise InputError(
                "no .toml file here", place=str(folder), fix="give a folder with lexicons or rules"
            )
    for name in sorted(_lexicons()):
        if any((folder / f"{name}.toml").is_file() for folder in folders):
            table = extend_table(name, read_toml(ontology_path() / "lexicon" / f"{name}.toml")[0])
            if name == "metrics":
                _check_metrics(table["metrics"], folders)
    added_words()


def _check_metrics(rows: Sequence[Mapping[str, Any]], folders: Sequence[Path]) -> None:
    unknown = [row["metric"] for row in rows if row["metric"] not in METRICS]
    if unknown:
        near = [m for m in METRICS if m.lower().startswith(unknown[0][:4].lower())]
        raise InputError(
            f"'{unknown[0]}' is no metric of the ontology",
            place=", ".join(str(f / "metrics.toml") for f in folders),
            fix=f"use one of its metrics{': ' + ', '.join(near) if near else ''}",
        )


def digest_of(folders: Sequence[Path]) -> str:
    """Hash of all lexicons and rules that reading with these folders uses."""
    bundled = [*(ontology_path() / "lexicon").glob("*.*"), *(ontology_path() / "rules").glob("*.toml")]
    files = [*sorted(bundled), *(p for folder in folders for p in _files(folder))]
    try:
        return hash_text("\n".join(f"{p.name} {hash_text(p.read_bytes())}" for p in files))
    except OSError as error:
        raise InputError(
            error.strerror or "cannot be read", place=str(error.filename), fix="check its permissions"
        ) from None


def _files(folder: Path) -> list[Path]:
    return [p for p in [*sorted(folder.glob("*.toml")), folder / "words.txt"] if p.is_file()]


def rule_files() -> list[Path]:
    """The files that add rules, in order."""
    lexicons = _lexicons()
    return [p for folder in _Active.folders for p in sorted(folder.glob("*.toml")) if p.stem not in lexicons]


def added_words() -> str:
    """The lines that add to the part-of-speech lexicon: a word and its tags each."""
    lines: list[str] = []
    for folder in _Active.folders:
        path = folder / "words.txt"
        if not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError("cannot be read as UTF-8", place=str(path), fix="mend the file") from None
        for n, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                if len(line.split()) < 2:
                    raise InputError(
                        f"'{line[:40]}' has no tag", place=f"{path}, line {n}", fix="write `turbine NN`"
                    )
                lines.append(" ".join(line.split()))
    return "\n".join(lines)


def extend_table(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """A lexicon with what the user's files of that name add.

    Raises:
        InputError: a file is not of the lexicon's form.
    """
    for folder in _Active.folders:
        path = folder / f"{name}.toml"
        if path.is_file():
            added, _ = read_toml(path)
            table = _merge(table, added, str(path), name, name in _OPEN)
    return table


def _lexicons() -> frozenset[str]:
    return frozenset(p.stem for p in (ontology_path() / "lexicon").glob("*.toml"))


def _merge(
    old: Mapping[str, Any], new: Mapping[str, Any], place: str, where: str, free: bool
) -> dict[str, Any]:
    """Two tables as one: words are appended, tables merged, single values replaced."""
    merged = dict(old)
    for key, value in new.items():
        path = f"{where}.{key}"
        if key not in old:
            if not free:
                known = ", ".join(list(old)[:12])
                raise InputError(f"'{path}' is not in this lexicon", place=place, fix=f"use one of {known}")
            if any(isinstance(v, Mapping) for v in old.values()):
                merged[key] = _new_table(list(old.values()), value, place, path)
            else:
                merged[key] = value
            continue
        before = old[key]
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(before, value, place, path, key in _OPEN)
        elif isinstance(before, list) and isinstance(value, list):
            merged[key] = _append(before, value, place, path)
        elif isinstance(before, Mapping | list) or isinstance(value, Mapping | list):
            raise InputError(f"'{path}' is not of its form", place=place, fix="write it as the lexicon does")
        else:
            merged[key] = value
    return merged


def _append(old: list[Any], new: list[Any], place: str, where: str) -> list[Any]:
    """Words once each; tables merged with those of the same key."""
    if old and isinstance(old[0], Mapping):
        return _append_rows(old, new, place, where)
    if not all(isinstance(v, str) and v.strip() for v in new):
        raise InputError(f"'{where}' is no list of words", place=place, fix='write ["...", "..."]')
    return list(dict.fromkeys([*old, *new]))


def _append_rows(old: list[Any], new: list[Any], place: str, where: str) -> list[Any]:
    rows = list(old)
    for row in new:
        key = next((k for k in _KEYS if isinstance(row, Mapping) and k in row), None)
        if key is None:
            raise InputError(
                f"'{where}' has a row without a name", place=place, fix=f"give it one of {', '.join(_KEYS)}"
            )
        at = next((i for i, r in enumerate(rows) if r.get(key) == row[key]), None)
        if at is None:
            rows.append(_new_table(rows, row, place, f"{where} '{row[key]}'"))
        else:
            lists = {k: list[str]() for r in old for k, v in r.items() if isinstance(v, list)}
            rows[at] = _merge(lists | rows[at], row, place, f"{where} '{row[key]}'", False)
    return rows


def _new_table(others: Sequence[Any], new: Any, place: str, where: str) -> Any:
    """A table as its like are: no field that none of them has; lists that all have are empty by default."""
    tables = [t for t in others if isinstance(t, Mapping)]
    fields: dict[str, Any] = {k: v for t in tables for k, v in t.items()}
    if not isinstance(new, Mapping):
        raise InputError(f"'{where}' is no table", place=place, fix="write it as the lexicon does")
    out = dict(new)
    for key, value in new.items():
        if key not in fields or isinstance(fields[key], list) != isinstance(value, list):
            raise InputError(
                f"'{where}.{key}' is not of the form", place=place, fix=f"use {', '.join(sorted(fields))}"
            )
    for key, value in fields.items():
        if key not in out and all(key in t for t in tables):
            if not isinstance(value, list):
                raise InputError(f"'{where}' lacks '{key}'", place=place, fix="add it")
            out[key] = []
    return out
