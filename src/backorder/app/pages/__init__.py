"""The web pages: what a person sees and does in a browser. Each change they make is a verb."""
