"""Who may change data: what the secrets say, and what a signed-in user's claims say to it. Pure.

Every change asks `standing` anew at the moment it is made: a button that is not drawn protects nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PROVIDER_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
LONGEST_NAME = 120


class Standing(StrEnum):
    """What the reader may do: only an editor changes anything, all others read."""

    CLOSED = "closed"
    STRANGER = "stranger"
    EXPIRED = "expired"
    UNVERIFIED = "unverified"
    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Editors:
    """Who may change data: these e-mail addresses, or whoever has one of `values` in the claim named `claim`."""

    emails: frozenset[str] = frozenset()
    claim: str = ""
    values: frozenset[str] = frozenset()

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "Editors":
        """The editors a configuration names; what is not written as it should be lets nobody in."""
        claim = plain.get("claim")
        return cls(
            frozenset(email.casefold() for email in _words(plain.get("emails"))),
            claim if isinstance(claim, str) else "",
            _words(plain.get("values")),
        )

    def include(self, user: Mapping[str, object]) -> bool:
        """Whether the user's claims make an editor; whether they are still good is not asked here."""
        by_email = bool(_words(user.get("email")) and _email(user).casefold() in self.emails)
        by_claim = bool(self.claim and _words(user.get(self.claim)) & self.values)
        return by_email or by_claim


@dataclass(frozen=True, slots=True)
class Editor:
    """One editor: `name` is who the journal says did it, `key` tells the people of all providers apart."""

    name: str
    key: str


def missing(auth: Mapping[str, object]) -> tuple[str, ...]:
    """What a provider's configuration lacks for signing in."""
    return tuple(key for key in PROVIDER_KEYS if not _words(auth.get(key)))


def standing(user: Mapping[str, object], editors: Editors, *, now: float) -> Standing:
    """What a user may do; `user` are the claims of the identity token, `now` is in seconds since 1970."""
    if user.get("is_logged_in") is not True or not _words(user.get("sub")):
        return Standing.STRANGER
    if not _is_good(user.get("exp"), now):
        return Standing.EXPIRED
    if user.get("email_verified", True) not in (True, "true"):
        return Standing.UNVERIFIED
    return Standing.EDITOR if editors.include(user) else Standing.READER


def identity(user: Mapping[str, object]) -> Editor:
    """Who the user is, by the provider's word: the e-mail address, else the provider's own name for the person."""
    told = f"{user.get('iss')}\n{user.get('sub')}"
    name = _email(user) or str(user.get("sub"))
    return Editor("".join(filter(str.isprintable, name))[:LONGEST_NAME], hashlib.sha256(told.encode()).hexdigest()[:32])


def _email(user: Mapping[str, object]) -> str:
    email = user.get("email")
    return email.strip() if isinstance(email, str) else ""


def _is_good(expires: object, now: float) -> bool:
    """A token without an end is as good as an expired one."""
    return isinstance(expires, int | float) and not isinstance(expires, bool) and now < expires


def _words(value: object) -> frozenset[str]:
    """One word or a list of words; anything else is none."""
    many = value if isinstance(value, list | tuple) else [value]
    return frozenset(word.strip() for word in many if isinstance(word, str) and word.strip())
