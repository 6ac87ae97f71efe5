"""Orders from the question whether they can be had to their change, swap and end."""
