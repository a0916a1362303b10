import { policiesContract } from './policies.contract.ts';
import { rolesContract } from './roles.contract.ts';
import { usersContract } from './users.contract.ts';

for (const contract of [rolesContract, policiesContract, usersContract]) contract(async () => undefined);
