import { apisContract } from './apis.contract.ts';
import { keysContract } from './keys.contract.ts';

for (const contract of [apisContract, keysContract]) contract(async () => undefined);
