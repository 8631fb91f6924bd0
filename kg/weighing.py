"""The part of `KnowledgeGraph` that weighs claims: figures against each other, and sources."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.answers import Answer, answer
from kg.catalogue import Catalogue
from kg.citation import CitedResult, cite_namesakes
from kg.claims import ClaimReader
from kg.comparison import Comparison
from kg.derived import spell_derived
from kg.dossier import Analysis, Dossier
from kg.files import write_whole
from kg.findings import Finding
from kg.forecasts import Forecast, read_forecasts
from kg.impact import Impact, find_impact
from kg.queries import find_question
from kg.rates import parse_rate
from kg.store import Store

if TYPE_CHECKING:
    from kg.peers import Peers

__all__ = ["Weighing"]


class Weighing(ABC):
    """A graph whose figures are compared and audited, and whose sources are weighed."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store that is asked."""

    @property
    @abstractmethod
    def catalogue(self) -> Catalogue:
        """Decides what is one market and which is broader."""

    def analysis(self, rates: Sequence[str] = ()) -> Analysis:
        """Everything that follows from the figures of the store: see `kg.dossier.Analysis`.

        Args:
            rates: what one unit of a currency is worth in another, `USD=7.2CNY`, besides what articles state.
        """
        return Analysis(ClaimReader(self.store), self.catalogue, [parse_rate(r) for r in rates])

    def compare(self, name: str, *, metric: str | None = None, rates: Sequence[str] = ()) -> Dossier:
        """Set the figures about a topic side by side: which agree, which conflict, and why not.

        Args:
            name: a market, firm or other thing; broader and narrower markets come with it.
            metric: figures of this metric only.
            rates: as in `analysis`.

        Raises:
            NotFoundError: nothing in the store goes by the name.
        """
        return self.analysis(rates).compare(name, metric)

    def peers(self, name: str, *, metric: str | None = None) -> list[Peers]:
        """Sets of figures about a topic that agree in every dimension but the value, most pairs first.

        Found without reading the claims, so that a market with very many figures takes no longer.

        Args:
            name: a market, firm or other thing.
            metric: figures of this metric only.

        Raises:
            NotFoundError: nothing in the store goes by the name.
        """
        return self.analysis().peers(name, metric)

    def audit(self, *, about: str | None = None) -> list[Finding]:
        """Check the arithmetic between figures: growth, currencies, shares, parts and sums; alarms first.

        Args:
            about: only the figures of this topic, as in `compare`.

        Raises:
            NotFoundError: nothing in the store goes by the name.
        """
        analysis = self.analysis()
        return analysis.audit(None if about is None else analysis.figures_about(about))

    def forecasts(self, *, about: str | None = None) -> list[Forecast]:
        """The forecast ledger: who foresaw what, for when, and how it came out; `about` as in `audit`."""
        analysis = self.analysis()
        return read_forecasts(analysis.figures if about is None else analysis.figures_about(about))

    def impact(self, source: str) -> Impact:
        """What falls, or comes to rest on one source, if an article, publisher, report or speaker falls.

        Raises:
            NotFoundError: nothing in the store goes by the name.
        """
        return find_impact(self.analysis(), source)

    def disagreements(self, *, rates: Sequence[str] = ()) -> list[Comparison]:
        """Conflicts in the whole store, and parts larger than their wholes; rates as in `analysis`."""
        return self.analysis(rates).disagreements()

    def cite(
        self, what: str | Path, params: Mapping[str, object] | None = None, **more: object
    ) -> CitedResult:
        """Ask as `ask` does, and find the claims and sentences that each row rests on.

        Raises:
            QueryError: as for `ask`; or it is no SELECT that can be cited.
        """
        question = find_question(str(what))
        return cite_namesakes(self.store, question, {**(params or {}), **more})

    def answer(self, words: str) -> Answer:
        """Answer a question in plain words, with what was understood and the sentences.

        Raises:
            NotFoundError: the question was not understood; the nearest ones are offered.
        """
        return answer(self.analysis(), words)

    def draw_chart(self, dossier: Dossier, path: str | Path) -> Path:
        """Draw the levels of a topic over their years, .svg or .html; needs matplotlib (extra `chart`).

        Raises:
            InputError: the suffix is another.
            NotFoundError: there is no level with a year.
            MissingExtraError: matplotlib is not installed.
        """
        from kg.charts import draw_chart

        target = Path(path)
        write_whole(target, draw_chart(dossier.figures, dossier.name, target.suffix).encode("utf-8"))
        return target

    def export_derived(self, path: str | Path) -> Path:
        """Write comparisons and findings to a file: .ttl, .nt, .nq or .trig.

        Raises:
            InputError: the suffix is another.
            StoreError: the file cannot be written.
        """
        target = Path(path)
        write_whole(target, spell_derived(self.analysis(), target.suffix).encode("utf-8"))
        return target
