import { awsJson } from './aws-json/protocol.ts';
import { awsQuery } from './aws-query/protocol.ts';
import type { Match, ProtocolName, ServiceCodec } from './codec.ts';
import { lazily } from './compile.ts';
import type { ServiceModel } from './model.ts';
import type { Protocol, Recognised } from './protocol.ts';
import { restJson } from './rest-json/protocol.ts';
import { restXml } from './rest-xml/protocol.ts';
import { rpcCbor } from './rpc-cbor/protocol.ts';
import { compileInputChecker } from './validation.ts';
import type { WireRequest } from './wire.ts';

export interface CodecOptions {
  /** Members whose lengths, patterns, ranges and enums the operation checks itself: `CreateFunction.Runtime`. */
  readonly lenient?: readonly string[];
  /** What the service calls a broken constraint; default ValidationException. */
  readonly validationCode?: string;
}

const PROTOCOLS: Readonly<Record<ProtocolName, (model: ServiceModel) => Protocol>> = {
  'aws-json-1.0': (model) => awsJson(model, '1.0'),
  'aws-json-1.1': (model) => awsJson(model, '1.1'),
  'aws-query': awsQuery,
  'rest-json': restJson,
  'rest-xml': restXml,
  'rpc-cbor': rpcCbor,
};

/** Compiles a service's model; its shapes follow when they are first used. */
export function compileCodec(model: ServiceModel, options: CodecOptions = {}): ServiceCodec {
  const protocols = lazily(() => model.protocols.map((name) => PROTOCOLS[name](model)));
  const check = compileInputChecker(model, options.lenient ?? [], options.validationCode);

  /** The protocol a request is written in; the service's last one when it is none of the others. */
  const protocolOf = (request: WireRequest): Protocol => {
    const all = protocols();
    return all.find((protocol, i) => i === all.length - 1 || protocol.claims(request))!;
  };

  const matchOf = (protocol: Protocol, request: WireRequest, { operation, read }: Recognised): Match => ({
    operation,
    protocol: protocol.name,
    read: async () => {
      const input = await read();
      check(operation, input);
      return input;
    },
    write: (output, requestId) => protocol.write(operation, output, requestId),
    renderError: (error, requestId) => protocol.renderError(error, requestId, request),
  });

  return {
    service: model.service,
    operations: Object.keys(model.operations),
    check,
    match: (request) => {
      const protocol = protocolOf(request);
      const found = protocol.match(request);
      return found instanceof Promise
        ? found.then((recognised) => matchOf(protocol, request, recognised))
        : matchOf(protocol, request, found);
    },
    refuse: (request, error, requestId) => protocolOf(request).renderError(error, requestId, request),
  };
}
