"""The schema, its migrations, the pages, the REST API and accounts, on Django."""
