"""The charts of a report: plots of what was recorded, drawn as SVG without a browser or a network."""
