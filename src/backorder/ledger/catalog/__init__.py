"""What rarely changes: products, places, suppliers, calendars, lanes, policies."""
