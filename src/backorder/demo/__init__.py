"""A seeded company to play with: who it is, its year through the ledger's verbs, and its report."""
