"""The pages' stage: shell, filters, links, cached frames and the blocks pages are built from. All of Streamlit."""

from pathlib import Path

SHELL = Path(__file__).parent / "shell.py"
