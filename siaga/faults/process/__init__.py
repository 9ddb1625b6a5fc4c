"""Faults of processes: killed, paused, restarted, without power."""
