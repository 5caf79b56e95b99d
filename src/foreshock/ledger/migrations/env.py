"""Where Alembic is handed the ledger's own connection. The law: a migration runs inside the transaction given."""

from __future__ import annotations

from alembic import context

from foreshock.ledger import schema

context.configure(connection=context.config.attributes["connection"], target_metadata=schema.tables)
with context.begin_transaction():
    context.run_migrations()
