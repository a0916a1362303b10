import { type Call, operationsOf } from '../service.ts';
import type { ApiGatewayState } from './state.ts';

export type ApiGatewayCall = Call<ApiGatewayState>;

/** `export const GetThing = operation('GetThing', async (call, input) => …)`, one to a file in operations/. */
export const operation = operationsOf<'apigateway', ApiGatewayState>();
