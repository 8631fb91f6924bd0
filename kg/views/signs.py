"""The grammar of signs: what colour, icon and shape each class has, and how a line is drawn for each status.

One table for the page and for the printed picture. A class is told by its icon as well as by its colour, and
the colours keep their distance for readers who see two primaries only (tests/test_view_signs.py measures it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["ARTICLE", "CLASSES", "DASHES", "FIGURE", "STATUSES", "UNKNOWN", "Sign", "sign_of"]

ARTICLE: Final = "Article"
"""Class of the nodes that stand for articles."""

FIGURE: Final = "Figure"
"""Class of the nodes that stand for the quantities of measurements."""

UNKNOWN: Final = "unknown"
"""What a status is called where the text does not say one."""


@dataclass(frozen=True)
class Sign:
    """How things of a class are drawn.

    Attributes:
        name: the class, as the flat form names it.
        plural: what to call several.
        light: colour on a light ground.
        dark: colour on a dark ground.
        shape: `circle` for things, `square` for reports and articles, `pill` for figures.
        icon: an SVG path in a square of 24 units, filled by the even-odd rule.
    """

    name: str
    plural: str
    light: str
    dark: str
    shape: str
    icon: str


_TABLE: Final = (
    Sign("Company", "Companies", "#0462df", "#7894ff", "circle", "M4 21V3h9v5h7v13h-5v-4h-3v4z"),
    Sign(
        "Organization", "Organizations", "#2488e0", "#7dbcfc", "circle",
        "M12 2 2.5 7.5V9.5h19V7.5zM5 11.5h3v6H5zM10.5 11.5h3v6h-3zM16 11.5h3v6h-3zM3 19h18v2.5H3z",
    ),
    Sign(
        "Group", "Groups", "#6d8abc", "#d3d4dd", "circle",
        "M8 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM16.5 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
        "M1 20c.4-4.6 3-7 7-7s6.6 2.4 7 7z"
        "M16.5 20H23c-.3-4.2-2.6-6.8-6.5-6.8-.5 0-1 0-1.4.1 1 1.6 1.4 4 1.4 6.7z",
    ),
    Sign(
        "Person", "People", "#d33797", "#dd859d", "circle",
        "M12 11.8a4.6 4.6 0 1 0 0-9.2 4.6 4.6 0 0 0 0 9.2zM3.5 21.5c.5-5.3 3.7-8 8.5-8s8 2.7 8.5 8z",
    ),
    Sign(
        "Model", "Models", "#390086", "#7a4eb8", "circle",
        "M12 1.5l2.9 7.6L22.5 12l-7.6 2.9L12 22.5l-2.9-7.6L1.5 12l7.6-2.9z",
    ),
    Sign(
        "Product", "Products", "#7340a5", "#b7aed6", "circle",
        "M12 1.5 21 6.5v11l-9 5-9-5v-11zM12 4.3 6.3 7.4 12 10.6l5.7-3.2z",
    ),
    Sign(
        "Technology", "Technologies", "#0a586c", "#178cae", "circle",
        "M6.5 6.5h11v11h-11zM8.5 1.5h2v4h-2zM13.5 1.5h2v4h-2zM8.5 18.5h2v4h-2zM13.5 18.5h2v4h-2z"
        "M1.5 8.5h4v2h-4zM1.5 13.5h4v2h-4zM18.5 8.5h4v2h-4zM18.5 13.5h4v2h-4z",
    ),
    Sign(
        "Market", "Markets", "#0d7b4f", "#74e8a5", "circle",
        "M3 13h4.5v8H3zM9.8 8h4.5v13H9.8zM16.5 3H21v18h-4.5z",
    ),
    Sign("Industry", "Industries", "#4f9b51", "#c2fa90", "circle", "M2.5 21V9.5L8.5 14V9.5l6 4.5V3h7v18z"),
    Sign(
        "Event", "Events", "#cf2801", "#d17540", "circle",
        "M3.5 4.5H7V2h2.5v2.5h5V2H17v2.5h3.5v17h-17zM6.2 10v8.8h11.6V10z",
    ),
    Sign(
        "Place", "Places", "#404442", "#64697c", "circle",
        "M12 1.5c4.3 0 7.5 3.2 7.5 7.5 0 5.5-7.5 13.5-7.5 13.5S4.5 14.5 4.5 9c0-4.3 3.2-7.5 7.5-7.5z"
        "M12 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    ),
    Sign(
        "Capability", "Capabilities", "#d17800", "#ffef5d", "circle",
        "M14 1.5 4 13.8h6.3L9 22.5 20 9.7h-7z",
    ),
    Sign(
        "Use", "Uses", "#4b1f00", "#9d6851", "circle",
        "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 5.8a6.2 6.2 0 1 1 0 12.4 6.2 6.2 0 0 1 0-12.4z"
        "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    ),
    Sign(
        "Report", "Reports", "#7c6624", "#cda000", "square",
        "M4.5 1.5H15l4.5 4.5v16.5h-15zM8 9v2h8V9zM8 13v2h8v-2zM8 17v2h5v-2z",
    ),
    Sign(
        ARTICLE, "Articles", "#1c2740", "#fffdf0", "square",
        "M2.5 4h16v14.5a1.5 1.5 0 0 0 3 0V8h-1.2V4zM5.5 7v4.5h10V7zM5.5 13.5V15h10v-1.5zM5.5 16.5V18h7v-1.5z"
        "M2.5 4v14.5A2.5 2.5 0 0 0 5 21h15a2.5 2.5 0 0 1-1.5-2.5V4z",
    ),
    Sign(FIGURE, "Figures", "#0f766e", "#4fd1c0", "pill", ""),
)  # fmt: skip

CLASSES: Final[Mapping[str, Sign]] = MappingProxyType({sign.name: sign for sign in _TABLE})
"""Class to its sign, in the order of the legend."""

STATUSES: Final = ("actual", "estimate", "forecast", "target", UNKNOWN, "denied")
"""What a line can say about a claim, in the order of the legend; `denied` is the polarity, and wins."""

DASHES: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "actual": (),
        "estimate": (9, 3, 2, 3),
        "forecast": (6, 4),
        "target": (6, 4),
        UNKNOWN: (),
        "denied": (2, 3),
        "says": (1, 4),
    }
)
"""Status to dashes and gaps in pixels; nothing is a solid line."""


def sign_of(flat_type: str) -> Sign:
    """The sign of a class; one that has none is drawn as a group."""
    return CLASSES.get(flat_type, CLASSES["Group"])
