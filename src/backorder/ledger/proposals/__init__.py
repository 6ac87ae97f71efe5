"""What to buy from whom: worked out, kept, decided."""
