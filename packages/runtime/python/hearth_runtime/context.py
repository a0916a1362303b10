"""The handler's context object."""

import json
import os
import sys
import time

from .faults import FaultException


class LambdaContext:
    def __init__(self, header):
        environ = os.environ
        self.aws_request_id = header["requestId"]
        self.log_group_name = environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = header.get("invokedFunctionArn")
        self.tenant_id = header.get("tenantId")
        self.client_context = _client_context(_parse(header.get("clientContext"), "Client Context"))
        identity = _parse(header.get("cognitoIdentity"), "Cognito Identity") or {}
        self.identity = CognitoIdentity()
        self.identity.cognito_identity_id = identity.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")
        self._epoch_deadline_time_in_ms = header["deadlineMs"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._epoch_deadline_time_in_ms) - int(time.time() * 1000))

    def log(self, msg):
        sys.stdout.write(str(msg))

    def __repr__(self):
        names = (
            "aws_request_id,log_group_name,log_stream_name,function_name,memory_limit_in_mb,function_version,"
            "invoked_function_arn,client_context,identity,tenant_id"
        ).split(",")
        return _describe(self, names)


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]

    def __repr__(self):
        return _describe(self, self.__slots__)


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]

    def __repr__(self):
        return _describe(self, self.__slots__)


class ClientContext:
    __slots__ = ["custom", "env", "client"]

    def __repr__(self):
        return _describe(self, self.__slots__)


def _client_context(fields):
    context = _from_fields(ClientContext, fields)
    if context is not None:
        context.client = _from_fields(Client, context.client)
    return context


def _from_fields(cls, fields):
    if fields is None:
        return None
    instance = cls()
    for name in cls.__slots__:
        setattr(instance, name, fields.get(name))
    return instance


def _parse(text, name):
    if not text or not isinstance(text, str):
        return text or None
    try:
        return json.loads(text)
    except ValueError as error:
        raise FaultException("LambdaContextUnmarshalError", "Unable to parse {} JSON: {}".format(name, error))


def _describe(instance, names):
    fields = ",".join("{}={}".format(name, getattr(instance, name)) for name in names)
    return "{}([{}])".format(type(instance).__name__, fields)
