"""Prepares a stand-in of Amazon's storage, and looks into it.

bucket.py make ENDPOINT BUCKET: makes a bucket and a user who may use it, and prints the user's keys.
bucket.py uploads ENDPOINT BUCKET KEY SECRET: prints how many uploads in parts are open.
"""

import json
import sys

import boto3

command, endpoint, bucket, *own = sys.argv[1:]
key, secret = own or ("setup", "setup")
keys = {"aws_access_key_id": key, "aws_secret_access_key": secret, "region_name": "eu-central-1"}
s3 = boto3.client("s3", endpoint_url=endpoint, **keys)
if command == "uploads":
    print(len(s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])))
else:
    iam = boto3.client("iam", endpoint_url=endpoint, **keys)
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.create_user(UserName="lanner")
    iam.put_user_policy(UserName="lanner", PolicyName="files", PolicyDocument=json.dumps(policy))
    made = iam.create_access_key(UserName="lanner")["AccessKey"]
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    print(made["AccessKeyId"], made["SecretAccessKey"])
