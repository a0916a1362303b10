import type { ServiceCodec } from '../protocol/codec.ts';
import type { ServiceModel } from '../protocol/model.ts';
import { compileCodec } from '../protocol/service-codec.ts';

/** A service without operations: its codec words refusals in whatever protocol a request is written in. */
const NOBODY: ServiceModel = {
  service: 'hearth',
  apiVersion: '',
  serviceId: 'Hearth',
  protocols: ['rpc-cbor', 'aws-query', 'aws-json-1.0', 'aws-json-1.1', 'rest-json'],
  operations: {},
  shapes: {},
};
const NOBODYS_BUCKETS: ServiceModel = { ...NOBODY, service: 's3', serviceId: 'S3', protocols: ['rest-xml'] };

/** Refuses requests that no service of Hearth's takes. */
export function strangerCodecs(): { readonly any: ServiceCodec; readonly s3: ServiceCodec } {
  return { any: compileCodec(NOBODY), s3: compileCodec(NOBODYS_BUCKETS) };
}
