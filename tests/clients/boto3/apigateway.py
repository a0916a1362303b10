"""A REST API made by hand and one imported, in front of a function, through boto3; sys.argv[1] is the function's zip."""

import json
import os
import sys

import boto3
from checking import call, refused

api = boto3.client("apigateway")
lambda_ = boto3.client("lambda")
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]


def function():
    with open(sys.argv[1], "rb") as code:
        made = lambda_.create_function(
            FunctionName="boto-echo",
            Runtime="nodejs24.x",
            Handler="index.handler",
            Role="arn:aws:iam::000000000000:role/any",
            Code={"ZipFile": code.read()},
        )
    lambda_.get_waiter("function_active_v2").wait(FunctionName="boto-echo", WaiterConfig={"Delay": 0.2})
    return made["FunctionArn"]


def uri(function_arn):
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function_arn}/invocations"


def url(api_id, stage, path):
    return f"{ENDPOINT}/_aws/execute-api/{api_id}/{stage}{path}"


def permit(api_id):
    lambda_.add_permission(
        FunctionName="boto-echo",
        StatementId=f"of-{api_id}",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:000000000000:{api_id}/*/*/*",
    )


def by_hand(function_arn):
    made = api.create_rest_api(name="boto-api", description="by hand", tags={"team": "blue"})
    api_id, root = made["id"], made["rootResourceId"]
    assert made["tags"] == {"team": "blue"}
    assert api_id in [it["id"] for it in api.get_rest_apis()["items"]]
    things = api.create_resource(restApiId=api_id, parentId=root, pathPart="things")
    thing = api.create_resource(restApiId=api_id, parentId=things["id"], pathPart="{id}")
    assert thing["path"] == "/things/{id}"
    method = {"restApiId": api_id, "resourceId": thing["id"], "httpMethod": "POST"}
    api.put_method(**method, authorizationType="NONE")
    api.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri(function_arn))
    assert api.get_integration(**method)["type"] == "AWS_PROXY"
    mock = {"restApiId": api_id, "resourceId": root, "httpMethod": "GET"}
    api.put_method(**mock, authorizationType="NONE")
    api.put_integration(**mock, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    api.put_method_response(**mock, statusCode="200")
    api.put_integration_response(**mock, statusCode="200", responseTemplates={"application/json": '{"from":"mock"}'})
    deployment = api.create_deployment(restApiId=api_id, stageName="dev", variables={"colour": "red"})
    assert api.get_stage(restApiId=api_id, stageName="dev")["deploymentId"] == deployment["id"]
    assert call(url(api_id, "dev", "/things/7"), "POST")[0] == 500
    permit(api_id)
    status, headers, text = call(
        url(api_id, "dev", "/things/7?a=1&a=2"), "POST", b'{"n":1}', {"content-type": "application/json", "x-own": "yes"}
    )
    event = json.loads(text)
    assert (status, headers["x-from"]) == (201, "function"), text
    assert (event["path"], event["resource"], event["body"]) == ("/things/7", "/things/{id}", '{"n":1}')
    assert (event["pathParameters"], event["stageVariables"]) == ({"id": "7"}, {"colour": "red"})
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]} and "yes" in event["headers"].values()
    assert (event["requestContext"]["apiId"], event["requestContext"]["stage"]) == (api_id, "dev")
    assert call(url(api_id, "dev", "/"))[2] == '{"from":"mock"}'
    status, headers, text = call(url(api_id, "dev", "/nowhere"))
    assert (status, headers["x-amzn-errortype"]) == (403, "MissingAuthenticationTokenException")
    assert json.loads(text) == {"message": "Missing Authentication Token"}

    api.update_stage(
        restApiId=api_id,
        stageName="dev",
        patchOperations=[{"op": "replace", "path": "/variables/colour", "value": "green"}],
    )
    assert json.loads(call(url(api_id, "dev", "/things/8"), "POST")[2])["stageVariables"] == {"colour": "green"}
    with refused("ConflictException", status=409):
        api.create_resource(restApiId=api_id, parentId=root, pathPart="things")
    with refused("BadRequestException", status=400):
        api.create_deployment(restApiId=api.create_rest_api(name="empty")["id"])
    with refused("NotFoundException", "Invalid Method identifier specified", 404):
        api.get_method(restApiId=api_id, resourceId=root, httpMethod="PUT")
    api.tag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api_id}", tags={"stage": "dev"})
    assert api.get_rest_api(restApiId=api_id)["tags"] == {"team": "blue", "stage": "dev"}
    api.delete_stage(restApiId=api_id, stageName="dev")
    assert call(url(api_id, "dev", "/things/7"), "POST")[0] == 403
    api.delete_rest_api(restApiId=api_id)
    with refused("NotFoundException", "Invalid API identifier specified 000000000000:" + api_id, 404):
        api.get_rest_api(restApiId=api_id)


def imported(function_arn):
    operation = {
        "responses": {"200": {"description": "fine"}},
        "x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": uri(function_arn)},
    }
    document = {
        "openapi": "3.0.1",
        "info": {"title": "boto-imported", "version": "1"},
        "paths": {"/pets": {"get": operation}, "/pets/{proxy+}": {"x-amazon-apigateway-any-method": operation}},
    }
    made = api.import_rest_api(body=json.dumps(document).encode(), failOnWarnings=True)
    api_id = made["id"]
    assert made["name"] == "boto-imported"
    pages = api.get_paginator("get_resources").paginate(restApiId=api_id, PaginationConfig={"PageSize": 2})
    resources = {it["path"]: it for page in pages for it in page["items"]}
    assert sorted(resources) == ["/", "/pets", "/pets/{proxy+}"]
    assert list(resources["/pets/{proxy+}"]["resourceMethods"]) == ["ANY"]
    permit(api_id)
    api.create_deployment(restApiId=api_id, stageName="v1")
    assert json.loads(call(url(api_id, "v1", "/pets"))[2])["httpMethod"] == "GET"
    event = json.loads(call(url(api_id, "v1", "/pets/a/b"), "DELETE")[2])
    assert (event["pathParameters"], event["httpMethod"]) == ({"proxy": "a/b"}, "DELETE")
    document["paths"] = {"/cats": {"get": operation}}
    api.put_rest_api(restApiId=api_id, mode="overwrite", body=json.dumps(document).encode())
    assert sorted(it["path"] for it in api.get_resources(restApiId=api_id)["items"]) == ["/", "/cats"]
    assert call(url(api_id, "v1", "/cats"))[0] == 403, "what is not deployed does not answer"
    with refused("BadRequestException", status=400):
        api.import_rest_api(body=b"no document")
    api.delete_rest_api(restApiId=api_id)


arn = function()
by_hand(arn)
imported(arn)
lambda_.delete_function(FunctionName="boto-echo")
