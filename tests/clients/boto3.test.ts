import { join } from 'node:path';
import { clientJourney } from './journey.contract.ts';
import { pythonClients } from './python-environment.ts';

clientJourney({
  name: 'boto3',
  command: async () => [join(await pythonClients(), 'python'), join(import.meta.dirname, 'boto3/journey.py')],
});
