import { ownFunction, requireFunction, requireVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toConfiguration } from '../rules/function-response.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { FunctionVersion } from '../function-version.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetFunction = operation('GetFunction', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const { record, version } = await call.host.storage.read<
    LambdaTables,
    { record: FunctionRecord; version: FunctionVersion }
  >(async (db) => ({
    record: await requireFunction(db, reference),
    version: await requireVersion(call, db, reference),
  }));
  return {
    Configuration: toConfiguration(version, { qualifier: reference.qualifier }),
    Code: { RepositoryType: 'S3', Location: call.service.downloads.url(version.current.definition.code) },
    ...(Object.keys(record.tags).length > 0 ? { Tags: { ...record.tags } } : {}),
    ...(record.reservedConcurrency === null
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
  };
});
