"""What was promised: how an operation ended, and the journal that remembers it."""
