"""The REST API: lists and objects by set-based reads, verbs by their own JSON, one description."""
