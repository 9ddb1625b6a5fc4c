"""Rate limits: how often one account, one phone, one address may ask."""
