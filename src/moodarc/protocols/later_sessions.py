"""A split by time: earlier sessions teach, the latest are asked what comes next in them.

Sessions are ordered by their first play. Every play of an asked session but its first is a target;
its history is the session so far, with the listener's earlier sessions before it if wanted. Items
repeat in sessions, so that all items are candidates.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import NOBODY, Cases, Histories, Interactions
from moodarc.errors import InputError
from moodarc.protocols.trial import Split, Trial

__all__ = ["SessionSplit", "later_sessions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSplit:
    """How sessions are parted.

    Attributes:
        test: share of the sessions that are asked, the latest.
        validation: share before these.
        earlier: how many plays of the listener's earlier sessions stand before a session's own.
    """

    test: float = 0.1
    validation: float = 0.05
    earlier: int = 0


def later_sessions(plays: Interactions, how: SessionSplit = SessionSplit()) -> Split:
    """Part plays by the time of their sessions.

    Raises:
        InputError: no sessions or times, or too few sessions.
    """
    session, order = _by_session(plays)
    n_sessions = int(session.max()) + 1
    if n_sessions < 3 or not 0.0 < how.test + how.validation < 1.0:
        msg = f"{n_sessions} sessions cannot be parted; give more of them"
        raise InputError(msg)
    first_test = round((1.0 - how.test) * n_sessions)
    first_asked = min(round((1.0 - how.test - how.validation) * n_sessions), first_test - 1)
    part = np.digitize(session, [first_asked, first_test])  # of each row of `order`
    ordered = _Ordered(plays, order, session)
    test, who = ordered.cases(part == 2, how.earlier)
    validation, _ = ordered.cases(part == 1, how.earlier)
    return Split(
        train=plays.take(np.sort(order[part == 0])),
        validation=validation,
        test=Trial.of(test, group=who.astype(np.int64)),
        repeats=True,
        also_known=plays.take(np.sort(order[part == 1])),
    )


def _by_session(plays: Interactions) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows in order of sessions and of time within them, and each one's session number from 0."""
    if plays.session is None or plays.at_s is None:
        msg = "the plays have no sessions or no times; choose another split"
        raise InputError(msg)
    ids, which = np.unique(plays.session, return_inverse=True)
    begin = np.full(len(ids), np.iinfo(np.int64).max)
    np.minimum.at(begin, which, plays.at_s)
    number = np.empty(len(ids), dtype=np.int64)
    number[np.argsort(begin, kind="stable")] = np.arange(len(ids))
    order = np.lexsort((plays.at_s, number[which]))
    return number[which][order], order


@dataclass(frozen=True, slots=True, eq=False)
class _Ordered:
    plays: Interactions
    order: NDArray[np.int64]
    session: NDArray[np.int64]

    def cases(self, asked: NDArray[np.bool_], earlier: int) -> tuple[Cases, NDArray[np.int32]]:
        """Every step inside the asked sessions, and who made it."""
        begins = np.searchsorted(self.session, self.session)
        place = np.flatnonzero(asked & (np.arange(len(asked)) > begins))
        if not len(place):
            msg = "no asked session has two plays; give more or longer sessions"
            raise InputError(msg)
        item = self.plays.item[self.order]
        who = self.plays.listener[self.order[place]]
        within = _windows(item, begins[place], place)
        if earlier:
            within = _with_earlier(within, self.plays, self.order[begins[place]], earlier=earlier)
        return Cases(replace(within, listener=who), item[place]), who


def _windows(
    item: NDArray[np.int32], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> Histories:
    lengths = ends - begins
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    rows = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
    return Histories(
        starts=starts,
        item=item[rows],
        weight=np.ones(len(rows), dtype=np.float32),
        listener=np.full(len(lengths), NOBODY, dtype=np.int32),
    )


def _with_earlier(
    within: Histories, plays: Interactions, begins: NDArray[np.int64], *, earlier: int
) -> Histories:
    """What the listener played before the session's first play, then the session."""
    of_listener = plays.starts()[plays.listener[begins]]
    before = _windows(plays.item, np.maximum(begins - earlier, of_listener), begins)
    rows = np.concatenate([before.rows(), within.rows()])
    order = np.argsort(rows, kind="stable")
    item = np.concatenate([before.item, within.item])[order]
    return Histories(
        starts=before.starts + within.starts,
        item=item,
        weight=np.ones(len(item), dtype=np.float32),
        listener=within.listener,
    )
