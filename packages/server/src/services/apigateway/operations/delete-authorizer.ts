import { conflict } from '../errors.ts';
import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteAuthorizer = operation('DeleteAuthorizer', async (call, { restApiId, authorizerId }) => {
  await changeApi(call, restApiId!, (api) => {
    entry(api.authorizers, authorizerId!, 'Invalid Authorizer identifier specified');
    const methods = Object.values(api.resources).flatMap((resource) => Object.values(resource.methods));
    if (methods.some((method) => method.authorizationType === 'CUSTOM' && method.authorizerId === authorizerId)) {
      throw conflict(`Cannot delete authorizer '${authorizerId}', is referenced in a method`);
    }
    delete api.authorizers[authorizerId!];
  });
  return {};
});
