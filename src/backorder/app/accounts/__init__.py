"""Who a person is: roles, log-in, two-factor, sessions, one-time links."""
