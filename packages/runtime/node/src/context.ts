import type { InvokeHeader } from './frames.ts';

/**
 * The part of the Context object that every runtime version has, and the trace id. What cannot change is read from the
 * environment once, at the first invocation: five reads of `process.env` cost a tenth of a short invocation.
 */
export class Contexts {
  #ofFunction: ReturnType<typeof functionData> | null = null;
  #hasTraceId = false;

  data(header: InvokeHeader): Record<string, unknown> {
    const { deadlineMs } = header;
    const { functionVersion, functionName, memoryLimitInMB, logGroupName, logStreamName } = (this.#ofFunction ??=
      functionData(process.env));
    return {
      functionVersion,
      functionName,
      memoryLimitInMB,
      logGroupName,
      logStreamName,
      clientContext: header.clientContext === undefined ? undefined : parseClientContext(header.clientContext),
      identity: header.cognitoIdentity,
      invokedFunctionArn: header.invokedFunctionArn,
      awsRequestId: header.requestId,
      tenantId: header.tenantId,
      getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    };
  }

  /** `_X_AMZN_TRACE_ID` is the current invocation's, or absent. */
  setTraceId(traceId: string | undefined): void {
    if (traceId) process.env['_X_AMZN_TRACE_ID'] = traceId;
    else if (this.#hasTraceId) delete process.env['_X_AMZN_TRACE_ID'];
    this.#hasTraceId = Boolean(traceId);
  }
}

function functionData(env: NodeJS.ProcessEnv) {
  return {
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
  };
}

function parseClientContext(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ClientContext as json: ${String(error)}`, { cause: error });
  }
}
