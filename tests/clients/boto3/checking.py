"""What the scripts of real use share: expecting an error by its code and text, and by its status."""

import urllib.error
import urllib.request
from contextlib import contextmanager

from botocore.exceptions import ClientError


@contextmanager
def refused(code, message=None, status=None):
    """Whatever runs inside must fail with the error `code`; `message` and `status` are compared when given."""
    try:
        yield
    except ClientError as error:
        answer = error.response
        assert answer["Error"]["Code"] == code, answer
        if message is not None:
            assert answer["Error"]["Message"] == message, answer
        if status is not None:
            assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
        return
    raise AssertionError(f"nothing failed; {code} was expected")


def call(url, method="GET", body=None, headers=None):
    """A plain HTTP request, without any signature of its own: status, headers, text."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()
