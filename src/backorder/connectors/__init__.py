"""Other people's formats: they are read, checked, and handed to the verbs; no table is written."""
