"""What lies outside the site: its neighbours, and how a worker speaks to them."""
