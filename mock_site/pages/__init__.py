"""The pages of the site: how an answer is made, for people and for programmes."""
