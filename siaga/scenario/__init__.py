"""What is to happen in a run: the scenario file, its phases and the intended time of every arrival."""
