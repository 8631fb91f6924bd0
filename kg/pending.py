"""What the writer is about to do, noted before it begins, so that the next one can finish or forget it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kg.files import write_whole
from kg.journal import Entry

__all__ = ["Pending"]


class Pending:
    """A note of entries that are not in the journal yet; nothing is noted where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / "pending.json"

    def note(self, entries: Sequence[Entry]) -> None:
        """Note entries, flushed to the disk.

        Raises:
            StoreError: the note cannot be written.
        """
        if self._path is not None:
            write_whole(self._path, json.dumps([asdict(e) for e in entries]).encode("utf-8"))

    def read(self) -> list[Entry]:
        """The entries that were noted; none where nothing was, or the note cannot be read."""
        if self._path is None:
            return []
        try:
            return [Entry(**row) for row in json.loads(self._path.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def clear(self) -> None:
        """Forget the note."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
