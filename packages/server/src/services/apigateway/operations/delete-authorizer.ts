import { conflict } from '../errors.ts';
import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteAuthorizer = operation('DeleteAuthorizer', async (call, { restApiId, authorizerId }) => {
  await changeApi(call, restApiId!, (api) => {
    entry(api.authorizers, authorizerId!, 'Invalid Authorizer identifier specified');
    const user = Object.values(api.resources)
      .flatMap(({ path, methods }) => Object.values(methods).map((method) => ({ method, path })))
      .find(({ method }) => method.authorizationType === 'CUSTOM' && method.authorizerId === authorizerId);
    // Recorded: `is referenced in method: GET//test`.
    const at = user && `${user.method.httpMethod}/${user.path}`;
    if (at) throw conflict(`Cannot delete authorizer '${authorizerId}', is referenced in method: ${at}`);
    delete api.authorizers[authorizerId!];
  });
  return {};
});
