"""What the books say about how well customers were served. Reads, and labels of causes."""
