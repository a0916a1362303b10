import { illegalLocation, invalidLocation } from '../errors.ts';

const US_EAST_1 = 'us-east-1';

export interface Location {
  readonly region: string;
  /** What GetBucketLocation answers; empty for us-east-1. */
  readonly location: string;
}

/** Where a bucket comes to be, asked for in `region`. us-east-1 is the global endpoint and creates buckets everywhere. */
export function locationOf(constraint: string | undefined, region: string): Location {
  if (!constraint) {
    if (region !== US_EAST_1) throw illegalLocation('unspecified');
    return { region, location: '' };
  }
  const wanted = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (wanted === US_EAST_1 || !/^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(wanted))
    throw region === US_EAST_1 || wanted !== US_EAST_1 ? invalidLocation(constraint) : illegalLocation(constraint);
  if (region !== US_EAST_1 && wanted !== region) throw illegalLocation(constraint);
  return { region: wanted, location: constraint };
}
