"""Migrations: numbered scripts that bring a store from each version to the next, one per dialect."""
