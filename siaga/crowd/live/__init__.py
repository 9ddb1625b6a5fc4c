"""The live page beside Locust's web interface: what a run shows of itself, and its buttons."""
