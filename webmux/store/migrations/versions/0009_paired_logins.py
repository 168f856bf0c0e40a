"""Which pairing code a login began with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("logins", sa.Column("pairing", sa.String(64)))
