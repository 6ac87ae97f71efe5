"""What customers are given for waiting: rules, codes, and their use."""
