"""Why a track stands where it stands: in one line, or as the sum of all its parts."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from moodarc.cli.text import printable

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from moodarc.catalog import Offer, Track

__all__ = ["sums", "why"]


def why(offer: "Offer") -> str:
    """The weightiest reasons in few words (`session.why`)."""
    from moodarc.session import why as told

    return told(offer)


def sums(tracks: "Sequence[Track]", offers: "Sequence[Offer]") -> "Iterator[Text | Table]":
    """For each track its reasons, a line each, and the score that they sum to."""
    from rich.text import Text

    for place, (track, offer) in enumerate(zip(tracks, offers, strict=True), start=1):
        yield Text(f"{place:>2}  {printable(track.title)}", "bold")
        yield _sum(offer)


def _sum(offer: "Offer") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for width in (9, 17):
        table.add_column(justify="right" if width == 9 else "left", width=width, no_wrap=True)
    table.add_column(overflow="fold")
    for reason in offer.reasons:
        text = Text(printable(reason.text), "dim")
        table.add_row(f"{reason.value:+.4f}", reason.name.replace("_", " "), text)
    table.add_row(f"= {offer.score:+.4f}", "score", "")
    return table
