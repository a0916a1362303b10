import type { Readable } from 'node:stream';
import { AwsJson1_0Protocol, AwsRestXmlProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import * as s3 from '@aws-sdk/client-s3';
import { EventStreamMarshaller } from '@smithy/core/event-streams';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { HttpResponse } from '@smithy/core/transport';
import { SMITHY_CONTEXT_KEY } from '@smithy/types';
import type { ProtocolName } from '../codec.ts';
import { readModel } from '../model-files.ts';
import type { ServiceModel } from '../model.ts';
import { describeRoundTrips, type OfficialClient } from './round-trip.contract.ts';
import { bytesOf, type SdkRequest } from './official-client.ts';
import { withoutConstraints } from './samples.ts';
import { NAMESPACE, type SmithyOperation, smithyService } from './smithy-schemas.ts';
import { STORE } from './store.fixture.ts';

/** The part of an official protocol class that a client drives. */
interface OfficialProtocol {
  setSerdeContext(context: object): void;
  serializeRequest(operation: SmithyOperation, input: unknown, context: object): Promise<SdkRequest>;
  deserializeResponse(operation: SmithyOperation, context: object, response: HttpResponse): Promise<unknown>;
}

type ProtocolClass = new (options: never) => unknown;

const CONTEXT = {
  endpoint: async () => ({ protocol: 'http:', hostname: '127.0.0.1', port: 1, path: '/' }),
  base64Decoder: fromBase64,
  base64Encoder: toBase64,
  utf8Decoder: fromUtf8,
  utf8Encoder: toUtf8,
  streamCollector: (stream: Readable) => bytesOf(stream),
  eventStreamMarshaller: new EventStreamMarshaller({ utf8Encoder: toUtf8, utf8Decoder: fromUtf8 }),
};

/** An official protocol class with a model's schemas, where no client for such a service is installed. */
function official(Protocol: ProtocolClass, model: ServiceModel): OfficialClient {
  const { registry, operation } = smithyService(withoutConstraints(model));
  const options = {
    defaultNamespace: NAMESPACE,
    errorTypeRegistries: [registry],
    serviceTarget: model.targetPrefix,
    xmlNamespace: model.xmlNamespace,
    version: model.apiVersion,
  };
  const context = (name: string) => ({
    ...CONTEXT,
    [SMITHY_CONTEXT_KEY]: { service: model.targetPrefix, operation: name },
  });
  return speaking(new Protocol(options as never) as OfficialProtocol, operation, context);
}

function speaking(
  protocol: OfficialProtocol,
  operation: (name: string) => SmithyOperation,
  contextOf: (name: string, input: unknown) => object,
): OfficialClient {
  protocol.setSerdeContext(CONTEXT);
  return async (name, input, answer) => {
    const request = await protocol.serializeRequest(operation(name), input, contextOf(name, input));
    const { statusCode, headers, body } = await answer(request);
    const response = new HttpResponse({ statusCode, headers, body });
    return protocol.deserializeResponse(operation(name), contextOf(name, input), response);
  };
}

/**
 * S3's client puts keys, checksums and hosts of its own into requests; its protocol and schemas alone do not. The bucket
 * comes into the path as its endpoint rules put it there.
 */
function s3Client(): OfficialClient {
  const { protocol } = new s3.S3Client({ region: 'eu-west-1' }).config;
  const operation = (name: string): SmithyOperation => {
    const [, namespace, , traits, input, output] = (s3 as unknown as Record<string, OperationTuple>)[`${name}$`]!;
    return { namespace, name, traits, input, output };
  };
  return speaking(protocol as unknown as OfficialProtocol, operation, (_name, input) => {
    const { Bucket } = input as { Bucket?: string };
    const path = Bucket === undefined ? '/' : `/${encodeURIComponent(Bucket)}`;
    return { ...CONTEXT, endpoint: async () => ({ ...(await CONTEXT.endpoint()), path }) };
  });
}

type OperationTuple = readonly [9, string, string, object, unknown, unknown];

function spoken(model: ServiceModel, protocol: ProtocolName): ServiceModel {
  return { ...model, protocols: [protocol] };
}

const logs = readModel('logs');
describeRoundTrips("AWS-JSON 1.0, with logs' shapes", spoken(logs, 'aws-json-1.0'), official(AwsJson1_0Protocol, logs));
describeRoundTrips(
  "RPC v2 CBOR, with logs' shapes",
  spoken(logs, 'rpc-cbor'),
  official(AwsSmithyRpcV2CborProtocol, logs),
);
describeRoundTrips("REST-XML, with a store's shapes", STORE, official(AwsRestXmlProtocol, STORE));
describeRoundTrips('REST-XML, as S3 speaks it', readModel('s3'), s3Client());
