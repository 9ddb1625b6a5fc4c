"""The Reference: pages that are written from the code, by `make reference`."""
