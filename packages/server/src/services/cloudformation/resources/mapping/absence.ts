import { AwsError } from '../../../../kernel/errors.ts';

/** Codes with which services say that a resource is not there. */
const ABSENT =
  /^(ResourceNotFoundException|NoSuchEntityException|NotFoundException|NoSuchBucket|NoSuchBucketPolicy|NoSuchKey|NotFound)$/;

/** Runs `work`; null when what it asks for is not there. */
export async function unlessAbsent<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsError && ABSENT.test(error.code)) return null;
    throw error;
  }
}
