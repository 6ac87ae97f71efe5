"""The customer's own page, by a link and without an account, and who waits for what is sold out."""
