"""The journal: what was loaded and removed, in order, each line with a checksum and flushed before it counts.

Load numbers live here and nowhere in the graph. A line is a JSON object and the first sixteen digits of
the SHA-256 of (the sum of the line before + its JSON), so that a line that was cut, changed, moved or
left out shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from kg.errors import StoreError
from kg.ids import hash_text

__all__ = ["Entry", "Journal", "newest_versions"]

_SUM: Final = 16


@dataclass(frozen=True)
class Entry:
    """One thing done to the store.

    Attributes:
        number: counts from 1, without gaps.
        action: `load` of a version, or `remove` of one.
        article: the article's id.
        version: the version's id.
        text: the hash of its text.
        name: what people call the article.
        claims: SHA-256 of the flat claims that were kept with the version; empty for a removal.
        evidences: how many evidences it holds.
        reader: hash of extractor, rules and catalogue that read it; `annotation` where people did.
    """

    number: int
    action: Literal["load", "remove"]
    article: str
    version: str
    text: str
    name: str
    claims: str = ""
    evidences: int = 0
    reader: str = ""


class Journal:
    """Entries in order, in a file or in memory.

    Attributes:
        entries: in order; lines that are damaged are left out.
        damage: what is wrong with the file, one line each.
        cut: where a last line begins that was not written to its end, as a crash leaves it; it never counted.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._sum = ""
        self.entries: list[Entry] = []
        self.damage: list[str] = []
        self.cut: int | None = None
        if path is not None:
            self._read()

    def _read(self) -> None:
        assert self._path is not None
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(
                error.strerror or "cannot be read", place=str(self._path), fix="check its permissions"
            ) from None
        for n, line in enumerate(raw.split(b"\n")[:-1], 1):
            entry = self._parse(line)
            if entry is None:
                self.damage.append(f"line {n} of the journal is damaged")
            else:
                self.entries.append(entry)
        if raw and not raw.endswith(b"\n"):
            self.cut = len(raw) - len(raw.rpartition(b"\n")[2])

    def _parse(self, line: bytes) -> Entry | None:
        text, _, checksum = line.decode("utf-8", "replace").rpartition("\t")
        expected = hash_text(self._sum + text)[:_SUM]
        intact = checksum == expected
        self._sum = expected if intact else checksum
        if not intact:
            return None
        try:
            return Entry(**json.loads(text))
        except (ValueError, TypeError):
            return None

    @property
    def last(self) -> int:
        """Number of the last entry; 0 for none."""
        return self.entries[-1].number if self.entries else 0

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries and flush them to the disk; only then do they count.

        Raises:
            StoreError: they cannot be written; the journal is as before.
        """
        rows = list(entries)
        lines, checksum = [], self._sum
        for entry in rows:
            text = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True)
            checksum = hash_text(checksum + text)[:_SUM]
            lines.append(f"{text}\t{checksum}\n")
        if self._path is not None and lines:
            self._write("".join(lines).encode("utf-8"))
        self.entries.extend(rows)
        self._sum = checksum

    def mend(self) -> None:
        """Cut off a last line that was not written to its end, so that the next one stands alone.

        Raises:
            StoreError: the file cannot be written.
        """
        if self._path is None or self.cut is None:
            return
        try:
            os.truncate(self._path, self.cut)
        except OSError as error:
            raise StoreError(
                error.strerror or "cannot be written", place=str(self._path), fix="check its permissions"
            ) from None
        self.cut = None

    def _write(self, data: bytes) -> None:
        assert self._path is not None
        size = self._path.stat().st_size if self._path.exists() else 0
        try:
            with self._path.open("ab") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
        except OSError as error:
            with suppress(OSError):
                os.truncate(self._path, size)
            raise StoreError(
                error.strerror or "cannot be written",
                place=str(self._path),
                fix="make room or check permissions",
            ) from None

    def live(self) -> dict[str, Entry]:
        """The loads that still stand: version -> its last load, in the order of these loads."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.pop(entry.version, None)
            if entry.action == "load":
                found[entry.version] = entry
        return found

    def every(self) -> dict[str, Entry]:
        """The loads that stand in the whole journal as it is on the disk now: version -> its last load."""
        return Journal(self._path).live() if self._path is not None else self.live()


def newest_versions(loads: Iterable[Entry] | Sequence[Entry]) -> dict[str, str]:
    """The version of each article that was loaded last: article id -> version."""
    return {entry.article: entry.version for entry in loads}
