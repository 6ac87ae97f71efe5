"""Webhooks out: what happened, told to other systems; signed, at least once, by rows of its own."""
