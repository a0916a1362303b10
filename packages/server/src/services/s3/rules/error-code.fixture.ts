import { AwsError } from '../../../kernel/errors.ts';

/** The code of the error that `run` throws; `none` when it throws none. */
export const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'none';
};
