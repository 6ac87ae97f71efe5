"""Measurements side by side with the least that the same machine could do. See `docs/reference`."""
