"""What a shop shows its customers: when a product can be had, and what else they may take."""
