"""Who may do what: tokens, scopes, limits of rate and size."""

__all__: list[str] = []
