import { join } from 'node:path';
import { clientJourney } from './journey.contract.ts';

clientJourney({
  name: 'the AWS SDK for JavaScript v3',
  command: async () => [process.execPath, join(import.meta.dirname, 'sdk-v3/journey.ts')],
});
