"""The listener's own head among their belongings: read for use, or replaced whole (LE-5)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import PersonalHead

__all__ = ["keep_own_head", "own_head"]


def own_head(shell: "Shell") -> "PersonalHead | None":
    """The listener's own; None where there is none.

    Raises:
        ArtifactError: it is damaged.
    """
    from moodarc.sensing.face import PersonalHead
    from moodarc.storage import Belongings

    folder = Belongings(shell.settings.data_dir, shell.settings.listener).face_head
    return PersonalHead.load(folder) if folder.exists() else None


def keep_own_head(shell: "Shell", head: "PersonalHead", *, card: str) -> None:
    """Put a head in the place of the one before, be that whole or damaged.

    Raises:
        StorageError: it cannot be written; the one before is left as it was.
    """
    from moodarc.storage import Belongings

    settings = shell.settings
    with shell.open_store() as store:  # known there, so that `moodarc erase` finds them
        store.listeners.ensure(settings.listener)
    Belongings(settings.data_dir, settings.listener).replace_face_head(
        lambda folder: head.save(folder, card=card, command="moodarc calibrate")
    )
