"""The one Django project: schema and migrations today; pages, REST and accounts as they come."""
