"""Payment providers: what is asked of one over HTTP, and what it sends by itself."""
