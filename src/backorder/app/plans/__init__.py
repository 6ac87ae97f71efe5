"""The plan: from the books to forecasts, lead times, stock policies and purchase proposals."""
