import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as sts from '@aws-sdk/client-sts';
import { readModel } from '../model-files.ts';
import { describeRoundTrips, type OfficialClient } from './round-trip.contract.ts';
import type { SdkRequest, SdkResponse } from './official-client.ts';

type ClientClass = new (config: object) => { send(command: object): Promise<unknown> };
type CommandClass = new (input: unknown) => object;

const CONFIG = {
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

/** The whole client, middleware and signature included; only its HTTP handler is ours. */
function clientOf(client: unknown, sdk: object): OfficialClient {
  const commands = sdk as Record<string, CommandClass | undefined>;
  let network: (request: SdkRequest) => Promise<SdkResponse>;
  const requestHandler = {
    handle: async (request: SdkRequest) => ({ response: await network(request) }),
    destroy() {},
  };
  const shared = new (client as ClientClass)({ ...CONFIG, requestHandler });
  return (operation, input, answer) => {
    network = answer;
    return shared.send(new commands[`${operation}Command`]!(input));
  };
}

describeRoundTrips('sts speaks the query protocol', readModel('sts'), clientOf(sts.STSClient, sts));
describeRoundTrips('iam speaks the query protocol', readModel('iam'), clientOf(iam.IAMClient, iam));
describeRoundTrips('logs speaks AWS-JSON 1.1', readModel('logs'), clientOf(logs.CloudWatchLogsClient, logs));
describeRoundTrips('lambda speaks REST-JSON', readModel('lambda'), clientOf(lambda.LambdaClient, lambda));
