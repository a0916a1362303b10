import { killContract } from './kill.contract.ts';
import { nestedKillContract } from './nested-kill.contract.ts';

const noDatabase = () => Promise.resolve(undefined);

killContract('SQLite', noDatabase);
nestedKillContract('SQLite', noDatabase);
