"""S3 as programs use it through boto3; any difference from AWS is an assertion that fails."""

import hashlib
import io
import uuid
from datetime import datetime, timedelta, timezone
from unittest import mock

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from checking import call, refused

s3 = boto3.client("s3")
MIB = 1024 * 1024


def buckets():
    s3.create_bucket(Bucket="boto-things")
    s3.get_waiter("bucket_exists").wait(Bucket="boto-things", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
    assert "boto-things" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket="boto-things")["LocationConstraint"] is None
    s3.create_bucket(Bucket="boto-things")
    west = boto3.client("s3", region_name="eu-west-1")
    place = {"LocationConstraint": "eu-west-1"}
    west.create_bucket(Bucket="boto-west", CreateBucketConfiguration=place)
    assert s3.get_bucket_location(Bucket="boto-west")["LocationConstraint"] == "eu-west-1"
    with refused("BucketAlreadyOwnedByYou", status=409):
        west.create_bucket(Bucket="boto-west", CreateBucketConfiguration=place)
    with refused("IllegalLocationConstraintException"):
        west.create_bucket(Bucket="boto-other")
    with refused("InvalidBucketName", "The specified bucket is not valid."):
        s3.create_bucket(Bucket="Upper_case")
    with refused("NoSuchBucket", "The specified bucket does not exist", 404):
        s3.list_objects_v2(Bucket="boto-nothing")
    with refused("404"):
        s3.head_bucket(Bucket="boto-nothing")
    with refused("NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket="boto-west")
    s3.put_bucket_tagging(Bucket="boto-west", Tagging={"TagSet": [{"Key": "team", "Value": "blue"}]})
    assert s3.get_bucket_tagging(Bucket="boto-west")["TagSet"] == [{"Key": "team", "Value": "blue"}]
    west.delete_bucket(Bucket="boto-west")
    s3.get_waiter("bucket_not_exists").wait(Bucket="boto-west", WaiterConfig={"Delay": 1, "MaxAttempts": 3})


def objects():
    body = bytes(range(256)) * 4
    put = s3.put_object(
        Bucket="boto-things",
        Key="a b/ü+%.bin",
        Body=body,
        ContentType="application/x-thing",
        CacheControl="max-age=60",
        Metadata={"colour": "red"},
        Tagging="team=blue&stage=dev",
    )
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    assert put["ServerSideEncryption"] == "AES256"
    got = s3.get_object(Bucket="boto-things", Key="a b/ü+%.bin")
    assert got["Body"].read() == body
    assert (got["ContentType"], got["CacheControl"], got["Metadata"]) == (
        "application/x-thing",
        "max-age=60",
        {"colour": "red"},
    )
    assert got["TagCount"] == 2 and got["ContentLength"] == len(body)
    part = s3.get_object(Bucket="boto-things", Key="a b/ü+%.bin", Range="bytes=10-19")
    assert (part["Body"].read(), part["ContentRange"]) == (body[10:20], f"bytes 10-19/{len(body)}")
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert s3.get_object(Bucket="boto-things", Key="a b/ü+%.bin", Range="bytes=-5")["Body"].read() == body[-5:]
    with refused("InvalidRange", "The requested range is not satisfiable", 416):
        s3.get_object(Bucket="boto-things", Key="a b/ü+%.bin", Range="bytes=5000-")
    with refused("304", status=304):
        s3.get_object(Bucket="boto-things", Key="a b/ü+%.bin", IfNoneMatch=put["ETag"])
    with refused("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412):
        s3.put_object(Bucket="boto-things", Key="a b/ü+%.bin", Body=b"", IfNoneMatch="*")
    with refused("NoSuchKey", "The specified key does not exist.", 404):
        s3.get_object(Bucket="boto-things", Key="nothing")
    with refused("404"):
        s3.head_object(Bucket="boto-things", Key="nothing")
    s3.delete_object(Bucket="boto-things", Key="nothing")
    tags = s3.get_object_tagging(Bucket="boto-things", Key="a b/ü+%.bin")["TagSet"]
    assert sorted((tag["Key"], tag["Value"]) for tag in tags) == [("stage", "dev"), ("team", "blue")]
    s3.delete_object_tagging(Bucket="boto-things", Key="a b/ü+%.bin")
    assert s3.get_object_tagging(Bucket="boto-things", Key="a b/ü+%.bin")["TagSet"] == []


def copies():
    source = {"Bucket": "boto-things", "Key": "a b/ü+%.bin"}
    s3.copy_object(Bucket="boto-things", Key="copy", CopySource=source)
    assert s3.head_object(Bucket="boto-things", Key="copy")["Metadata"] == {"colour": "red"}
    s3.copy(source, "boto-things", "managed-copy")
    assert s3.head_object(Bucket="boto-things", Key="managed-copy")["ContentLength"] == 1024
    s3.copy_object(
        Bucket="boto-things", Key="copy", CopySource=source, Metadata={"colour": "green"}, MetadataDirective="REPLACE"
    )
    assert s3.head_object(Bucket="boto-things", Key="copy")["Metadata"] == {"colour": "green"}
    with refused("InvalidRequest"):
        s3.copy_object(Bucket="boto-things", Key="copy", CopySource={"Bucket": "boto-things", "Key": "copy"})


def checksums():
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        member = f"Checksum{algorithm}"
        put = s3.put_object(Bucket="boto-things", Key="sum", Body=b"checked", ChecksumAlgorithm=algorithm)
        got = s3.get_object(Bucket="boto-things", Key="sum", ChecksumMode="ENABLED")
        assert got[member] == put[member] and got["Body"].read() == b"checked"
    attributes = s3.get_object_attributes(
        Bucket="boto-things", Key="sum", ObjectAttributes=["Checksum", "ObjectSize", "ETag"]
    )
    assert (attributes["ObjectSize"], attributes["Checksum"]["ChecksumSHA256"]) == (7, put["ChecksumSHA256"])
    with refused("BadDigest"):
        s3.put_object(Bucket="boto-things", Key="sum", Body=b"other", ChecksumSHA256=put["ChecksumSHA256"])
    with refused("InvalidDigest", "The Content-MD5 you specified was invalid."):
        s3.put_object(Bucket="boto-things", Key="sum", Body=b"other", ContentMD5="nonsense")


def listings():
    for number in range(7):
        s3.put_object(Bucket="boto-things", Key=f"list/{number % 2}/{number}", Body=b"x")
    pages = list(
        s3.get_paginator("list_objects_v2").paginate(
            Bucket="boto-things", Prefix="list/", PaginationConfig={"PageSize": 3}
        )
    )
    assert [len(page["Contents"]) for page in pages] == [3, 3, 1]
    keys = [item["Key"] for page in pages for item in page["Contents"]]
    assert keys == sorted(keys) and len(keys) == 7
    folders = s3.list_objects_v2(Bucket="boto-things", Prefix="list/", Delimiter="/")
    assert [it["Prefix"] for it in folders["CommonPrefixes"]] == ["list/0/", "list/1/"]
    assert folders["KeyCount"] == 2 and "Contents" not in folders
    old = list(s3.get_paginator("list_objects").paginate(Bucket="boto-things", Prefix="list/", MaxKeys=4))
    assert sum(len(page["Contents"]) for page in old) == 7
    deleted = s3.delete_objects(
        Bucket="boto-things", Delete={"Objects": [{"Key": key} for key in [*keys, "list/never-was"]]}
    )
    assert len(deleted["Deleted"]) == 8 and "Errors" not in deleted
    assert s3.list_objects_v2(Bucket="boto-things", Prefix="list/")["KeyCount"] == 0


def multipart():
    body = b"0123456789abcdef" * (12 * MIB // 16) + b"end"
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=3)
    s3.upload_fileobj(io.BytesIO(body), "boto-things", "large", ExtraArgs={"Metadata": {"n": "1"}}, Config=config)
    head = s3.head_object(Bucket="boto-things", Key="large")
    assert head["ETag"].endswith('-3"') and head["ContentLength"] == len(body)
    back = io.BytesIO()
    s3.download_fileobj("boto-things", "large", back, Config=config)
    assert back.getvalue() == body
    assert s3.head_object(Bucket="boto-things", Key="large", PartNumber=3)["PartsCount"] == 3
    target = {"Bucket": "boto-things", "Key": "by-hand"}
    upload = s3.create_multipart_upload(**target)["UploadId"]
    assert s3.list_multipart_uploads(Bucket="boto-things")["Uploads"][0]["UploadId"] == upload
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(**target, UploadId=upload, PartNumber=number, Body=b"s")["ETag"]}
        for number in (1, 2)
    ]
    assert len(s3.list_parts(**target, UploadId=upload)["Parts"]) == 2
    with refused("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"):
        s3.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
    with refused("InvalidPartOrder"):
        s3.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts[::-1]})
    s3.abort_multipart_upload(**target, UploadId=upload)
    with refused("NoSuchUpload"):
        s3.list_parts(**target, UploadId=upload)


