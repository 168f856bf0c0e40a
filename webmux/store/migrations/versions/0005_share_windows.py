"""Links to one window of a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("shares", sa.Column("window_id", sa.String(16)))
    op.add_column("shares", sa.Column("window_name", sa.String(256)))
