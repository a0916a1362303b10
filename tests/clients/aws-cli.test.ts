import { join } from 'node:path';
import { clientJourney } from './journey.contract.ts';
import { pythonClients } from './python-environment.ts';

clientJourney({
  name: 'the AWS CLI',
  command: async () => {
    const bin = await pythonClients();
    return ['env', `PATH=${bin}:${process.env.PATH}`, join(import.meta.dirname, 'aws-cli/journey.sh')];
  },
});
