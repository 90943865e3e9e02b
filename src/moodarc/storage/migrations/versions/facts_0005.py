"""Facts that listeners tell of themselves; the intent and the offer of a decision."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("decisions", sa.Column("intent", sa.JSON))
    op.add_column(
        "decisions",
        sa.Column("lift_offered", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "facts",
        sa.Column("id", _row_number(), nullable=False),
        sa.Column("listener_id", _row_number(), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name="fk_facts_listener_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("listener_id", "name", name="uq_facts_listener_id_name"),
        sqlite_autoincrement=True,
    )


def _row_number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")
