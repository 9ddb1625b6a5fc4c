"""Faults on the way to a target, made by the proxy."""
