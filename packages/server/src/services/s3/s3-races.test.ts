import { describeRaces } from './s3-races.contract.ts';
import { useS3 } from './s3.fixture.ts';

describeRaces(useS3());
