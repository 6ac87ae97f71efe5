"""The replay: an order history goes through the ledger's verbs once more, in virtual time."""
