"""What listeners correct of the estimates of tracks."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "corrections",
        sa.Column("id", number, nullable=False),
        sa.Column("listener_id", number, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("track_id", number, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.ForeignKeyConstraint(
            ["listener_id"],
            ["listeners.id"],
            name="fk_corrections_listener_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name="fk_corrections_track_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_listener_id_at", "corrections", ["listener_id", "at"])
