"""Engines as the shells run them: over a library that is prepared once."""

from collections.abc import Callable

from moodarc.listener import FeltResponse
from moodarc.local_zone import listener_zone
from moodarc.session.engine import Engine, Knowledge, PreparedLibrary, SteeredPlans, Wish
from moodarc.session.preference import Preference
from moodarc.session.taste import Taste, genre_affinity
from moodarc.storage import Store

__all__ = ["engines"]


def engines(
    store: Store,
    library: PreparedLibrary,
    listener: str,
    *,
    recommend: Callable[[Wish], Preference] | None = None,
) -> Callable[[], Engine]:
    """Gives engines that have seen nothing of the log.

    What they know before it is what the listener said of themselves, and how music moves people.

    Args:
        store: open; it knows the listener.
        library: what may be played.
        listener: their name.
        recommend: a trained recommender; None = none.
    """
    facts, response = store.facts.of(listener), FeltResponse.shipped()
    taste = Taste.prior(genre_affinity=genre_affinity(facts))
    plans = SteeredPlans(library=library, recommend=recommend, zone=listener_zone(facts.time_zone))

    def engine() -> Engine:
        return Engine(
            library.numbers, plans, listener=listener, knowledge=Knowledge(taste, response)
        )

    return engine
