"""The self-test: siaga plays a site that is known to be good or wrong, and has to say which."""
