"""Words by which a subscription is stopped from a message, by whoever has it and by nobody else."""

from itsdangerous import BadData, URLSafeTimedSerializer

from dashboard.access.session_key import session_key
from dashboard.errors import Denied
from dashboard.paths import Home

DAYS = 400
_SALT = "metron-stop"
LONGEST = 200


def stop_word(home: Home, subscription: int) -> str:
    """The word that stops a subscription.

    Raises:
        Failed: the key of this home cannot be read.
    """
    return str(_signer(home).dumps(subscription))


def read_stop_word(home: Home, word: str) -> int:
    """The subscription that a word stops.

    Raises:
        Denied: it was not made here, was changed, or is older than it may be.
    """
    try:
        found = _signer(home).loads(word[:LONGEST], max_age=DAYS * 24 * 3600)
    except BadData as error:
        raise Denied("access.stop_void") from error
    if not isinstance(found, int):
        raise Denied("access.stop_void")
    return found


def _signer(home: Home) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(session_key(home), salt=_SALT)
