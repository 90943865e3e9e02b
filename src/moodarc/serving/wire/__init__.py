"""What travels: a module per topic, pydantic models with examples, and how records become them."""

__all__: list[str] = []
