"""How every verb runs: one transaction, one journal row, one answer per key; SQL and arrays."""
