"""What the entries of a journal amount to: what is loaded, what is newest, what is judged and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.journal import Entry

__all__ = ["History", "entries_as_of"]


class History:
    """The state after some entries; each entry costs the same however many came before.

    Attributes:
        live: loaded versions, in the order of their loads: version -> its last load.
        judgements: the judgements that stand, by what they judge.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.live: dict[str, Entry] = {}
        self.judgements: dict[tuple[str, ...], Entry] = {}
        self._versions: dict[str, dict[str, None]] = {}
        self._loads: dict[str, list[Entry]] = {}
        self._texts: Counter[str] = Counter()
        self._twins: dict[str, dict[str, None]] = {}
        self._records: Counter[str] = Counter()
        for entry in entries:
            self.apply(entry)

    def apply(self, entry: Entry) -> None:
        """Take one more entry into account."""
        if entry.action == "judge":
            self.judgements.pop(entry.judged, None)
            self.judgements[entry.judged] = entry
        elif entry.action == "undo":
            self.judgements.pop(entry.judged, None)
        elif entry.action == "remove":
            self._remove(entry)
        else:
            self._load(entry)

    def _load(self, entry: Entry) -> None:
        versions = self._versions.setdefault(entry.article, {})
        if entry.action == "load":
            self.live.pop(entry.version, None)
            versions.pop(entry.version, None)
        self.live[entry.version] = entry
        versions[entry.version] = None
        self._loads.setdefault(entry.version, []).append(entry)
        self._twins.setdefault(entry.text, {})[entry.version] = None
        self._texts[entry.text] += 1
        self._records[entry.claims] += 1

    def _remove(self, entry: Entry) -> None:
        self.live.pop(entry.version, None)
        versions = self._versions.get(entry.article, {})
        versions.pop(entry.version, None)
        if not versions:
            self._versions.pop(entry.article, None)
        twins = self._twins.get(entry.text, {})
        twins.pop(entry.version, None)
        if not twins:
            self._twins.pop(entry.text, None)
        for load in self._loads.pop(entry.version, ()):
            self._texts[load.text] -= 1
            self._records[load.claims] -= 1

    # ------------------------------------------------------------------ what it says
    def versions_of(self, article: str) -> list[Entry]:
        """Loaded versions of an article, oldest first."""
        return [self.live[v] for v in self._versions.get(article, ())]

    def newest(self, article: str) -> str | None:
        """The version of an article that was loaded last; None where there is none."""
        versions = self._versions.get(article)
        return next(reversed(versions)) if versions else None

    def newest_versions(self) -> dict[str, str]:
        """The newest version of each article: article id -> version."""
        return {article: next(reversed(versions)) for article, versions in self._versions.items()}

    def is_newest(self, version: str) -> bool:
        """Whether a version is loaded and its article's newest."""
        entry = self.live.get(version)
        return entry is not None and self.newest(entry.article) == version

    def newest_after(self, entries: Sequence[Entry]) -> Callable[[str], bool]:
        """Build the test whether a version will be its article's newest when some entries are applied too.

        Args:
            entries: all of one article.
        """
        if not entries:
            return self.is_newest
        article = entries[0].article
        trial = History(self.versions_of(article))
        for entry in entries:
            trial.apply(entry)
        mine = {e.version for e in (*self.versions_of(article), *entries)}
        return lambda version: trial.is_newest(version) if version in mine else self.is_newest(version)

    def twins_of(self, version: str) -> list[Entry]:
        """Other articles' newest versions that have the very text of a loaded version, oldest load first."""
        mine = self.live[version]
        twins = [self.live[v] for v in self._twins.get(mine.text, ()) if v in self.live and self.is_newest(v)]
        return [e for e in twins if e.article != mine.article]

    def loads_of(self, version: str) -> list[Entry]:
        """Loads and re-readings of a version since it was last removed, oldest first."""
        return list(self._loads.get(version, ()))

    def keeps_text(self, text: str) -> bool:
        """Whether a load that stands needs a text."""
        return self._texts[text] > 0

    def keeps_record(self, record: str) -> bool:
        """Whether a load that stands needs a record."""
        return self._records[record] > 0


def entries_as_of(entries: Iterable[Entry], number: int) -> list[Entry]:
    """The entries that make the graph as of one: those up to it, less what was removed or undone since.

    Args:
        entries: the whole journal.
        number: of the last entry that counts.
    """
    gone: dict[object, int] = {}
    rows = list(entries)
    for e in rows:
        if e.action == "remove":
            gone[e.version] = e.number
        elif e.action == "undo":
            gone[e.judged] = e.number
    return [
        e
        for e in rows
        if e.number <= number
        and e.action in ("load", "reread", "judge")
        and e.number > gone.get(e.judged if e.action == "judge" else e.version, 0)
    ]
