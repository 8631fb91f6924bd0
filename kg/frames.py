"""What a notebook shows: a small page in a frame of its own, out of which nothing reaches."""

from __future__ import annotations

from html import escape
from typing import Final

__all__ = ["frame"]

_STYLE: Final = (
    ":root{color-scheme:light dark}body{margin:8px;font:14px/1.5 system-ui,sans-serif}"
    "table{border-collapse:collapse}th,td{padding:3px 12px 3px 0;text-align:left;vertical-align:top;"
    "border-bottom:1px solid #8884}ul{padding-left:1.2em}li{margin:.4em 0}"
    "mark{background:#ffd84d;color:#1b2130}small{opacity:.7}"
)
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def frame(body: str, *, height: int) -> str:
    """Put markup into a frame in which nothing runs and nothing is fetched.

    Args:
        body: markup; texts in it are escaped.
        height: of the frame, in pixels; what is longer scrolls.
    """
    page = (
        '<!doctype html><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<style>{_STYLE}</style>{body}"
    )
    return (
        '<iframe sandbox="" referrerpolicy="no-referrer" loading="lazy" '
        f'style="width:100%;height:{int(height)}px;border:1px solid #d5dae3;border-radius:8px" '
        f'srcdoc="{escape(page, quote=True)}"></iframe>'
    )
