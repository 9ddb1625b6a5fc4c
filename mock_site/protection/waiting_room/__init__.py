"""The waiting room: tickets before the site is full of people, passes to go in."""
