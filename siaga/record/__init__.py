"""The facts that a run leaves behind: its folder, its tallies and its latency logs."""
