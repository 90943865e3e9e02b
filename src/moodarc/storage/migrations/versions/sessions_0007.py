"""Sessions, and what made a list: its cause, the policy's arm and the arm's propensity."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "sessions",
        sa.Column("id", number, nullable=False),
        sa.Column("listener_id", number, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("goal", sa.JSON),
        sa.Column("minutes", sa.Double),
        sa.Column("seed_track_id", number),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name="fk_sessions_listener_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_listener_id_at", "sessions", ["listener_id", "at"])
    op.add_column("decisions", sa.Column("cause", sa.Text, nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("arm", sa.String(64), nullable=False, server_default=""))
    op.add_column(
        "decisions", sa.Column("propensity", sa.Double, nullable=False, server_default="1")
    )
