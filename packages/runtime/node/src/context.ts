import type { InvokeHeader } from './frames.ts';

/** The part of the Context object that every runtime version has. */
export function contextData(header: InvokeHeader): Record<string, unknown> {
  const { deadlineMs } = header;
  const env = process.env;
  return {
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: header.clientContext === undefined ? undefined : parseClientContext(header.clientContext),
    identity: header.cognitoIdentity,
    invokedFunctionArn: header.invokedFunctionArn,
    awsRequestId: header.requestId,
    tenantId: header.tenantId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** `_X_AMZN_TRACE_ID` is the current invocation's, or absent. */
export function setTraceId(traceId: string | undefined): void {
  if (traceId) process.env['_X_AMZN_TRACE_ID'] = traceId;
  else if (process.env['_X_AMZN_TRACE_ID'] !== undefined) delete process.env['_X_AMZN_TRACE_ID'];
}

function parseClientContext(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ClientContext as json: ${String(error)}`, { cause: error });
  }
}
