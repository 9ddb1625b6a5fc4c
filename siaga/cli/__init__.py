"""The command `siaga`: one file a command; each parses and wires, and decides nothing."""
