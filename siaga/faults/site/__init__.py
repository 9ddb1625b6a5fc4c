"""Faults that the built-in site suffers because it is told to."""
