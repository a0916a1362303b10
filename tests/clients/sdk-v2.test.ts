import { join } from 'node:path';
import { clientJourney } from './journey.contract.ts';

clientJourney({
  name: 'the AWS SDK for JavaScript v2',
  command: async () => [process.execPath, join(import.meta.dirname, 'sdk-v2/journey.cjs')],
});
