"""Every sentence users read has its Chinese, with the same blanks to fill, and none is left over."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import tongnan_metrics
from tongnan_metrics.locale import messages, speaking, tr

PACKAGE = Path(tongnan_metrics.__file__).parent
SOURCES = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.parent.glob("pages/*.py")])
SPOKEN_BY = {"tr"}


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence handed to `tr` and where it stands."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPOKEN_BY and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value), f"{path.name}:{node.lineno}"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_sentence_has_its_chinese() -> None:
    missing = {sentence: where for sentence, where in sentences() if sentence not in messages()}
    assert not missing


def test_no_sentence_has_two_translations() -> None:
    said = re.findall(r'^msgid "(.+)"$', (PACKAGE / "locale" / "zh_CN.po").read_text(encoding="utf-8"), re.MULTILINE)
    assert [sentence for sentence, count in Counter(said).items() if count > 1] == []


def test_every_sentence_is_said_somewhere() -> None:
    literals = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not set(messages()) - literals


@pytest.mark.parametrize("sentence", messages())
def test_chinese_fills_the_same_blanks(sentence: str) -> None:
    assert blanks(messages()[sentence]) == blanks(sentence)


@pytest.mark.parametrize("sentence", messages())
def test_english_has_no_chinese_crumbs(sentence: str) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", sentence)


def test_tr_speaks_the_language_in_use() -> None:
    sentence = next(iter(messages()))
    assert tr(sentence) == messages()[sentence]
    with speaking("en"):
        assert tr(sentence) == sentence
