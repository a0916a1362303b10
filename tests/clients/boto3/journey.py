"""The journey of journey.contract.ts through boto3; prints what happened as one JSON object."""

import json
import os
import sys

import boto3
from botocore.exceptions import ClientError

name, first_zip, second_zip = sys.argv[1:4]
lambda_ = boto3.client("lambda")
logs = boto3.client("logs")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def code_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "no error"


def invoke(payload):
    answer = lambda_.invoke(FunctionName=name, Payload=json.dumps(payload))
    return json.loads(answer["Payload"].read())


result = {"identity": boto3.client("sts").get_caller_identity()["Account"]}
lambda_.create_function(
    FunctionName=name,
    Runtime="nodejs24.x",
    Handler="index.handler",
    Role="arn:aws:iam::000000000000:role/any",
    Code={"ZipFile": read(first_zip)},
)
lambda_.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
result["first"] = invoke({"n": 1})
lambda_.update_function_code(FunctionName=name, ZipFile=read(second_zip))
lambda_.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": {"GREETING": "bonjour"}})
lambda_.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
result["second"] = invoke({"n": 2})
events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern="journey")["events"]
result["logged"] = len(events)
result["unknownFunction"] = code_of(lambda_.get_function, FunctionName="no-such-function")
result["badInput"] = code_of(lambda_.update_function_configuration, FunctionName=name, Role="nonsense")
lambda_.delete_function(FunctionName=name)
result["afterDelete"] = code_of(lambda_.get_function, FunctionName=name)
json.dump(result, sys.stdout)
