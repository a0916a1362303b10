#!/bin/sh
# The journey of journey.contract.ts through the AWS CLI; prints what happened as one JSON object.
set -eu
name=$1 first_zip=$2 second_zip=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The error code of a command that must fail.
code_of() {
  if "$@" >/dev/null 2>"$work/error"; then echo 'no error'; else sed -n 's/.*An error occurred (\([A-Za-z]*\)).*/\1/p' "$work/error"; fi
}

invoke() {
  aws lambda invoke --function-name "$name" --payload "$1" "$work/answer" >/dev/null
  cat "$work/answer"
}

identity=$(aws sts get-caller-identity --query Account --output text)
aws lambda create-function --function-name "$name" --runtime nodejs24.x --handler index.handler \
  --role arn:aws:iam::000000000000:role/any --zip-file "fileb://$first_zip" >/dev/null
aws lambda wait function-active-v2 --function-name "$name"
first=$(invoke '{"n":1}')
aws lambda update-function-code --function-name "$name" --zip-file "fileb://$second_zip" >/dev/null
aws lambda wait function-updated-v2 --function-name "$name"
aws lambda update-function-configuration --function-name "$name" --environment 'Variables={GREETING=bonjour}' >/dev/null
aws lambda wait function-updated-v2 --function-name "$name"
second=$(invoke '{"n":2}')
logged=$(aws logs filter-log-events --log-group-name "/aws/lambda/$name" --filter-pattern journey --query 'length(events)')
unknown=$(code_of aws lambda get-function --function-name no-such-function)
bad=$(code_of aws lambda update-function-configuration --function-name "$name" --role nonsense)
aws lambda delete-function --function-name "$name" >/dev/null
gone=$(code_of aws lambda get-function --function-name "$name")
printf '{"identity":"%s","first":%s,"second":%s,"logged":%s,"unknownFunction":"%s","badInput":"%s","afterDelete":"%s"}' \
  "$identity" "$first" "$second" "$logged" "$unknown" "$bad" "$gone"
