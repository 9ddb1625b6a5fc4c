"""The highest load at which objectives hold: looked for with real runs, one a level."""
