import { functionNotFound, invalidParameter } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { functionArn } from '../rules/function-names.ts';
import { LIMITS } from '../rules/limits.ts';
import { findFunction, setReservedConcurrency, sumReservedConcurrency } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

const UNQUALIFIED_ONLY =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';

/** Zero turns the function off; what is reserved must leave the account 100. */
export const PutFunctionConcurrency = operation('PutFunctionConcurrency', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  if (reference.qualifier !== undefined) throw invalidParameter(UNQUALIFIED_ONLY);
  const reserved = input.ReservedConcurrentExecutions!;
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const record = await findFunction(tx, reference);
    // AWS's text names $LATEST here (recorded).
    if (!record) throw functionNotFound(`${functionArn(reference)}:$LATEST`);
    const others = (await sumReservedConcurrency(tx, reference)) - (record.reservedConcurrency ?? 0);
    if (LIMITS.concurrentExecutions - others - reserved < LIMITS.unreservedMinimum) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LIMITS.unreservedMinimum}].`,
      );
    }
    await setReservedConcurrency(tx, reference, reserved);
  });
  return { ReservedConcurrentExecutions: reserved };
});
