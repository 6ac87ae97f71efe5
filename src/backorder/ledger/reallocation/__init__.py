"""Scarce units handed out anew: looked at first, released, undone."""
