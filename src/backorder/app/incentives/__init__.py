"""Incentives: given by the rules where they pay, listed, and measured against who was held out."""
