"""The elements of SVG that our plots are drawn with."""

from xml.sax.saxutils import escape

__all__ = ["line", "text"]


def line(style: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A stroke from one point to another, in pixels, of a class of the style sheet."""
    return (
        f'<line class="{style}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
        f'x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
    )


def text(at: tuple[float, float], words: str, style: str, *, anchor: str = "start") -> str:
    """Words at a point, in pixels; `anchor` is start, middle or end."""
    return (
        f'<text class="{style}" x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
