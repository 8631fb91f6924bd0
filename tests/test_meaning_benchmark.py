"""The benchmark of comparison and audit runs, in small."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

_BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def test_it_measures_every_part(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(str(_BENCHMARKS))
    monkeypatch.delitem(sys.modules, "meaning", raising=False)
    from meaning import main, make_witnesses

    assert len(make_witnesses(90)) == 90
    assert [w.evidence.id for w in make_witnesses(50)] == [w.evidence.id for w in make_witnesses(50)]
    main(200)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:12].strip() for line in lines[1:]] == [
        "reading topi",
        "rates that a",
        "independent",
        "disagreement",
        "audit",
    ]
