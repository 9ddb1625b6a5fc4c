"""Faults: what harms a site on purpose, each with a proof that it happened and a way back."""
