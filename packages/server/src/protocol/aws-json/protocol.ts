import type { ServiceModel } from '../model.ts';
import type { Protocol } from '../protocol.ts';
import { compileErrors } from './errors.ts';
import { claims, type JsonVersion, operationOf } from './match.ts';
import { compileReader } from './read.ts';
import { compileWriter } from './write.ts';

export function awsJson(model: ServiceModel, version: JsonVersion): Protocol {
  const read = compileReader(model);
  return {
    name: `aws-json-${version}`,
    claims: (request) => claims(request, version),
    match: (request) => {
      const operation = operationOf(model, request);
      return { operation, read: () => read(operation, request) };
    },
    write: compileWriter(model, version),
    renderError: compileErrors(model, version),
  };
}
