"""Faults that are Chaos Toolkit activities and experiments."""
