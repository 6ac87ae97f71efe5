"""Purchases from the draft to their end, and the suppliers' words, delays and outages."""
