"""The toxics: what the proxy can do to what passes, one file each, with toxiproxy's words."""
