"""`moodarc listeners`: who is known here."""

from moodarc.cli.shell import Shell

__all__ = ["listeners"]


def listeners(shell: Shell) -> None:
    """List the listeners; `--listener NAME` on any command means one of them."""
    with shell.open_store() as store:
        names = store.listeners.names()
    chosen = shell.settings.listener
    if shell.as_json:
        shell.write_json([{"name": name, "chosen": name == chosen} for name in names])
        return
    for name in names:
        shell.console.print(f"{'*' if name == chosen else ' '} {name}", markup=False)
    if not names:
        shell.notes.print("nobody has been here yet; `moodarc feel` makes the first listener")
