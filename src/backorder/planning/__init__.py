"""The numbers. Arrays in, arrays out: built on the domain, knowing neither ledger nor framework."""
