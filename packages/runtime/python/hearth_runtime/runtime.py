"""From an empty runtime to a function's, and its invocations one after another."""

import json
import logging
import os
import sys
import time

from . import frames
from .context import LambdaContext
from .faults import current_error
from .handler import load_handler
from .logs import FunctionLog
from .marshal_json import encode, marshal_result, unmarshal_event

UNHANDLED_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a "
    "change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous "
    "runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def main():
    channel = frames.Channel()
    channel.send_json(frames.READY, {"pid": os.getpid(), "version": "%d.%d.%d" % sys.version_info[:3]})
    received = channel.receive()
    if received is None:
        return
    init = json.loads(received[1])
    log = FunctionLog(channel, init.get("logFormat") == "JSON")
    _prepare(init)
    received = channel.receive()
    if received is None or received[0] != frames.LOAD:
        return
    try:
        handler = _initialise(channel, log, init)
        invokes = frames.InvokeReader()
        while True:
            received = channel.receive()
            if received is None:
                return
            _invoke(channel, log, handler, *invokes.read(received[1]))
    finally:
        # `sys.exit` in the function, too: what it wrote is not lost.
        log.flush()


def _prepare(init):
    """What can be done before the function's files are there."""
    if "env" in init:
        _replace_environment(init["env"])


def _initialise(channel, log, init):
    os.chdir(init["taskRoot"])
    _set_module_path(init["taskRoot"], init["layerRoot"])
    log.capture_output()
    log.setup_logging(init.get("logLevel"))
    try:
        handler = load_handler(init.get("handler", os.environ.get("_HANDLER", "")))
    except Exception:
        error = current_error(None)
        logging.warning(UNHANDLED_WARNING)
        log.error(error)
        log.flush()
        channel.send(frames.INIT_ERROR, encode(error).encode())
        sys.exit(1)
    log.flush()
    channel.send(frames.INIT_DONE)
    return handler


def _invoke(channel, log, handler, header, event):
    request_id = header["requestId"]
    log.request_id = request_id
    _set_trace_id(header.get("traceId"))
    try:
        result = handler(unmarshal_event(event), LambdaContext(header))
        content_type, body = marshal_result(result)
    except Exception:
        error = current_error(request_id)
        log.flush()
        log.error(error)
        channel.fail(header["number"], error["errorType"], encode(error).encode())
        return
    log.flush()
    channel.respond(header["number"], content_type, body)


def _replace_environment(env):
    for name in set(os.environ) - set(env):
        del os.environ[name]
    os.environ.update(env)
    time.tzset()


def _set_module_path(task_root, layer_root):
    version = "python%d.%d" % sys.version_info[:2]
    python = os.path.join(layer_root, "python")
    first = [task_root, os.path.join(python, "lib", version, "site-packages"), python]
    first += [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    sys.path[:0] = first


def _set_trace_id(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
