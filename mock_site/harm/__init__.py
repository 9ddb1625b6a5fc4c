"""Harm: what the site can be told to suffer, so that a rehearsal sees how it bears it."""
