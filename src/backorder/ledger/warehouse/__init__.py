"""What people do with goods: receive, pick, ship, take back, move, count."""