def versions():
    s3.create_bucket(Bucket="boto-versions")
    s3.put_bucket_versioning(Bucket="boto-versions", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="boto-versions", Key="k", Body=b"one")["VersionId"]
    s3.put_object(Bucket="boto-versions", Key="k", Body=b"two")
    assert s3.get_object(Bucket="boto-versions", Key="k", VersionId=first)["Body"].read() == b"one"
    marker = s3.delete_object(Bucket="boto-versions", Key="k")
    assert marker["DeleteMarker"] is True
    with refused("NoSuchKey"):
        s3.get_object(Bucket="boto-versions", Key="k")
    with refused("MethodNotAllowed", status=405):
        s3.get_object(Bucket="boto-versions", Key="k", VersionId=marker["VersionId"])
    listed = s3.list_object_versions(Bucket="boto-versions")
    assert (len(listed["Versions"]), len(listed["DeleteMarkers"])) == (2, 1)
    s3.delete_object(Bucket="boto-versions", Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket="boto-versions", Key="k")["Body"].read() == b"two"
    with refused("BucketNotEmpty", status=409):
        s3.delete_bucket(Bucket="boto-versions")
    boto3.resource("s3").Bucket("boto-versions").object_versions.delete()
    s3.delete_bucket(Bucket="boto-versions")


