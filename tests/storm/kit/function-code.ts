import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';

export function zipOf(source: string): Uint8Array {
  return zipSync({ 'index.js': strToU8(source) });
}

/** A Node function of this checkout's newest runtime. */
export function nodeFunction(
  FunctionName: string,
  source: string,
  options: Partial<CreateFunctionCommandInput> = {},
): CreateFunctionCommandInput {
  return {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/storm',
    Code: { ZipFile: zipOf(source) },
    ...options,
  };
}
