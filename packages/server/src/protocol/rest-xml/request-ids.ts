import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';

/** S3 names its requests by two ids; the second one, the host's, is made from the first here. */
export function restXmlRequestIds(model: ServiceModel, requestId: string): Record<string, string> {
  if (model.serviceId !== 'S3') return requestIdHeader(requestId);
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) };
}

export function hostId(requestId: string): string {
  return Buffer.from(requestId, 'latin1').toString('base64');
}
