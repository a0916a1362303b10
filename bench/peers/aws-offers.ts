import { AwsApi } from './aws-api.ts';
import {
  BUCKET,
  getObjectTarget,
  invokeTarget,
  LINES_PER_BATCH,
  postTarget,
  putLogEventsTarget,
  putObjectTarget,
} from './payloads.ts';
import type { Offers } from './peer.ts';

export const SILENT = 'exports.handler = async (event) => event;';
export const BODY_BACK = 'exports.handler = async (event) => ({ statusCode: 200, body: event.body });';

/** Everything that is measured, on whoever has all of AWS's services concerned. */
export function awsOffers(endpoint: string): Offers {
  const aws = new AwsApi(endpoint);
  return {
    aws,
    invoke: async () => {
      await aws.createFunction('silent', SILENT);
      return invokeTarget(endpoint, 'silent');
    },
    http: async () => {
      await aws.createFunction('body-back', BODY_BACK);
      return postTarget(endpoint, await aws.createRestApi('body', 'body-back'));
    },
    s3: async () => {
      await aws.createBucket(BUCKET);
      return { put: putObjectTarget(endpoint), get: getObjectTarget(endpoint) };
    },
    logs: async () => {
      await aws.createLogStreams();
      return { ...putLogEventsTarget(endpoint), linesPerBatch: LINES_PER_BATCH };
    },
  };
}
