import { AwsError } from '../../kernel/errors.ts';

const clientError = (code: string, status: number, message: string): AwsError =>
  new AwsError(code, message, { status, fault: 'client' });

/** S3 API reference, "List of error codes". */
export const chunkErrors = {
  truncated: () => clientError('IncompleteBody', 400, 'The request body terminated unexpectedly'),
  wrongLength: () =>
    clientError(
      'IncompleteBody',
      400,
      'You did not provide the number of bytes specified by the Content-Length HTTP header.',
    ),
  missingLength: () => clientError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.'),
  malformedChunk: () => clientError('InvalidRequest', 400, 'The chunk framing of the request body is not well-formed.'),
  chunkTooLarge: () => clientError('InvalidChunkSizeError', 403, 'The size of a chunk is not valid.'),
  malformedTrailer: () =>
    clientError(
      'MalformedTrailerError',
      400,
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    ),
  unsupportedTrailer: () =>
    clientError('InvalidRequest', 400, 'The value specified in the x-amz-trailer header is not supported'),
  invalidTrailerValue: (name: string) =>
    clientError('InvalidRequest', 400, `Value for ${name} trailing header is invalid.`),
  badDigest: (algorithm: string) =>
    clientError(
      'BadDigest',
      400,
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    ),
};
