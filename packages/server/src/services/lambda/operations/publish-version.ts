import type { Transaction } from 'kysely';
import { uuid } from '../../../kernel/ids.ts';
import { invalidParameter } from '../errors.ts';
import { ACTIVE, CREATING, type FunctionVersion, SUCCESSFUL } from '../function-version.ts';
import { ownFunction, requireRevision, requireSettled, requireLatest } from '../lookup.ts';
import { type LambdaCall, operation } from '../operation.ts';
import { checkCodeStorage } from '../rules/code-storage.ts';
import { codeSha256, toConfiguration } from '../rules/function-response.ts';
import { sumCodeStorage } from '../store/code-storage.ts';
import { nextNumber } from '../store/counters.ts';
import { countChange } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Copies $LATEST under the next number. Nothing changed since the last publication: that version is the answer again. */
export const PublishVersion = operation(
  'PublishVersion',
  async (call, input) => {
    const reference = ownFunction(call, input.FunctionName);
    const { version, isNew } = await call.host.storage.write<
      LambdaTables,
      { version: FunctionVersion; isNew: boolean }
    >(async (tx) => {
      const latest = await requireLatest(call, tx, reference);
      requireSettled(latest);
      requireRevision(input.RevisionId, latest.revisionId);
      requireCode(input.CodeSha256, latest);
      const newest = await call.service.versions.findNewest(tx, reference);
      if (newest?.current.id === latest.current.id) return { version: newest, isNew: false };
      return { version: await publish(call, tx, latest, input.Description), isNew: true };
    });
    if (isNew) call.service.preparation.begin(version);
    return toConfiguration(version, { qualifier: version.version });
  },
  { refuses: ['PublishTo'] },
);

async function publish(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  latest: FunctionVersion,
  description: string | undefined,
): Promise<FunctionVersion> {
  const { versions } = call.service;
  const { definition } = latest.current;
  checkCodeStorage(await sumCodeStorage(tx, versions, call), definition.code.size);
  // What serves as $LATEST is unpacked and installed already, so its copy can be invoked at once.
  const ready = latest.state.value === 'Active' && latest.previous === null;
  const published: FunctionVersion = {
    ...latest,
    version: `${await nextNumber(tx, 'function', latest)}`,
    current: {
      id: latest.current.id,
      definition: { ...definition, description: description || definition.description },
    },
    previous: null,
    revisionId: uuid(),
    lastModified: call.host.clock.now(),
    state: ready ? ACTIVE : CREATING,
    lastUpdate: ready ? SUCCESSFUL : null,
  };
  await versions.insert(tx, published, 'held');
  await versions.replace(tx, latest, { ...latest, revisionId: uuid() });
  await countChange(tx, latest);
  return published;
}

function requireCode(given: string | undefined, latest: FunctionVersion): void {
  const current = codeSha256(latest.current.definition.code);
  if (!given || given === current) return;
  throw invalidParameter(
    `CodeSHA256 (${given}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}
