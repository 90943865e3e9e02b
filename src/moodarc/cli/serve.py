"""`moodarc serve`: the page in a browser, and HTTP for the other programs of a house."""

import webbrowser
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.errors import SettingsError

if TYPE_CHECKING:
    from moodarc.serving.music_source import MusicSource

__all__ = ["NEEDED", "open_page", "serve"]

NEEDED = ("fastapi", "uvicorn", "argon2", "prometheus_client", "multipart")
"""modules of the extra `serve`"""


def serve(
    shell: Shell,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; default: 127.0.0.1."),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", help="Default: 8765; 0 = any that is free.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help="Processes that answer.")
    ] = 1,
    music: Annotated[
        Path | None, typer.Option("--music", metavar="DIR", help="Scan it in the background.")
    ] = None,
) -> None:
    """Open the page, and answer other programs of this house over HTTP.

    Only this machine is answered, unless --host names another address; then every request needs a
    token (moodarc token create).
    """
    need("serve", *NEEDED)
    from moodarc.serving.music_source import Folders

    told = shell.with_flags(serve_host=host, serve_port=port)
    source = None if music is None else Folders((music.expanduser().absolute(),))
    open_page(told, source, opens=not no_open, workers=workers)


def open_page(
    shell: Shell, music: "MusicSource | None", *, opens: bool = True, workers: int = 1
) -> None:
    """Serve until Ctrl-C.

    Args:
        shell: with the settings `serve_host` and `serve_port`.
        music: scanned in the background.
        opens: a browser.
        workers: processes that answer.
    """
    from moodarc.library import music_roots
    from moodarc.serving.listening import (
        bound_socket,
        in_environment,
        run_here,
        run_workers,
        url_of,
        urls_of_others,
    )

    settings = shell.settings
    music_roots([] if music is None else music.folders)  # before a browser opens
    _check_guarded(shell)
    with bound_socket(settings.serve_host, settings.serve_port) as bound:
        url, port = url_of(bound, settings.serve_host), bound.getsockname()[1]
        others = urls_of_others(bound, settings.serve_host)

        def ready() -> None:
            shell.console.print(f"moodarc is at {url} (Ctrl-C stops it)", markup=False)
            if others:
                told = f"others in this network reach it at {' or '.join(others)}"
                shell.console.print(told, markup=False, soft_wrap=True)
            if opens:
                Thread(target=webbrowser.open, args=(url,), daemon=True).start()

        with suppress(KeyboardInterrupt):
            if workers == 1:
                run_here(settings, bound, music=music, on_ready=ready)
            else:
                bound.close()  # each process listens for itself
                with in_environment(shell.flags):
                    run_workers(settings, port, workers=workers, music=music, on_ready=ready)
    shell.notes.print("stopped; everything is kept", markup=False)


def _check_guarded(shell: Shell) -> None:
    """Open the database once, so that what is wrong with it is told here in one line.

    Raises:
        SettingsError: others than this machine would be answered, and no token guards it.
    """
    from datetime import UTC, datetime

    from moodarc.serving.security.host_check import is_loopback

    host, now = shell.settings.serve_host, datetime.now(UTC)
    with shell.open_store() as store:
        if is_loopback(host) or any(token.is_valid(now) for token in store.tokens.all()):
            return
    msg = (
        f"at {host} others than this machine are answered, and there is no token yet; "
        "make one first: moodarc token create"
    )
    raise SettingsError(msg)
