"""Admission control: as much work at once as a process can do, and the rest refused at once."""
