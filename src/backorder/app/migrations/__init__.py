"""Migrations, applied by ``backorder migrate`` and at the first start of the embedded server."""
