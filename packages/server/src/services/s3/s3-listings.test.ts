import { useS3 } from './s3.fixture.ts';
import { describeListings } from './s3-listings.contract.ts';

describeListings(useS3());
