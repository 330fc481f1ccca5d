"""Who may change data: every way in, and every claim that must not open the door."""

from typing import Any

import pytest

from tongnan_metrics.ui.editors import PROVIDER_KEYS, Editors, Standing, identity, missing, standing

NOW = 1_000_000.0
EDITORS = Editors.read({"emails": ["Wang.Fang@example.gov.cn"], "claim": "groups", "values": ["statistics"]})
WANG: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://id.example",
    "sub": "7",
    "email": "wang.fang@example.gov.cn",
    "email_verified": True,
    "exp": NOW + 1,
}
LI = {**WANG, "sub": "8", "email": "li@example.gov.cn", "groups": ["statistics", "staff"]}


@pytest.mark.parametrize(
    "user",
    [
        WANG,
        LI,
        {**LI, "groups": "statistics"},
        {**LI, "email": None},
        {**WANG, "email": " WANG.FANG@EXAMPLE.GOV.CN "},
        {key: value for key, value in WANG.items() if key != "email_verified"},
    ],
)
def test_editors_by_email_or_claim(user: dict[str, Any]) -> None:
    assert standing(user, EDITORS, now=NOW) is Standing.EDITOR


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"is_logged_in": False}, Standing.STRANGER),
        ({"is_logged_in": "true"}, Standing.STRANGER),
        ({"sub": ""}, Standing.STRANGER),
        ({"exp": NOW}, Standing.EXPIRED),
        ({"exp": None}, Standing.EXPIRED),
        ({"exp": True}, Standing.EXPIRED),
        ({"exp": "9999999999"}, Standing.EXPIRED),
        ({"email_verified": False}, Standing.UNVERIFIED),
        ({"email_verified": "false"}, Standing.UNVERIFIED),
        ({"email_verified": 0}, Standing.UNVERIFIED),
        ({"email_verified": None}, Standing.UNVERIFIED),
        ({"email": "wang.fang@example.gov.cn.evil.example"}, Standing.READER),
        ({"email": ["wang.fang@example.gov.cn"]}, Standing.READER),
        ({"email": ""}, Standing.READER),
        ({"email": "x", "groups": "statistics staff"}, Standing.READER),
        ({"email": "x", "groups": {"statistics": True}}, Standing.READER),
        ({"email": "x", "roles": ["statistics"]}, Standing.READER),
    ],
)
def test_everybody_else_reads(wrong: dict[str, Any], expected: Standing) -> None:
    assert standing({**WANG, **wrong}, EDITORS, now=NOW) is expected


@pytest.mark.parametrize(
    "plain",
    [{}, {"emails": {}}, {"emails": [1]}, {"emails": [""]}, {"claim": "groups"}, {"values": ["statistics"]}],
)
def test_a_configuration_that_names_nobody_lets_nobody_in(plain: dict[str, Any]) -> None:
    user = {**LI, "email": "", "": ["statistics"]}
    assert standing(user, Editors.read(plain), now=NOW) is Standing.READER


def test_nobody_is_let_in_before_he_signs_in() -> None:
    assert standing({}, EDITORS, now=NOW) is Standing.STRANGER


def test_the_journal_s_name_is_the_signed_in_identity() -> None:
    assert identity(WANG).name == "wang.fang@example.gov.cn"
    assert identity({**WANG, "name": "root", "email": None}).name == "7"
    assert identity({**WANG, "email": "a\n\u202e" + "b" * 999}).name == "a" + "b" * 119


def test_people_of_two_providers_are_two() -> None:
    keys = {identity(user).key for user in (WANG, LI, {**WANG, "iss": "https://other.example"})}
    assert len(keys) == 3
    assert all(key.isalnum() for key in keys)


def test_what_a_provider_s_configuration_lacks_is_named() -> None:
    whole = dict.fromkeys(PROVIDER_KEYS, "x")
    assert missing(whole) == ()
    assert missing({**whole, "client_id": ""}) == ("client_id",)
    assert missing({}) == PROVIDER_KEYS
