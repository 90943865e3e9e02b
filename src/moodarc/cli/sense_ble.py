"""`moodarc sense ble`: heart rate from a strap or watch, by Bluetooth."""

from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.extras import need
from moodarc.cli.health_consent import ask_for_health_data
from moodarc.cli.sense import Seconds, Yes
from moodarc.cli.shell import Shell

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from moodarc.cli.sense_view import Sensing
    from moodarc.sensing.wearables import WearableMessage

__all__ = ["ble"]


def ble(
    shell: Shell,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="MAC", help="Of the device; else the first one found."),
    ] = None,
    seconds: Seconds = None,
    yes: Yes = False,
) -> None:
    """Store the heart rate of a Bluetooth strap or watch, and read it for how you may feel.

    Any device of the standard heart rate profile will do.
    """
    import asyncio

    need("wearables", "bleak")
    from moodarc.cli.sense_view import Sensing
    from moodarc.sensing.wearables import strap_messages

    keep = ask_for_health_data(shell, yes=yes)
    listener = shell.settings.listener
    with shell.open_store() as store:
        store.listeners.ensure(listener)
        with Sensing(shell, store, source="Bluetooth", publisher=None) as sensing:
            asyncio.run(_listen(sensing, strap_messages(address), keep, seconds=seconds))


async def _listen(
    sensing: "Sensing",
    messages: "AsyncGenerator[WearableMessage | None, None]",
    keep: "Callable[[], None]",
    *,
    seconds: float | None,
) -> None:
    """Keep messages until the time is over; the agreement is kept with the first one."""
    async with aclosing(messages):
        async for message in messages:
            if message is not None:
                keep()
                sensing.intake.keep([message])
            sensing.clock.tick(busy=False)
            sensing.show(connected=message is not None)
            if sensing.is_over(seconds, None):
                break
