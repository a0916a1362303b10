import { killContract } from './kill.contract.ts';

killContract('SQLite', () => Promise.resolve(undefined));
