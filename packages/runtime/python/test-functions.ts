/** The functions that the Python tests run, one module. */
export const CODE = `
import json, logging, os, sys, subprocess
from decimal import Decimal

def echo(event, context): return event
def nothing(event, context): pass
def raises(event, context): raise KeyError("gone")
def exits(event, context):
    print("last words", end="")
    sys.exit(event.get("code", 0))
def hard_exits(event, context):
    print("hard")
    os._exit(3)
def unserialisable(event, context): return {1, 2}
def raw(event, context): return b"\\x00\\x01"
def decimals(event, context): return {"a": Decimal("1.10"), "b": [Decimal("12345678901234567890.5")], "c": "x"}
def unicode(event, context): return "grüße"
def whole_context(event, context):
    cc = context.client_context
    return {
        "remaining": context.get_remaining_time_in_millis(), "id": context.aws_request_id, "name": context.function_name,
        "version": context.function_version, "memory": context.memory_limit_in_mb, "group": context.log_group_name,
        "stream": context.log_stream_name, "arn": context.invoked_function_arn,
        "client": cc and {"custom": cc.custom, "title": cc.client.app_title},
        "identity": [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id],
        "trace": os.environ.get("_X_AMZN_TRACE_ID"),
    }
def logs(event, context):
    print("printed")
    print("two\\nlines")
    logger = logging.getLogger()
    logger.warning("warned %s", 1)
    logger.info("hidden")
    logger.setLevel("INFO")
    logger.info("told\\nin two lines")
    sys.stderr.write("to stderr\\n")
    sys.stdout.write("unfinished")
    return 1
def json_logs(event, context):
    logging.getLogger("mine").info("hello", extra={"order": 7})
    logging.debug("hidden")
    try:
        raise ValueError("bad")
    except ValueError:
        logging.exception("caught")
def environment(event, context): return {"env": dict(os.environ), "cwd": os.getcwd(), "path": sys.path, "argv0": sys.modules.get("frames") is None}
def child(event, context):
    subprocess.run(["echo", "from child"])
    return 1
def length(event, context): return len(event["text"])
def big(event, context): return "x" * event["size"]
`;
