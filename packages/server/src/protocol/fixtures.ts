import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Match } from './codec.ts';
import { wireBody } from './contract/official-client.ts';
import type { ServiceModel, Shape, OperationModel } from './model.ts';
import type { ProtocolName, ServiceCodec } from './codec.ts';
import type { WireRequest } from './wire.ts';

const services = join(import.meta.dirname, '../services');

/** Every service that has a model. */
export const serviceModels: readonly string[] = readdirSync(services).filter((name) =>
  existsSync(join(services, name, 'model.json')),
);

export function requestOf(
  parts: Partial<Omit<WireRequest, 'body'>> & { readonly body?: string | Uint8Array },
): WireRequest {
  const { body, ...rest } = parts;
  return {
    method: 'POST',
    path: '/',
    query: '',
    headers: {},
    signal: new AbortController().signal,
    ...rest,
    body: wireBody(body),
  };
}

/** A service with one operation, `Do`, whose input has the given members. */
export function modelOf(
  protocols: readonly ProtocolName[],
  input: Extract<Shape, { type: 'structure' }>['members'],
  more: Partial<ServiceModel> = {},
): ServiceModel {
  const operation: OperationModel = { http: ['POST', '/do', 200], input: 'DoRequest', output: 'DoResponse' };
  return {
    service: 'test',
    apiVersion: '2020-01-01',
    serviceId: 'Test',
    protocols,
    targetPrefix: 'Test',
    operations: { Do: operation, ...more.operations },
    ...more,
    shapes: {
      DoRequest: { type: 'structure', members: input },
      DoResponse: { type: 'structure', members: {} },
      ...more.shapes,
    },
  };
}

export function doJson(codec: ServiceCodec, body: unknown): Promise<Match> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return Promise.resolve(codec.match(requestOf({ headers: { 'x-amz-target': 'Test.Do' }, body: text })));
}
