"""The double-entry ledger of money: terms, payments, refunds."""
