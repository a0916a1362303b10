"""Events in, results out."""

import decimal
import json
import math
import re
import sys
import uuid

from .faults import FaultException

# From the Python 3.12 runtime on, non-ASCII text is not escaped (AWS runtime interface client, Encoder).
_ENSURE_ASCII = sys.version_info < (3, 12)


class Encoder(json.JSONEncoder):
    """Decimals become numbers with all their digits: marked while encoding, unquoted afterwards."""

    def __init__(self):
        super().__init__(ensure_ascii=_ENSURE_ASCII)
        self._mark = None

    def default(self, o):
        if not isinstance(o, decimal.Decimal):
            return super().default(o)
        if o.is_nan():
            return math.nan
        self._mark = self._mark or uuid.uuid4().hex
        return "{}:{}".format(self._mark, o)

    def encode(self, o):
        text = super().encode(o)
        return re.sub('"%s:([^"]+)"' % self._mark, r"\1", text) if self._mark else text


def encode(value):
    return Encoder().encode(value)


def unmarshal_event(body):
    try:
        return json.loads(body)
    except ValueError as error:
        raise FaultException("UnmarshalError", "Unable to unmarshal input: {}".format(error))


def marshal_result(result):
    """(content type, bytes); an empty content type stands for application/json."""
    if isinstance(result, bytes):
        return "application/unknown", result
    try:
        return "", encode(result).encode()
    except Exception as error:
        raise FaultException("MarshalError", "Unable to marshal response: {}".format(error))
