"""The site's neighbours: services that it depends on and does not own, each a process of its own."""
