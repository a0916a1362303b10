import { isMap, isScalar, type Value, type ValueMap } from './values.ts';

/** CloudFormation user guide, "Custom resource response objects": "The total size of the response body can't exceed 4096 bytes". */
export const MAX_RESPONSE_BYTES = 4096;

export interface CustomResponse {
  readonly failure: string | null;
  readonly physicalId: string | null;
  readonly data: ValueMap;
  readonly noEcho: boolean;
}

/** Reads what a function has put to its response URL. Anything wrong with it is a failure of the resource. */
export function readCustomResponse(text: string, requestId: string): CustomResponse {
  if (Buffer.byteLength(text) > MAX_RESPONSE_BYTES) return failed('Response object is too long.');
  const body = parse(text);
  if (!isMap(body)) return failed('Response is not well-formed JSON.');
  const physicalId =
    isScalar(body.PhysicalResourceId) && body.PhysicalResourceId !== '' ? String(body.PhysicalResourceId) : null;
  if (body.Status === 'FAILED') {
    const reason = isScalar(body.Reason) ? body.Reason : 'no reason is given';
    return failed(
      `Received response status [FAILED] from custom resource. Message returned: ${reason} (RequestId: ${requestId})`,
      physicalId,
    );
  }
  if (body.Status !== 'SUCCESS') return failed('Invalid Status in the response of the custom resource.', physicalId);
  if (physicalId === null) return failed('Invalid PhysicalResourceId');
  return { failure: null, physicalId, data: isMap(body.Data) ? flatten(body.Data) : {}, noEcho: body.NoEcho === true };
}

/** All scalars of a custom resource's properties are texts when its function sees them. */
export function asTexts(value: Value): Value {
  if (isScalar(value)) return String(value);
  if (Array.isArray(value)) return value.map(asTexts);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
}

/** `Fn::GetAtt` reaches nested members by `Outer.Inner`. */
function flatten(data: ValueMap, prefix = ''): ValueMap {
  const entries = Object.entries(data).flatMap(([key, value]): (readonly [string, Value])[] => {
    const name = prefix + key;
    return isMap(value) ? [[name, value], ...Object.entries(flatten(value, `${name}.`))] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function failed(failure: string, physicalId: string | null = null): CustomResponse {
  return { failure, physicalId, data: {}, noEcho: false };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
