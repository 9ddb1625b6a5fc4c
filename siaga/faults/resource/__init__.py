"""Faults of resources: files, descriptors, computing time."""
