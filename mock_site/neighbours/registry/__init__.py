"""The identity registry: knows who people are, and answers so many look-ups a second and a day."""
