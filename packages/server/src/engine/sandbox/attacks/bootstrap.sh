#!/bin/bash
# A custom runtime that answers every invocation with the address of its Runtime API. Beside it is a dead process that
# nobody buries: it must not be taken for one that calls.
(: & exec sleep 600) &
api=$AWS_LAMBDA_RUNTIME_API
ask() {
  exec 5<>"/dev/tcp/${api%:*}/${api#*:}"
  printf '%s /2018-06-01/runtime/%s HTTP/1.1\r\nHost: api\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&5
  cat <&5
}
while :; do
  id=$(ask GET invocation/next '' | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip')
  ask POST "invocation/$id/response" "\"$api\"" >/dev/null
done
