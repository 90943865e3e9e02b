"""How a session is shown: JSON lines, plain lines, or a live view of a terminal."""

import json
import sys
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from moodarc.cli.play_keys import LEGEND, Prompt
from moodarc.cli.play_lines import lines_of, place
from moodarc.cli.play_report import goal_json, point_json
from moodarc.cli.text import clock, printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

    from moodarc.cli.play_loop import PlayLoop
    from moodarc.cli.shell import Shell

__all__ = ["JsonView", "LinesView", "LiveView", "view_for"]

_REMEMBERED: Final = 6
_QUEUED: Final = 6
_BAR: Final = 32
_UNTOLD: Final = {"list", "sense"}
"""what the live view shows by itself"""


class JsonView:
    """One JSON value a line, each flushed, for programs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, happened: dict[str, Any]) -> None:
        """Write it."""
        sys.stdout.write(json.dumps(happened, allow_nan=False) + "\n")
        sys.stdout.flush()

    def show(self, loop: "PlayLoop", prompt: Prompt | None) -> None:
        """Nothing that moves is shown."""


class LinesView(JsonView):
    """Plain lines.

    Args:
        shell: with its console.
    """

    def __init__(self, shell: "Shell") -> None:
        self._console = shell.console

    def tell(self, happened: dict[str, Any]) -> None:
        """Write it."""
        for line in lines_of(happened):
            self._console.print(line, markup=False)
        self._console.file.flush()


class LiveView:
    """What is on, where the listener is, where the music leads, and what comes; a context manager.

    Args:
        shell: with its console.
    """

    def __init__(self, shell: "Shell") -> None:
        self._console = shell.console
        self._draws = shell.draws
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        self._cause = ""
        self._is_asked = False
        self._live: Live | None = None

    def __enter__(self) -> Self:
        from rich.live import Live

        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def tell(self, happened: dict[str, Any]) -> None:
        """Keep the newest lines; what was said at the beginning and the end stays on the screen."""
        self._is_asked = happened["event"] == "sense" or (
            self._is_asked and happened["event"] != "reading"
        )
        if happened["event"] == "list":
            self._cause = happened["cause"]
        elif happened["event"] in {"session", "end", "why"}:
            for line in lines_of(happened):
                self._console.print(line, markup=False)
        elif happened["event"] not in _UNTOLD:
            self._last.extend(lines_of(happened))

    def show(self, loop: "PlayLoop", prompt: Prompt | None) -> None:
        """Bring the picture up to date."""
        if self._live is not None:
            self._live.update(self._picture(loop, prompt), refresh=True)

    def _picture(self, loop: "PlayLoop", prompt: Prompt | None) -> "RenderableType":
        from rich.console import Group
        from rich.text import Text

        rows: list[RenderableType] = [self._now(loop), *_moods(loop), Text("")]
        rows += [Text(f"next ({self._cause}):", "bold"), _queue(loop), Text("")]
        rows += [Text(line, "dim", no_wrap=True, overflow="ellipsis") for line in self._last]
        if prompt is not None:
            rows.append(Text(f"{prompt.question}: {printable(prompt.typed)}_", "bold"))
        else:
            asked = "How do you feel now? Press f.\n" if self._is_asked else ""
            rows.append(Text(f"{asked}{LEGEND}", "dim"))
        return Group(*rows)

    def _now(self, loop: "PlayLoop") -> "Text":
        from rich.text import Text

        seen, track = loop.watch.seen, loop.track
        if track is None:
            return Text("nothing is on", "bold")
        text = Text(f"{printable(track.title)}", "bold")
        if track.tags.artist:
            text.append(f"  {printable(track.tags.artist)}")
        state = " paused" if seen.is_paused else ""
        state += "" if seen.is_there else f" {loop.player.name} is away: waiting"
        length_s = seen.duration_s or 1.0
        full = round(_BAR * min(1.0, seen.position_s / length_s))
        done, open_ = ("━", "─") if self._draws else ("=", "-")
        bar = f"\n{done * full}{open_ * (_BAR - full)}  "
        return text.append(f"{bar}{clock(seen.position_s)} of {clock(seen.duration_s)}{state}")


def _moods(loop: "PlayLoop") -> "list[Text]":
    from rich.text import Text

    engine = loop.log.engine
    belief = place(point_json(engine.belief(loop.log.now())))
    told = goal_json(engine.state.goal)
    goal = f"{told['goal']}" + (f" to {place(told['target'])}" if told["target"] else "")
    return [Text(f"you {belief}"), Text(f"goal {goal}")]


def _queue(loop: "PlayLoop") -> "Table":
    from rich.table import Table
    from rich.text import Text

    from moodarc.cli.why import why

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=36)
    table.add_column(no_wrap=True, overflow="ellipsis", style="dim")
    state = loop.log.engine.state
    for track_id in state.queue[:_QUEUED]:
        track, offered = loop.tracks.get(track_id), state.offered.get(track_id)
        if track is not None:
            told = "" if offered is None else printable(why(offered.offer))
            table.add_row(printable(track.title), Text(told))
    return table


def view_for(shell: "Shell") -> JsonView | LiveView:
    """The view that fits the output."""
    if shell.as_json:
        return JsonView()
    return LiveView(shell) if shell.console.is_terminal else LinesView(shell)