def presigned():
    v4 = boto3.client("s3", config=Config(signature_version="s3v4"))
    for signer in (s3, v4):
        target = {"Bucket": "boto-things", "Key": "signed file"}
        put = signer.generate_presigned_url("put_object", Params=target, ExpiresIn=60)
        assert call(put, "PUT", b"by url")[0] == 200
        get = signer.generate_presigned_url(
            "get_object", Params={**target, "ResponseContentType": "text/x-asked"}, ExpiresIn=60
        )
        status, headers, text = call(get)
        assert (status, headers["content-type"], text) == (200, "text/x-asked", "by url")
    an_hour_ago = datetime.now(timezone.utc) - timedelta(hours=1)
    with mock.patch("botocore.auth.get_current_datetime", return_value=an_hour_ago):
        expired = v4.generate_presigned_url("get_object", Params=target, ExpiresIn=60)
    status, _, text = call(expired)
    assert status == 403 and "<Message>Request has expired</Message>" in text, text
    form = v4.generate_presigned_post(
        "boto-things",
        "forms/${filename}",
        Fields={"success_action_status": "201"},
        Conditions=[["content-length-range", 1, 10], {"success_action_status": "201"}],
    )
    status, _, text = post_form(form, b"by form")
    assert status == 201 and "<Key>forms/thing.txt</Key>" in text, text
    assert s3.get_object(Bucket="boto-things", Key="forms/thing.txt")["Body"].read() == b"by form"
    status, _, text = post_form(form, b"longer than ten")
    assert status == 400 and "<Code>EntityTooLarge</Code>" in text, text


def post_form(form, body):
    boundary = uuid.uuid4().hex
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    )
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="thing.txt"\r\n\r\n'
    data = (fields + head).encode() + body + f"\r\n--{boundary}--\r\n".encode()
    return call(form["url"], "POST", data, {"content-type": f"multipart/form-data; boundary={boundary}"})


def settings():
    cors = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://shop.example"], "MaxAgeSeconds": 5}]}
    s3.put_bucket_cors(Bucket="boto-things", CORSConfiguration=cors)
    assert s3.get_bucket_cors(Bucket="boto-things")["CORSRules"] == cors["CORSRules"]
    s3.delete_bucket_cors(Bucket="boto-things")
    with refused("NoSuchCORSConfiguration", status=404):
        s3.get_bucket_cors(Bucket="boto-things")
    with refused("NoSuchBucketPolicy", "The bucket policy does not exist", 404):
        s3.get_bucket_policy(Bucket="boto-things")
    rules = s3.get_bucket_encryption(Bucket="boto-things")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_public_access_block(Bucket="boto-things")["PublicAccessBlockConfiguration"]["BlockPublicAcls"]
    with refused("NotImplemented"):
        s3.put_bucket_logging(Bucket="boto-things", BucketLoggingStatus={})


for step in (buckets, objects, copies, checksums, listings, multipart, versions, presigned, settings):
    step()
