"""Notices: customers, suppliers and people of the shop hear what concerns them, once."""
