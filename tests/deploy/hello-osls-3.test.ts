import { OSLS_3 } from './deploy-kit.ts';
import { helloJourney } from './hello.contract.ts';

helloJourney({ osls: OSLS_3, runtime: 'nodejs18.x' });
