"""`kg mcp` as an assistant sees it, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from kg.graph import KnowledgeGraph


def test_every_tool_answers_with_receipts(tmp_path: Path) -> None:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    text = "IBM acquired Red Hat for $34 billion in 2019. IBM is based in Armonk, New York."
    with KnowledgeGraph(tmp_path / "store") as graph:
        graph.load_text(text, name="one")
    root = str(Path(__file__).parent.parent)
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "mcp", "--store", str(tmp_path / "store")],
        env=os.environ | {"PYTHONPATH": root},
    )

    async def talk() -> dict[str, Any]:
        found: dict[str, Any] = {}
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            found["tools"] = {t.name for t in (await session.list_tools()).tools}

            async def call(name: str, **given: str) -> Any:
                answer = await session.call_tool(name, given)
                failed = getattr(answer, "is_error", None) or getattr(answer, "isError", None)
                return answer.content[0].text if failed else json.loads(answer.content[0].text)

            found["claims"] = await call("claims", about="Red Hat")
            ident = found["claims"]["claims"][0]["id"]
            found["trace"] = await call("trace", claim=ident)
            found["search"] = await call("search", words="Red Hat")
            found["compare"] = await call("compare", about="Red Hat")
            found["sparql"] = await call("sparql", query="ASK { ?a kg:acquires ?b }")
            found["update"] = await call("sparql", query="INSERT DATA { <x:a> <x:b> <x:c> }")
        return found

    found = asyncio.run(asyncio.wait_for(talk(), 120))
    assert found["tools"] == {"search", "claims", "trace", "compare", "sparql"}
    for claim in found["claims"]["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]
    assert found["trace"]["receipts"][0]["holds"] is True
    assert found["search"]["entities"][0]["name"] == "Red Hat"
    assert found["compare"]["about"] == "Red Hat"
    assert found["sparql"]["boolean"] is True
    assert "INSERT is not allowed" in found["update"]
