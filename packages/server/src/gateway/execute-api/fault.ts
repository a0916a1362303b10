import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import type { AwsError } from '../../kernel/errors.ts';

export interface FaultKind {
  readonly status: number;
  readonly message: string | null;
  /** `x-amzn-ErrorType`. */
  readonly errorType: string;
}

/** API Gateway developer guide, "Gateway response types"; messages and error types as recorded from AWS. */
export const FAULTS = {
  MISSING_AUTHENTICATION_TOKEN: kind(403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'),
  INVALID_API_KEY: kind(403, 'Forbidden', 'ForbiddenException'),
  UNAUTHORIZED: kind(401, 'Unauthorized', 'UnauthorizedException'),
  ACCESS_DENIED: kind(403, 'User is not authorized to access this resource', 'AccessDeniedException'),
  AUTHORIZER_FAILURE: kind(500, null, 'AuthorizerConfigurationException'),
  AUTHORIZER_CONFIGURATION_ERROR: kind(500, null, 'AuthorizerConfigurationException'),
  BAD_REQUEST_PARAMETERS: kind(400, 'Missing required request parameters', 'BadRequestException'),
  BAD_REQUEST_BODY: kind(400, 'Invalid request body', 'BadRequestException'),
  THROTTLED: kind(429, 'Too Many Requests', 'TooManyRequestsException'),
  QUOTA_EXCEEDED: kind(429, 'Limit Exceeded', 'LimitExceededException'),
  REQUEST_TOO_LARGE: kind(413, 'Request Too Long', 'RequestTooLargeException'),
  EXPIRED_TOKEN: kind(403, 'The security token included in the request is expired', 'ExpiredTokenException'),
  INVALID_SIGNATURE: kind(403, null, 'InvalidSignatureException'),
  UNSUPPORTED_MEDIA_TYPE: kind(415, 'Unsupported Media Type', 'BadRequestException'),
  INTEGRATION_TIMEOUT: kind(504, 'Endpoint request timed out', 'InternalServerErrorException'),
  INTEGRATION_FAILURE: kind(504, 'Internal server error', 'InternalServerErrorException'),
  API_CONFIGURATION_ERROR: kind(500, 'Internal server error', 'InternalServerErrorException'),
} as const satisfies Partial<Record<GatewayResponseType, FaultKind>>;

export type FaultName = keyof typeof FAULTS;

function kind(status: number, message: string | null, errorType: string): FaultKind {
  return { status, message, errorType };
}

/** The gateway answers a request itself, by one of its gateway responses. */
export class GatewayFault extends Error {
  readonly type: FaultName;
  readonly status: number;
  readonly text: string | null;
  readonly errorType: string;
  /** What validation found, in detail. */
  readonly validationError: string | null;

  constructor(
    type: FaultName,
    options: {
      readonly text?: string;
      readonly errorType?: string;
      readonly validationError?: string;
      readonly status?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    const { message, status, errorType } = FAULTS[type];
    super(options.text ?? message ?? type, { cause: options.cause });
    this.type = type;
    this.text = options.text ?? message;
    this.errorType = options.errorType ?? errorType;
    this.validationError = options.validationError ?? null;
    this.status = options.status ?? status;
  }
}

/** A signature that was not believed, in the words of whoever checked it. Null for any other error. */
export function signatureFault(error: AwsError): GatewayFault | null {
  const { code, message } = error;
  if (code === 'ExpiredTokenException') return new GatewayFault('EXPIRED_TOKEN', { cause: error });
  if (!SIGNATURE_REFUSALS.has(code)) return null;
  return new GatewayFault('INVALID_SIGNATURE', { text: message, errorType: code, cause: error });
}

const SIGNATURE_REFUSALS = new Set([
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

/** A Lambda function's answer that is none: 502 (recorded). */
export function malformedResponse(cause?: unknown): GatewayFault {
  return new GatewayFault('INTEGRATION_FAILURE', { status: 502, cause });
}
