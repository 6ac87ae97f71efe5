"""Tokens of programs that call the API: made, kept as hashes, checked, limited, revoked."""
