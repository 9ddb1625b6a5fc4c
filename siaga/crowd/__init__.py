"""Who comes: visitors with browsers who walk journeys, and the Locust side that sends them.

A Locust file needs `Launch`, `Visitor` and nothing else; importing this package imports nothing
heavy and patches nothing.
"""
