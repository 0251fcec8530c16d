"""Spoken: which handle does a person mean who types one?"""

from __future__ import annotations

from rapport.core.errors import UserError
from rapport.core.person import Handle, HandleKind
from rapport.core.phrase import say
from rapport.people.handles import clean


def read_handle(text: str, region: str) -> Handle:
    """Read an e-mail, a phone, `network:@account` or `source:customer id`; raises UserError.

    >>> read_handle("anne@example.fr", "FR").kind
    <HandleKind.EMAIL: 'email'>
    >>> read_handle("instagram:@anne", "FR").realm
    'instagram'
    """
    realm, _, rest = text.partition(":")
    if rest.startswith("@"):
        kind, value, realm = HandleKind.ACCOUNT, rest, realm
    elif rest:
        kind, value, realm = HandleKind.CUSTOMER_ID, rest, realm
    else:
        kind, value, realm = (HandleKind.EMAIL if "@" in text else HandleKind.PHONE), text, ""
    handle = clean(kind, value, realm=realm, region=region)
    if handle is None:
        raise UserError(
            say(
                "“{text}” is no handle: give an e-mail, a phone, network:@account "
                "or source:customer-id",
                text=text,
            )
        )
    return handle
