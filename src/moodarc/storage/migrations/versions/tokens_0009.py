"""Keys of the service: who may ask it for what, each with a hash of its secret."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "tokens",
        sa.Column("id", number, nullable=False),
        sa.Column("listener_id", number),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("last_used_at", UtcTime),
        sa.Column("expires_at", UtcTime),
        sa.Column("revoked_at", UtcTime),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name="fk_tokens_listener_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tokens_listener_id", "tokens", ["listener_id"])
