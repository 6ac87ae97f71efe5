"""What needs a person: exceptions opened and closed, the calendar's tasks, work lists."""
