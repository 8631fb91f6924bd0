"""Fetches YASGUI, the editor of queries that `kg serve` shows, and puts what is shipped into the package.

    python tools/vendor_yasgui.py

Needs npm; nothing else does. The files are compared with the hashes below before they are touched. Two things
are taken out: the list of 400 prefixes (the page brings those of the ontology) and the links to source maps.
The licences of everything that is bundled are kept beside the files.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

PACKAGE = "@zazuko/yasgui"
VERSION = "4.6.2"
FETCHED = {
    "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
    "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
}
"""SHA-256 of the files as they come."""

TARGET = Path(__file__).parent.parent / "kg" / "server" / "static" / "yasgui"

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO
EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Fetch, compare, take out, write."""
    with tempfile.TemporaryDirectory() as folder:
        modules = fetch(Path(folder))
        build = modules / PACKAGE / "build"
        files = {name: (build / name).read_bytes() for name in FETCHED}
        for name, wanted in FETCHED.items():
            found = sha256(files[name]).hexdigest()
            if found != wanted:
                sys.exit(f"{name} is not what it was: {found}")
        bundled = packages_of(json.loads((build / "yasgui.min.js.map").read_bytes())["sources"])
        licences = gather(modules, bundled)
    script = without_prefixes(files["yasgui.min.js"].decode("utf-8"))
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "yasgui.min.js").write_text(unmapped(script), encoding="utf-8")
    (TARGET / "yasgui.min.css").write_text(
        unmapped(files["yasgui.min.css"].decode("utf-8")), encoding="utf-8"
    )
    (TARGET / "LICENSES.txt").write_text(licences, encoding="utf-8")
    for path in sorted(TARGET.iterdir()):
        print(f"{path.stat().st_size:>9,}  {sha256(path.read_bytes()).hexdigest()}  {path.name}")


def fetch(folder: Path) -> Path:
    """Install the package, running no script of it, and return where packages are."""
    (folder / "package.json").write_text("{}", encoding="ascii")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - constants
    return folder / "node_modules"


def packages_of(sources: list[str]) -> list[str]:
    """Names of the packages whose code is in a bundle, from its source map."""
    found = set()
    for source in sources:
        _, _, inside = source.rpartition("node_modules/")
        if "node_modules/" in source:
            parts = inside.split("/")
            found.add("/".join(parts[: 2 if inside.startswith("@") else 1]))
    return sorted(found)


def gather(modules: Path, names: list[str]) -> str:
    """The licences of some packages, one after another."""
    head = f"{PACKAGE} {VERSION} and its parts yasqe, yasr and utils: MIT licence"
    parts = [f"{head}\n\nCopyright Triply B.V., Zazuko GmbH and contributors\n\n{MIT}"]
    for name in names:
        about = json.loads((modules / name / "package.json").read_bytes())
        kept = sorted(p for p in (modules / name).iterdir() if re.match(r"(?i)licen[cs]e(\.\w+)?$", p.name))
        text = "\n\n".join(p.read_text("utf-8").strip() for p in kept)
        if not text:
            assert about["license"] == "MIT", name
            who = about["author"]["name"]
            text = f"MIT licence\n\nCopyright {who}\n\n{MIT}"
        parts.append(f"{name} {about['version']}\n\n{text.strip()}\n")
    line = "\n" + "-" * 100 + "\n\n"
    text = line.join(parts)
    return "\n".join(x.rstrip() for x in text.splitlines()) + "\n"


def without_prefixes(script: str) -> str:
    """Take the list of prefixes out: a chain of constants, and the object made of them."""
    chain = re.compile(r"(?:[\w$]+=`[^`]*`,){300,}(?=prefixes_default=)")
    script, chains = chain.subn("", script)
    script, objects = re.subn(r"prefixes_default=\{[^}]*\}", "prefixes_default={}", script)
    if (chains, objects) != (1, 1):
        sys.exit(f"the list of prefixes was not found: {chains} chains, {objects} objects")
    return script


def unmapped(text: str) -> str:
    """Take out the link to a source map."""
    return re.sub(
        r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/|/\*\$vite\$:1\*/)\s*$", "\n", text
    )


if __name__ == "__main__":
    main()
