"""The store: where the site keeps accounts, registrations and waves, and what it promises of them."""
