"""Self-attention over a listener's moments (LIN-3): which of them tell what comes next."""

from moodarc.listener.attention.tokens import MOST_MOMENTS, TOKEN_FEATURES, Tokens, tokens

__all__ = ["MOST_MOMENTS", "TOKEN_FEATURES", "Tokens", "tokens"]
