"""Purchases on paper: as PDF and file, by e-mail, and answered by the supplier."""
