"""Commands of Django that are ours, or in our way."""
