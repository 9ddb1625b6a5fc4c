"""Judging a run: pure functions from recorded facts to findings, objectives and a verdict."""
