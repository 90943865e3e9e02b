"""`moodarc sense withdraw`: take back the agreement to store health data."""

from datetime import UTC, datetime

from moodarc.cli.health_consent import HEALTH_TERMS
from moodarc.cli.shell import Shell

__all__ = ["withdraw"]


def withdraw(shell: Shell) -> None:
    """Take back the agreement to store health data, and remove all samples of wearables.

    The readings made of them stay until `moodarc erase`; what waits at a broker goes by
    `moodarc sense mqtt --forget`.
    """
    from moodarc.storage import Belongings

    listener = shell.settings.listener
    with shell.open_store() as store:
        store.listeners.check(listener)
        was_agreed = Belongings(shell.settings.data_dir, listener).withdraw(HEALTH_TERMS)
        n = store.samples.forget_before(listener, datetime.max.replace(tzinfo=UTC))
    if shell.as_json:
        shell.write_json({"listener": listener, "withdrawn": was_agreed, "samples": n})
        return
    agreement = "the agreement is taken back" if was_agreed else "there was no agreement"
    shell.console.print(f"{listener}: {agreement}; {n} samples removed", markup=False)
