"""Commands that serve the graph to others: serve, mcp."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import note
from kg.cli.options import DEFAULT_STORE, StoreOption

if TYPE_CHECKING:
    from socket import socket

__all__ = ["VERBS"]

_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - what the user may give as an address

_SHORTEST: Final = 24
"""Characters of a token."""


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port to listen on.")
    ] = 8080,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A further name that the server is asked by; * for any."),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the first page in a browser.")] = False,
    cors: Annotated[
        str, typer.Option("--cors", metavar="ORIGIN", help="Let scripts of another site ask; * for any.")
    ] = "",
    seconds: Annotated[
        float, typer.Option("--max-seconds", min=0.1, metavar="SECONDS", help="End what takes longer.")
    ] = 10.0,
    rows: Annotated[
        int, typer.Option("--max-rows", min=1, metavar="N", help="Refuse larger answers.")
    ] = 10_000,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, metavar="N", help="Processes for queries, and as many for pages."),
    ] = 2,
    write: Annotated[
        bool, typer.Option("--write", help="Let those who send a token load, remove and judge.")
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="Holds the token; else it is in KG_TOKEN."),
    ] = None,
) -> None:
    """Serve the graph: pages to search and explore, and a SPARQL endpoint.

    It only reads, unless --write is given. Articles are loaded and removed beside it, and it shows the new
    graph at once.
    """
    from kg.errors import InputError, MissingExtraError
    from kg.store import Store

    try:
        import uvicorn

        from kg.server.application import LOCAL, build_application
        from kg.server.limits import Limits
        from kg.server.writer import Token
    except ImportError:
        raise MissingExtraError.of("serve", "the server") from None
    Store(store).close()
    if cors and cors != "*" and not cors.startswith(("http://", "https://")):
        raise InputError(f"'{cors}' is no origin", place="--cors", fix="write https://example.org, or *")
    names = {n.lower() for n in name or ()} | {host.lower()}
    limits = Limits(seconds=seconds, rows=rows, workers=workers)
    app = build_application(
        Path(store).resolve(),
        limits,
        hosts=LOCAL | (names - set(_EVERYWHERE)),
        cors=cors,
        token=Token(_read_token(token_file)) if write else None,
    )
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(seconds) + 1,
        limit_concurrency=1000,
        h11_max_incomplete_event_size=64_000,
    )
    listener = _listen(host, port)
    address = f"http://{'localhost' if host in _EVERYWHERE else host}:{listener.getsockname()[1]}/"
    note(f"serving {store} at {address} (stop with Ctrl-C)")
    if open_it:
        import webbrowser

        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[listener])


def _read_token(path: Path | None) -> str:
    """The token of a file, else of the environment.

    Raises:
        InputError: there is none, or it is short enough to be guessed.
    """
    from os import environ

    from kg.errors import InputError

    place = str(path) if path else "KG_TOKEN"
    try:
        token = (path.read_text("utf-8") if path else environ.get("KG_TOKEN", "")).strip()
    except (OSError, ValueError) as error:
        raise InputError("the token cannot be read", place=place, fix=str(error)) from None
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        raise InputError(
            f"--write needs a token of {_SHORTEST} or more letters and digits",
            place=place,
            fix="write one to a file: python -c 'import secrets; print(secrets.token_urlsafe())'",
        )
    return token


def _listen(host: str, port: int) -> socket:
    """Listen on an address.

    Raises:
        InputError: it is taken, or not of this machine.
    """
    import socket as sockets

    from kg.errors import InputError

    try:
        family = sockets.getaddrinfo(host, port, type=sockets.SOCK_STREAM)[0]
        listener = sockets.socket(family[0], sockets.SOCK_STREAM)
        listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        listener.bind(family[4])
    except OSError as error:
        raise InputError(
            f"cannot listen on {host} port {port} ({error.strerror or error})", fix="try another --port"
        ) from None
    return listener


def mcp(store: StoreOption = DEFAULT_STORE) -> None:
    """Serve the graph to assistants, by the Model Context Protocol on standard input and output.

    Tools: search, claims, trace, compare, sparql. They only read, and every claim comes with its quote.
    """
    from kg.errors import MissingExtraError
    from kg.store import Store

    try:
        from kg.server.tools import serve_tools
    except ImportError:
        raise MissingExtraError.of("mcp", "the Model Context Protocol") from None
    Store(store).close()
    serve_tools(Path(store).resolve())


VERBS: Final[dict[str, Callable[..., None]]] = {"serve": serve, "mcp": mcp}
