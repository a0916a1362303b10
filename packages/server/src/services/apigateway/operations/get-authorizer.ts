import { entry, readApi } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetAuthorizer = operation('GetAuthorizer', async (call, { restApiId, authorizerId }) =>
  entry((await readApi(call, restApiId!)).authorizers, authorizerId!, 'Invalid Authorizer identifier specified'),
);
