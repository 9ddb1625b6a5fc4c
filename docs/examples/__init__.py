"""Rehearsals of sites that nobody here wrote, each with its journey, its scenario and its report."""
