"""The one batch executor: pure functions over many items, in this process or in a pool."""

from moodarc.parallel.executor import Executor, available_cores
from moodarc.parallel.outcome import Outcome

__all__ = ["Executor", "Outcome", "available_cores"]
