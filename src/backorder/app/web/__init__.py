"""What stands around every request: the server, its frame, connections, logs and figures."""
