import type { AwsError, Fault } from '../kernel/errors.ts';
import type { ServiceModel, StructureShape } from './model.ts';

/** An error as one protocol family puts it on the wire. */
export interface WireError {
  /** The model's shape name; for an error that the model does not have, the wire code. */
  readonly name: string;
  /** What the query protocol (and S3) calls it. */
  readonly code: string;
  readonly status: number;
  readonly fault: Fault;
  /** Absent when the model does not name the error. */
  readonly shape?: StructureShape;
}

/** How a family of protocols words errors that come from AWS's frameworks instead of a service's model. */
export type Family = 'json' | 'rest-json' | 'query' | 's3';

/** `[code, status]` by family; a family that is not listed says it as `json` does. Sources: facts on SigV4's common errors. */
type FrameworkError = Readonly<Partial<Record<Family, readonly [code: string, status: number]>>>;

const FRAMEWORK_ERRORS: Readonly<Record<string, FrameworkError>> = {
  AccessDeniedException: {
    json: ['AccessDeniedException', 400],
    'rest-json': ['AccessDeniedException', 403],
    query: ['AccessDenied', 403],
    s3: ['AccessDenied', 403],
  },
  MissingAuthenticationTokenException: {
    json: ['MissingAuthenticationTokenException', 400],
    'rest-json': ['MissingAuthenticationTokenException', 403],
    query: ['MissingAuthenticationToken', 403],
    s3: ['AccessDenied', 403],
  },
  UnrecognizedClientException: {
    json: ['UnrecognizedClientException', 400],
    'rest-json': ['UnrecognizedClientException', 403],
    query: ['InvalidClientTokenId', 403],
    s3: ['InvalidAccessKeyId', 403],
  },
  InvalidSignatureException: {
    json: ['InvalidSignatureException', 400],
    'rest-json': ['InvalidSignatureException', 403],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['SignatureDoesNotMatch', 403],
  },
  IncompleteSignatureException: {
    json: ['IncompleteSignatureException', 400],
    'rest-json': ['IncompleteSignatureException', 403],
    query: ['IncompleteSignature', 400],
    s3: ['AuthorizationHeaderMalformed', 400],
  },
  ExpiredTokenException: {
    json: ['ExpiredTokenException', 400],
    'rest-json': ['ExpiredTokenException', 403],
    query: ['ExpiredToken', 403],
    s3: ['ExpiredToken', 400],
  },
  ValidationException: {
    json: ['ValidationException', 400],
    query: ['ValidationError', 400],
    s3: ['InvalidArgument', 400],
  },
  SerializationException: {
    json: ['SerializationException', 400],
    query: ['MalformedInput', 400],
    s3: ['MalformedXML', 400],
  },
  UnknownOperationException: {
    json: ['UnknownOperationException', 400],
    'rest-json': ['UnknownOperationException', 404],
    query: ['InvalidAction', 400],
    s3: ['MethodNotAllowed', 405],
  },
  ThrottlingException: {
    json: ['ThrottlingException', 400],
    'rest-json': ['ThrottlingException', 429],
    query: ['Throttling', 400],
    s3: ['SlowDown', 503],
  },
  InternalFailure: { json: ['InternalFailure', 500], s3: ['InternalError', 500] },
};

export type ErrorLookup = (error: AwsError) => WireError;

/** Finds an error in the model by its shape's name or its wire code, else among the frameworks', else as it was thrown. */
export function errorLookup(model: ServiceModel, family: Family): ErrorLookup {
  const modelled = new Map<string, [string, StructureShape]>();
  for (const [name, shape] of Object.entries(model.shapes)) {
    if (shape.type !== 'structure' || !shape.error) continue;
    modelled.set(name, [name, shape]);
    if (shape.error.code && !modelled.has(shape.error.code)) modelled.set(shape.error.code, [name, shape]);
  }
  return (error) => {
    const { status, fault } = error.options;
    const found = modelled.get(error.code);
    if (found) return modelledError(found, error);
    const framework = FRAMEWORK_ERRORS[error.code];
    const [code, usual] = framework?.[family] ?? framework?.json ?? [error.code, fault === 'server' ? 500 : 400];
    // What the thrower says of the status holds for the code it threw, not for another family's name of it.
    const actual = code === error.code ? (status ?? usual) : usual;
    return { name: code, code, status: actual, fault: fault ?? (actual >= 500 ? 'server' : 'client') };
  };
}

function modelledError([name, shape]: [string, StructureShape], { options }: AwsError): WireError {
  const { error } = shape;
  const fault = options.fault ?? error!.fault;
  const status = options.status ?? error!.status ?? (fault === 'server' ? 500 : 400);
  return { name, code: error!.code ?? name, status, fault, shape };
}

/** What an error says: its message under the model's spelling of it, and its other members. */
export interface ErrorContent {
  readonly message: Readonly<Record<string, string>>;
  /** `Type` where the model has one, and what the thrower added. */
  readonly members: Readonly<Record<string, unknown>>;
}

export function errorContent(error: AwsError, { name, shape, fault }: WireError): ErrorContent {
  const modelled = shape?.members ?? {};
  const type = Object.hasOwn(modelled, 'Type') ? { Type: fault === 'client' ? 'User' : 'Service' } : {};
  const spelling =
    Object.keys(modelled).find((member) => member.toLowerCase() === 'message') ?? unmodelledSpelling(name);
  return {
    message: error.message === '' ? {} : { [spelling]: error.message },
    members: { ...type, ...error.options.members },
  };
}

/** Coral spells it `message`, except in these (dynalite's recordings of DynamoDB; facts on access denied). */
function unmodelledSpelling(name: string): string {
  return name === 'SerializationException' || name === 'AccessDeniedException' ? 'Message' : 'message';
}
