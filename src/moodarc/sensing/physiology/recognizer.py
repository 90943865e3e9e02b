"""Reads the body: a window of a wearable's samples becomes one `AffectReading` (LIN-4, LIN-8).

signs of the window (`signs`) -> what work explains (`exertion`) -> what is usual for this listener
(`baseline`) -> valence and arousal with their doubt (`reading`).
"""

from collections.abc import Sequence
from datetime import datetime

from moodarc.affect import AffectReading
from moodarc.sensing.physiology.baseline import PersonalBaseline
from moodarc.sensing.physiology.reading import physiology_reading
from moodarc.sensing.physiology.sample import WearableSample
from moodarc.sensing.physiology.signs import SignsConfig, body_signs

__all__ = ["PhysiologyRecognizer"]


class PhysiologyRecognizer:
    """Reads windows of samples of one listener.

    Args:
        baseline: the listener's own; without it, people in general.
        config: what makes a window.

    >>> from datetime import UTC, timedelta
    >>> from moodarc.sensing.physiology import Activity
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> samples = [WearableSample(at=noon - timedelta(seconds=s), heart_rate_bpm=96.0,
    ...                           activity=Activity.STILL) for s in range(0, 300, 10)]
    >>> reading = PhysiologyRecognizer().read(samples, noon)
    >>> reading.validity, round(reading.state.arousal, 2), round(reading.state.variance.arousal, 3)
    ('ok', 0.13, 0.331)
    """

    def __init__(
        self, baseline: PersonalBaseline | None = None, *, config: SignsConfig | None = None
    ) -> None:
        self.baseline = baseline or PersonalBaseline()
        self.config = config or SignsConfig()

    def read(self, samples: Sequence[WearableSample], at: datetime) -> AffectReading:
        """The reading of the window that ends at a time; the baseline is left as it is.

        Args:
            samples: of one listener, in any order; those outside the window are left out.
            at: aware time.

        Raises:
            InputError: a time without a zone.
        """
        return physiology_reading(body_signs(samples, at, self.config), self.baseline)

    def learn(self, samples: Sequence[WearableSample], at: datetime) -> None:
        """Let the window that ends at a time count for the baseline, where it is at rest.

        Raises:
            InputError: a time without a zone.
        """
        self.baseline.add(body_signs(samples, at, self.config))
