import { OSLS_4 } from './deploy-kit.ts';
import { helloJourney } from './hello.contract.ts';

helloJourney({ osls: OSLS_4, runtime: 'nodejs20.x' });
