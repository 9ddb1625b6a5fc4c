"""The Draft: a journey and its scenario, written for a team from what they have of their site."""
