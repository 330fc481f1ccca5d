"""Reads files that nobody has vouched for, in a process of its own with limits, into sheets of plain text.

`process` starts a child; `child` and `confine` are what it does about itself. `__main__` is the one that reads
(`reading`): it tells the kind of file by its content (`kinds`), looks at what is inside before any reader does
(`archive`, `scan_xlsx`, `scan_ods`, `scan_xls`), reads it (`book`, `text`) and hands Arrow files back (`output`).
Nothing here knows what a report is, and that child imports nothing else of the package. Nothing in a file is ever
executed or followed.
"""
