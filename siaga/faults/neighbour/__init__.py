"""Faults of neighbours, which are told to misbehave."""
