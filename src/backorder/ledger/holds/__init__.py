"""Quotes and holds: claims that expire, and how they become orders."""
