"""The rules of the audit, by what they are about; docs/rules.md shows each with an example."""
