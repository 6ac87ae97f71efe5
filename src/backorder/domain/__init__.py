"""What a promise is: pure decisions, no input or output, no clock, no framework."""
