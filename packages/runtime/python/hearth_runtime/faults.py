"""Errors in AWS's form: errorMessage, errorType, requestId, stackTrace."""

import os
import sys
import traceback

_RUNTIME_DIRECTORY = os.path.dirname(os.path.abspath(__file__)) + os.sep


class FaultException(Exception):
    """What the runtime itself finds wrong: a `Runtime.*` error."""

    def __init__(self, exception_type, message, trace=None):
        super().__init__(message)
        self.exception_type = "Runtime." + exception_type
        self.message = message
        self.trace = trace


def error_result(message, error_type, stack_trace, request_id):
    return {
        "errorMessage": message or "",
        "errorType": error_type or "",
        "requestId": request_id or "",
        "stackTrace": stack_trace or [],
    }


def current_error(request_id):
    """The exception being handled; its trace starts after the runtime's own frames."""
    exception_type, value, trace = sys.exc_info()
    if isinstance(value, FaultException):
        return error_result(value.message, value.exception_type, value.trace, request_id)
    frames = traceback.extract_tb(trace)
    while frames and frames[0].filename.startswith(_RUNTIME_DIRECTORY):
        del frames[0]
    # Rebuilt without columns: Python 3.11's carets are not in AWS's traces.
    plain = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames]
    return error_result(str(value), exception_type.__name__, traceback.format_list(plain), request_id)
