"""Delay cases in the hands of customers, staff and the calendar."""
