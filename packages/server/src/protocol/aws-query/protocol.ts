import type { ServiceModel } from '../model.ts';
import type { Protocol } from '../protocol.ts';
import { compileErrors } from './errors.ts';
import { claims, operationOf, parametersOf } from './match.ts';
import { compileReader } from './read.ts';
import { compileWriter } from './write.ts';

export function awsQuery(model: ServiceModel): Protocol {
  const read = compileReader(model);
  return {
    name: 'aws-query',
    claims,
    match: async (request) => {
      const parameters = await parametersOf(request);
      const operation = operationOf(model, parameters);
      return { operation, read: async () => read(operation, parameters) };
    },
    write: compileWriter(model),
    renderError: compileErrors(model),
  };
}
