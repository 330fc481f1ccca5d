"""Questions to a release: a selection goes in, a tidy frame or a figure comes out. Only this package knows DuckDB."""
