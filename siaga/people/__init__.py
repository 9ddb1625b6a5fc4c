"""Synthetic people: identities that belong to nobody, each a pure function of seed, epoch and index."""
