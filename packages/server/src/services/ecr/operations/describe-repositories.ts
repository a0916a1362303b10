import { ecrError } from '../errors.ts';
import { operation } from '../operation.ts';

/** There are no repositories, so the pages of the list (`maxResults`, `nextToken`) are one, and empty. */
export const DescribeRepositories = operation('DescribeRepositories', async (call, { registryId, repositoryNames }) => {
  const [name] = repositoryNames ?? [];
  if (name === undefined) return { repositories: [] };
  throw ecrError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId ?? call.account}'`,
  );
});
