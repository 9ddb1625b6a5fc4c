"""siaga rehearses a launch: it plays an opening day, audits every promise and says GO or NO-GO."""

__version__ = "0.1.0"
