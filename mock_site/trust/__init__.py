"""Whom the site trusts: passwords, sessions, seals, and the tokens of forms and links."""
