"""What items are, rather than who played them: taste by content."""

from moodarc.recommend.content.content_based import ContentBased, ContentProfile
from moodarc.recommend.content.features import content_points, normalised

__all__ = ["ContentBased", "ContentProfile", "content_points", "normalised"]
