import type { EndpointType } from '@aws-sdk/client-api-gateway';
import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';
import { checkEndpoint, newApi } from '../rules/new-api.ts';
import { readDescription } from '../rules/openapi/document.ts';
import { importDescription } from '../rules/openapi/import-api.ts';
import { importOptions } from '../rules/openapi/options.ts';

/** What cannot be honoured is refused, so that there is nothing to warn of (`failOnWarnings`). */
export const ImportRestApi = operation('ImportRestApi', async (call, { body, parameters = {} }) => {
  const description = readDescription(body as Uint8Array | string);
  const { basePathMode, endpointTypes } = importOptions(parameters);
  const createdAt = call.host.clock.now();
  const types = endpointTypes as EndpointType[] | undefined;
  return call.service.store.write(async (rows) => {
    const api = newApi({
      name: description.title,
      createdAt,
      ...(types ? { endpointConfiguration: checkEndpoint({ types }) } : {}),
    });
    importDescription(api, description, basePathMode);
    await rows.insertApi(call, api);
    return apiOutput(api);
  });
});
