"""What the service counts for Prometheus; each process counts for itself.

Routes are counted by their template (`/api/v1/tracks/{track_id}`), so that the number of series
does not grow with the library or with what strangers ask for.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

__all__ = ["Metrics"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Of one application.

    Attributes:
        requests: by route, method and status.
        latency: seconds to the end of the answer, by route.
        decisions: lists made, by cause.
        sockets: that are open.
        scanned: files that a scan dealt with.
    """

    media_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "moodarc_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self.latency = Histogram(
            "moodarc_request_seconds",
            "Seconds to the end of an answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.decisions = Counter(
            "moodarc_decisions", "Lists that were made.", ("cause",), registry=self._registry
        )
        self.sockets = Gauge("moodarc_sockets", "Sockets that are open.", registry=self._registry)
        self.scanned = Counter(
            "moodarc_scanned_files", "Files that scans dealt with.", registry=self._registry
        )

    def text(self) -> bytes:
        """All of them as Prometheus reads it."""
        return generate_latest(self._registry)
