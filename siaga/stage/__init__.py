"""The conductor of a run: what is started, in which order, and what is undone at the end."""
