"""What runs by itself: tasks on schedules that people can change, and alarms when they fail."""
