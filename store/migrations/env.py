"""Runs the migrations on the connection that `store.database.migrate` hands over."""

from alembic import context

from store import models

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=models.Run.metadata, transactional_ddl=True)
context.run_migrations()
