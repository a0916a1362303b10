import { AwsError } from '../../../kernel/errors.ts';
import { fillStageVariables, functionOfUri } from '../../../services/apigateway/rules/lambda-uri.ts';
import type { LiveStage } from '../../../services/apigateway/store/api-rows.ts';
import type { Principal } from '../../../services/service.ts';
import { GatewayFault } from '../fault.ts';
import type { Backend } from './backend.ts';
import { withinTime } from './backend.ts';

export interface FunctionCall {
  readonly live: LiveStage;
  /** With stage variables still in it. */
  readonly uri: string | undefined;
  readonly sourceArn: string;
  /** A role's ARN, or that which stands for the caller. */
  readonly credentials: string | undefined;
  readonly caller: Principal;
  readonly payload: Uint8Array;
  readonly timeoutMs: number;
  readonly asynchronous?: boolean;
}

export interface FunctionAnswer {
  readonly payload: Uint8Array;
  readonly functionError?: string | undefined;
}

/**
 * Invokes a function as API Gateway: its policy has to permit `sourceArn`. A function that cannot be invoked (absent,
 * not permitted, throttled) is the API's configuration's fault: 500 (recorded).
 */
export async function invokeFunction(backend: Backend, call: FunctionCall): Promise<FunctionAnswer> {
  const { account, region, stage } = call.live;
  const name = functionOfUri(fillStageVariables(call.uri ?? '', stage.variables));
  if (!name) throw new GatewayFault('API_CONFIGURATION_ERROR');
  const { credentials, caller, sourceArn } = call;
  const { lambda } = await backend.invokers.clients({ account, region, credentials, caller, sourceArn });
  const invocation = lambda.Invoke({
    FunctionName: name,
    Payload: call.payload,
    ...(call.asynchronous ? { InvocationType: 'Event' } : {}),
  });
  try {
    const { Payload, FunctionError } = await withinTime(invocation, call.timeoutMs, backend.clock);
    return { payload: Payload ?? new Uint8Array(), functionError: FunctionError };
  } catch (error) {
    if (error instanceof GatewayFault) throw error;
    if (!(error instanceof AwsError)) throw error;
    backend.logger.warn('an API could not invoke its function', { function: name, api: call.sourceArn, cause: error });
    if (error.options.status === 413) throw new GatewayFault('REQUEST_TOO_LARGE', { cause: error });
    throw new GatewayFault('API_CONFIGURATION_ERROR', { cause: error });
  }
}
