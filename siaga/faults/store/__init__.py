"""Faults of the store behind the site."""
