"""The forms of the site: what people send, read strictly, checked and normalised."""
