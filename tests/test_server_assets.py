"""What is shipped of other projects is what was fetched, minified, with its licences and no way elsewhere."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")

import kg.server

EDITOR = Path(kg.server.__file__).parent / "static" / "yasgui"
SHIPPED = {
    "LICENSES.txt": "e15c42061d9b43f05eeae4631a82075cbe1e5d3314cc2bcf08013003168bb8b4",
    "yasgui.min.css": "f4004652f6df108971acac78e77cc8464bb85ccb2b35c44bfba8b7d20d4d6cac",
    "yasgui.min.js": "c368f72964a0625214b0acd2e861d14cd96fb71bf5c11a881bde6319dd96e3f7",
}
"""SHA-256 of what tools/vendor_yasgui.py writes."""


def test_the_editor_of_queries_is_the_one_that_was_fetched() -> None:
    assert {p.name: sha256(p.read_bytes()).hexdigest() for p in EDITOR.iterdir()} == SHIPPED


def test_it_has_no_source_maps_and_no_list_of_prefixes() -> None:
    script = (EDITOR / "yasgui.min.js").read_text("utf-8")
    assert "sourceMappingURL" not in script
    assert "prefixes_default={}" in script


def test_all_that_is_bundled_has_its_licence() -> None:
    text = (EDITOR / "LICENSES.txt").read_text("utf-8")
    parts = re.split(r"^-{100}$", text, flags=re.MULTILINE)
    assert len(parts) > 20
    assert all("opyright" in p or "licence" in p.lower() or "license" in p.lower() for p in parts)
    for name in ("codemirror", "datatables.net", "dompurify", "jquery", "lodash-es", "n3"):
        assert re.search(rf"^{re.escape(name)} \d", text, re.MULTILINE), name
