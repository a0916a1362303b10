// The journey of journey.contract.ts through the AWS SDK for Go v2; prints what happened as one JSON object.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

type result struct {
	Identity        string          `json:"identity"`
	First           json.RawMessage `json:"first"`
	Second          json.RawMessage `json:"second"`
	Logged          int             `json:"logged"`
	UnknownFunction string          `json:"unknownFunction"`
	BadInput        string          `json:"badInput"`
	AfterDelete     string          `json:"afterDelete"`
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return "no error"
}

func main() {
	ctx := context.Background()
	name, first, second := os.Args[1], must(os.ReadFile(os.Args[2])), must(os.ReadFile(os.Args[3]))
	cfg := must(config.LoadDefaultConfig(ctx))
	functions, logs := lambda.NewFromConfig(cfg), cloudwatchlogs.NewFromConfig(cfg)

	invoke := func(payload string) json.RawMessage {
		answer := must(functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &name, Payload: []byte(payload)}))
		return answer.Payload
	}
	get := &lambda.GetFunctionInput{FunctionName: &name}
	updated := func() {
		waiter := lambda.NewFunctionUpdatedV2Waiter(functions, func(o *lambda.FunctionUpdatedV2WaiterOptions) { o.MinDelay = time.Second })
		must(0, waiter.Wait(ctx, get, time.Minute))
	}

	var out result
	out.Identity = *must(sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})).Account
	must(functions.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: &name,
		Runtime:      types.Runtime("nodejs24.x"),
		Handler:      aws.String("index.handler"),
		Role:         aws.String("arn:aws:iam::000000000000:role/any"),
		Code:         &types.FunctionCode{ZipFile: first},
	}))
	active := lambda.NewFunctionActiveV2Waiter(functions, func(o *lambda.FunctionActiveV2WaiterOptions) { o.MinDelay = time.Second })
	must(0, active.Wait(ctx, get, time.Minute))
	out.First = invoke(`{"n":1}`)
	must(functions.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: &name, ZipFile: second}))
	updated()
	must(functions.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{
		FunctionName: &name,
		Environment:  &types.Environment{Variables: map[string]string{"GREETING": "bonjour"}},
	}))
	updated()
	out.Second = invoke(`{"n":2}`)
	events := must(logs.FilterLogEvents(ctx, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName:  aws.String("/aws/lambda/" + name),
		FilterPattern: aws.String("journey"),
	}))
	out.Logged = len(events.Events)
	_, err := functions.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("no-such-function")})
	out.UnknownFunction = codeOf(err)
	_, err = functions.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: &name, Role: aws.String("nonsense")})
	out.BadInput = codeOf(err)
	must(functions.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: &name}))
	_, err = functions.GetFunction(ctx, get)
	out.AfterDelete = codeOf(err)
	must(0, json.NewEncoder(os.Stdout).Encode(out))
}
