"""The library as a listener's lists see it."""

from moodarc.catalog import Track
from moodarc.music.metadata import MetadataPrior
from moodarc.session.library_scale import relative_to_library
from moodarc.session.parts import with_all_parts
from moodarc.storage import Store

__all__ = ["known_library"]


def known_library(store: Store, *, as_measured: bool = False) -> tuple[list[Track], str]:
    """What can be played, with its affect as it stands in this library, and on which scale.

    Args:
        store: open.
        as_measured: leave out the scale of this library.
    """
    tracks = with_all_parts(store.tracks.playable(), MetadataPrior.shipped())
    if as_measured:
        return tracks, "as measured"
    rescaled, scale = relative_to_library(tracks)
    return rescaled, str(scale)
