"""The grammar of signs: every class is told by colour and by icon, also by readers who see two primaries only."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg import vocab
from kg.model import Status
from kg.views.signs import ARTICLE, CLASSES, DASHES, FIGURE, STATUSES, sign_of

# Dichromats after Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB
_EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranope": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
}


def _oklab(colour: str, eye: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """A colour as an eye sees it, in OKLab (B. Ottosson, 2020)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    r, g, b = (min(1.0, max(0.0, sum(k * v for k, v in zip(row, linear, strict=True)))) for row in eye)
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    p, q, s = (c ** (1 / 3) for c in cones)
    return (
        0.2104542553 * p + 0.793617785 * q - 0.0040720468 * s,
        1.9779984951 * p - 2.428592205 * q + 0.4505937099 * s,
        0.0259040371 * p + 0.7827717662 * q - 0.808675766 * s,
    )


@pytest.mark.parametrize("eye", _EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_keep_their_distance(eye: str, theme: str) -> None:
    filled = [s for s in CLASSES.values() if s.name != FIGURE]
    seen = {s.name: _oklab(getattr(s, theme), _EYES[eye]) for s in filled}
    near = [
        (a, b, round(sum((x - y) ** 2 for x, y in zip(seen[a], seen[b], strict=True)) ** 0.5, 3))
        for a, b in combinations(seen, 2)
    ]
    assert [n for n in near if n[2] < LEAST] == []


LEAST = 0.04
"""Twice what is just noticeable side by side."""


def test_every_class_has_a_sign_of_its_own() -> None:
    for kind in set(vocab.ENTITY_TYPES.values()):
        assert sign_of(kind).name == kind
    icons = [s.icon for s in CLASSES.values()]
    assert len(set(icons)) == len(icons)
    assert {s.shape for s in CLASSES.values()} == {"circle", "square", "pill"}
    assert CLASSES["Report"].shape == CLASSES[ARTICLE].shape == "square"
    assert CLASSES[FIGURE].shape == "pill"


def test_solid_is_actual_and_dashed_is_ahead() -> None:
    assert {*map(str, Status), "unknown", "denied"} == set(STATUSES)
    assert DASHES["actual"] == ()
    assert DASHES["forecast"] == DASHES["target"] != ()
    assert set(STATUSES) < set(DASHES)
