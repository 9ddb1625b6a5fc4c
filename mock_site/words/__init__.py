"""Words: everything that the pages say, one catalogue a language, all with the same keys."""
