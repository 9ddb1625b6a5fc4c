"""How large the real day has to be: a scalability law of measured runs, and a queue in front of it."""
