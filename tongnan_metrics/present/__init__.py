"""What users see, made from frames: theme, number formats, charts, tables, cards, exports. Pure: no I/O."""
