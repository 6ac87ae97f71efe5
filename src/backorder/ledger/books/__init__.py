"""Products with their supplies and pegs, held in memory while a verb changes them."""
