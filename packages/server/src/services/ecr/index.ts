import { defineService } from '../service.ts';
import { DescribeRepositories } from './operations/describe-repositories.ts';

/** Elastic Container Registry, as an account without any repository sees it: deploy tools ask before they clean up. */
export const ecr = defineService<'ecr', null>({
  name: 'ecr',
  migrations: [],
  operations: { DescribeRepositories },
  start: () => null,
});
