"""Reading a face: detection, expression, smoothing, affect (EM-1 to EM-4, LE-5)."""

__all__: list[str] = []
