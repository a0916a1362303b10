"""Stacks as programs use them through boto3: waiters, change sets, events, exports, what goes wrong; sys.argv[1] is a bucket for templates."""

import json
import sys

import boto3
from botocore.exceptions import WaiterError
from checking import refused

cloudformation = boto3.client("cloudformation")
logs = boto3.client("logs")
FAST = {"Delay": 0.1, "MaxAttempts": 100}


def wait(what, name, **more):
    cloudformation.get_waiter(what).wait(**{"StackName": name, **more}, WaiterConfig=FAST)


def group(name, **properties):
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, **properties}}


def template(**resources):
    return json.dumps({"Resources": resources})


def stack(name):
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]


def groups(prefix):
    return [it["logGroupName"] for it in logs.describe_log_groups(logGroupNamePrefix=prefix)["logGroups"]]


def life_of_a_stack():
    body = """
AWSTemplateFormatVersion: '2010-09-09'
Description: From Python
Parameters:
  Name: { Type: String, MinLength: 2 }
  Days: { Type: Number, Default: 7 }
Conditions:
  Long: !Not [!Equals [!Ref Days, '7']]
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub '/boto/${Name}', RetentionInDays: !Ref Days }
  Extra: { Type: AWS::Logs::LogGroup, Condition: Long }
Outputs:
  Group: { Value: !Ref Group, Description: its name, Export: { Name: boto-group } }
  Arn: { Value: !GetAtt Group.Arn }
"""
    summary = cloudformation.get_template_summary(TemplateBody=body)
    assert (summary["Description"], set(summary["ResourceTypes"])) == ("From Python", {"AWS::Logs::LogGroup"})
    assert [it["ParameterKey"] for it in cloudformation.validate_template(TemplateBody=body)["Parameters"]] == [
        "Name",
        "Days",
    ]
    named = [{"ParameterKey": "Name", "ParameterValue": "first"}]
    made = cloudformation.create_stack(
        StackName="boto", TemplateBody=body, Parameters=named, Tags=[{"Key": "team", "Value": "blue"}]
    )
    wait("stack_exists", "boto")
    wait("stack_create_complete", "boto")
    found = stack("boto")
    assert (found["StackId"], found["StackStatus"], found["Description"]) == (
        made["StackId"],
        "CREATE_COMPLETE",
        "From Python",
    )
    outputs = {it["OutputKey"]: it for it in found["Outputs"]}
    assert outputs["Group"]["OutputValue"] == "/boto/first" and outputs["Group"]["ExportName"] == "boto-group"
    arn = "arn:aws:logs:us-east-1:000000000000:log-group:/boto/first"
    assert outputs["Arn"]["OutputValue"] == f"{arn}:*"
    tags = logs.list_tags_for_resource(resourceArn=arn)["tags"]
    assert tags == {
        "team": "blue",
        "aws:cloudformation:stack-name": "boto",
        "aws:cloudformation:logical-id": "Group",
        "aws:cloudformation:stack-id": made["StackId"],
    }
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName="boto")
    events = [event for page in pages for event in page["StackEvents"]]
    assert (events[0]["ResourceStatus"], events[-1]["ResourceStatus"]) == ("CREATE_COMPLETE", "CREATE_IN_PROGRESS")
    assert {event["StackId"] for event in events} == {made["StackId"]}

    cloudformation.update_stack(
        StackName="boto",
        UsePreviousTemplate=True,
        Parameters=[
            {"ParameterKey": "Name", "UsePreviousValue": True},
            {"ParameterKey": "Days", "ParameterValue": "30"},
        ],
    )
    wait("stack_update_complete", "boto")
    resources = {it["LogicalResourceId"]: it for it in cloudformation.list_stack_resources(StackName="boto")["StackResourceSummaries"]}
    assert resources["Extra"]["PhysicalResourceId"].startswith("boto-Extra-")
    assert logs.describe_log_groups(logGroupNamePrefix="/boto/first")["logGroups"][0]["retentionInDays"] == 30
    detail = cloudformation.describe_stack_resource(StackName="boto", LogicalResourceId="Group")["StackResourceDetail"]
    assert detail["ResourceStatus"] == "UPDATE_COMPLETE"
    assert cloudformation.get_template(StackName="boto")["TemplateBody"] == body


def exports():
    importing = json.dumps(
        {"Resources": {"Group": group("/boto/taker", Tags=[{"Key": "of", "Value": {"Fn::ImportValue": "boto-group"}}])}}
    )
    cloudformation.create_stack(StackName="boto-taker", TemplateBody=importing)
    wait("stack_create_complete", "boto-taker")
    assert [it["Value"] for it in cloudformation.list_exports()["Exports"] if it["Name"] == "boto-group"] == [
        "/boto/first"
    ]
    assert cloudformation.list_imports(ExportName="boto-group")["Imports"] == ["boto-taker"]
    with refused("ValidationError", "Export boto-group cannot be deleted as it is in use by boto-taker"):
        cloudformation.delete_stack(StackName="boto")
    cloudformation.delete_stack(StackName="boto-taker")
    wait("stack_delete_complete", "boto-taker")


