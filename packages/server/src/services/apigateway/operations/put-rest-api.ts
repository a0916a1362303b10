import type { EndpointType } from '@aws-sdk/client-api-gateway';
import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';
import { checkEndpoint, emptied } from '../rules/new-api.ts';
import { readDescription } from '../rules/openapi/document.ts';
import { importDescription } from '../rules/openapi/import-api.ts';
import { importOptions } from '../rules/openapi/options.ts';

/** What cannot be honoured is refused, so that there is nothing to warn of (`failOnWarnings`). */
export const PutRestApi = operation('PutRestApi', async (call, { restApiId, mode, body, parameters = {} }) => {
  const description = readDescription(body as Uint8Array | string);
  const { basePathMode, endpointTypes } = importOptions(parameters);
  return changeApi(call, restApiId!, (api) => {
    if (mode === 'overwrite') Object.assign(api, emptied(api));
    if (endpointTypes) api.endpointConfiguration = checkEndpoint({ types: endpointTypes as EndpointType[] });
    importDescription(api, description, basePathMode);
    return apiOutput(api);
  });
});
