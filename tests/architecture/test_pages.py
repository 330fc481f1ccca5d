"""Pages and the entry script are thin: straight-line, and nothing but Streamlit and this package imported."""

import ast
from pathlib import Path

import pytest

import tongnan_metrics

ROOT = Path(tongnan_metrics.__file__).parents[1]
THIN = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
ALLOWED = {"streamlit", "tongnan_metrics"}
LONGEST_PAGE = 60


def imported(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", THIN, ids=lambda p: p.name)
def test_page_is_thin(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert imported(tree) <= ALLOWED
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE
