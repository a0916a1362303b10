import { noSuchUpload, preconditionFailed } from '../errors.ts';
import { bucketMeant, uploadMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const AbortMultipartUpload = operation('AbortMultipartUpload', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const upload = await uploadMeant(call, bucket, input.Key!, input.UploadId!);
  const expected = input.IfMatchInitiatedTime?.getTime();
  if (expected !== undefined && expected !== Math.floor(upload.initiatedAt / 1000) * 1000)
    throw preconditionFailed('x-amz-if-match-initiated-time');
  if (!(await call.service.uploads.abort(upload))) throw noSuchUpload(upload.uploadId);
  return {};
});