def failures():
    logs.create_log_group(logGroupName="/boto/taken")
    try:
        cloudformation.create_stack(
            StackName="boto-bad", TemplateBody=template(Fine=group("/boto/fine"), Bad=group("/boto/taken"))
        )
        wait("stack_create_complete", "boto-bad")
        raise AssertionError("the waiter did not fail")
    except WaiterError as error:
        assert "ROLLBACK" in str(error.last_response["Stacks"][0]["StackStatus"])
    while stack("boto-bad")["StackStatus"] == "ROLLBACK_IN_PROGRESS":
        pass
    reasons = [
        it.get("ResourceStatusReason")
        for it in cloudformation.describe_stack_events(StackName="boto-bad")["StackEvents"]
        if it["ResourceStatus"] == "CREATE_FAILED"
    ]
    assert "/boto/taken already exists" in reasons, reasons
    cloudformation.delete_stack(StackName="boto-bad")
    wait("stack_delete_complete", "boto-bad")

    good = template(Group=group("/boto/kept", RetentionInDays=7))
    cloudformation.create_stack(StackName="boto-back", TemplateBody=good)
    wait("stack_create_complete", "boto-back")
    worse = template(
        Group=group("/boto/kept", RetentionInDays=30),
        Bad={**group("/boto/taken"), "DependsOn": "Group"},
    )
    cloudformation.update_stack(StackName="boto-back", TemplateBody=worse)
    wait("stack_rollback_complete", "boto-back")
    assert stack("boto-back")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert logs.describe_log_groups(logGroupNamePrefix="/boto/kept")["logGroups"][0]["retentionInDays"] == 7
    cloudformation.delete_stack(StackName="boto-back")
    wait("stack_delete_complete", "boto-back")
    assert groups("/boto/kept") == []


def change_sets():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=sys.argv[1])
    s3.put_object(Bucket=sys.argv[1], Key="t.json", Body=template(Group=group("/boto/planned")))
    url = s3.generate_presigned_url("get_object", Params={"Bucket": sys.argv[1], "Key": "t.json"}).split("?")[0]
    made = cloudformation.create_change_set(
        StackName="boto-plan", ChangeSetName="first", ChangeSetType="CREATE", TemplateURL=url, Description="a plan"
    )
    cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=made["Id"], WaiterConfig=FAST)
    assert stack("boto-plan")["StackStatus"] == "REVIEW_IN_PROGRESS"
    changes = cloudformation.describe_change_set(StackName="boto-plan", ChangeSetName="first")["Changes"]
    assert [(it["ResourceChange"]["Action"], it["ResourceChange"]["LogicalResourceId"]) for it in changes] == [
        ("Add", "Group")
    ]
    cloudformation.execute_change_set(StackName="boto-plan", ChangeSetName="first")
    wait("stack_create_complete", "boto-plan")
    same = cloudformation.create_change_set(StackName="boto-plan", ChangeSetName="same", UsePreviousTemplate=True)
    with_reason = cloudformation.describe_change_set(ChangeSetName=same["Id"])
    assert (with_reason["Status"], with_reason["StatusReason"]) == (
        "FAILED",
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    )
    cloudformation.delete_change_set(ChangeSetName=same["Id"])
    cloudformation.create_change_set(
        StackName="boto-plan", ChangeSetName="move", TemplateBody=template(Group=group("/boto/moved"))
    )
    change = cloudformation.describe_change_set(StackName="boto-plan", ChangeSetName="move")["Changes"][0]
    assert (change["ResourceChange"]["Action"], change["ResourceChange"]["Replacement"]) == ("Modify", "True")
    cloudformation.execute_change_set(StackName="boto-plan", ChangeSetName="move")
    wait("stack_update_complete", "boto-plan")
    assert groups("/boto/planned") == [] and groups("/boto/moved") == ["/boto/moved"]
    cloudformation.delete_stack(StackName="boto-plan")
    wait("stack_delete_complete", "boto-plan")
    with refused("ChangeSetNotFound", "ChangeSet [first] does not exist", 404):
        cloudformation.describe_change_set(StackName="boto", ChangeSetName="first")


def errors():
    body = template(Group=group("/boto/any"))
    with refused("AlreadyExistsException", "Stack [boto] already exists", 400):
        cloudformation.create_stack(StackName="boto", TemplateBody=body)
    with refused("ValidationError", "No updates are to be performed."):
        cloudformation.update_stack(
            StackName="boto",
            UsePreviousTemplate=True,
            Parameters=[{"ParameterKey": key, "UsePreviousValue": True} for key in ("Name", "Days")],
            Tags=[{"Key": "team", "Value": "blue"}],
        )
    with refused("ValidationError", "Stack with id nothing does not exist", 400):
        cloudformation.describe_stacks(StackName="nothing")
    with refused("ValidationError", "Stack [nothing] does not exist"):
        cloudformation.update_stack(StackName="nothing", TemplateBody=body)
    with refused("ValidationError", "Parameters: [Name] must have values"):
        cloudformation.create_stack(
            StackName="boto-new", TemplateBody=cloudformation.get_template(StackName="boto")["TemplateBody"]
        )
    with refused("ValidationError", "Template format error: At least one Resources member must be defined."):
        cloudformation.validate_template(TemplateBody="{}")
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    with refused("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]", 400):
        cloudformation.create_stack(StackName="boto-new", TemplateBody=template(Role=role))
    cloudformation.delete_stack(StackName="boto")
    wait("stack_delete_complete", "boto")
    with refused("ValidationError", "Stack with id boto does not exist"):
        cloudformation.describe_stacks(StackName="boto")
    assert [it["StackStatus"] for it in cloudformation.list_stacks()["StackSummaries"] if it["StackName"] == "boto"] == [
        "DELETE_COMPLETE"
    ]


for step in (life_of_a_stack, exports, failures, change_sets, errors):
    step()
