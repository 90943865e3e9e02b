"""Benches: every figure that is published, and the command that repeats it."""

from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint

__all__ = ["BenchReport", "BenchRow", "fingerprint"]
