"""The network proxy: a process between two that talk, which harms what passes through it."""
