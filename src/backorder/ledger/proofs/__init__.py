"""That the books are right: invariants, the hash of a state, the journal carried out again."""
