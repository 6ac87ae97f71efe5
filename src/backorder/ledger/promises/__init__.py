"""Who is told what after supplies changed: promise versions, delay cases, plans that roll on."""
