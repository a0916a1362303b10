import { conflict } from '../errors.ts';
import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { newAuthorizer } from '../rules/authorizer.ts';
import { newId } from '../rules/ids.ts';

export const CreateAuthorizer = operation(
  'CreateAuthorizer',
  async (call, { restApiId, ...fields }) =>
    changeApi(call, restApiId!, (api) => {
      const authorizer = newAuthorizer(fields, newId(6, call));
      if (Object.values(api.authorizers).some(({ name }) => name === authorizer.name)) {
        throw conflict(`Authorizer name must be unique. Authorizer ${authorizer.name} already exists in this RestApi.`);
      }
      return (api.authorizers[authorizer.id] = authorizer);
    }),
  { refuses: ['providerARNs'] },
);
