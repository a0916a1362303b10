import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';

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
  /** What validation found, in detail. */
  readonly validationError: string | null;

  constructor(
    type: FaultName,
    options: {
      readonly text?: string;
      readonly validationError?: string;
      readonly status?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    const { message, status } = FAULTS[type];
    super(options.text ?? message ?? type, { cause: options.cause });
    this.type = type;
    this.text = options.text ?? message;
    this.validationError = options.validationError ?? null;
    this.status = options.status ?? status;
  }
}

/** A Lambda function's answer that is none: 502 (recorded). */
export function malformedResponse(cause?: unknown): GatewayFault {
  return new GatewayFault('INTEGRATION_FAILURE', { status: 502, cause });
}
