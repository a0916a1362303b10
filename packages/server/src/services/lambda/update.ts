import { uuid } from '../../kernel/ids.ts';
import { type Definition, type FunctionVersion, serving, UPDATING } from './function-version.ts';

/** $LATEST with a new definition that is not ready yet: what served before goes on serving until it is. */
export function beginUpdate(before: FunctionVersion, definition: Definition, now: number): FunctionVersion {
  return {
    ...before,
    current: { id: uuid(), definition },
    previous: before.state.value === 'Active' ? serving(before) : null,
    revisionId: uuid(),
    lastModified: now,
    lastUpdate: UPDATING,
  };
}
