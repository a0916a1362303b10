import { validationError } from '../errors.ts';
import type { Scope as CallScope } from '../../service.ts';
import { evaluate } from '../rules/intrinsics/evaluate.ts';
import type { Scope } from '../rules/intrinsics/intrinsic.ts';
import { textOf } from '../rules/intrinsics/text.ts';
import { isPresent } from '../rules/template/references.ts';
import type { OutputRecord } from '../store/records.ts';
import type { Rows } from '../store/stack-store.ts';
import { evaluatedText, type ReadyDefinition } from './definition-scope.ts';

/** @throws ValidationError for an output that is no text */
export function evaluateOutputs({ template, base }: ReadyDefinition, scope: Scope): OutputRecord[] {
  return Object.entries(template.outputs)
    .filter(([, output]) => isPresent(output, base))
    .map(([key, { value, description, exportName }]) => {
      const text = textOf(evaluate(value, scope));
      if (text === null)
        throw validationError(
          `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
        );
      const name = exportName === undefined ? undefined : (evaluatedText(exportName, scope) ?? undefined);
      return { key, value: text, description, exportName: name };
    });
}

/**
 * Makes a stack's exports what its outputs say. @throws ValidationError when another stack exports the same name, or
 * one that is in use is taken away or changed
 */
export async function publishExports(
  { exports, stacks }: Rows,
  scope: CallScope,
  stackId: string,
  outputs: readonly OutputRecord[],
): Promise<void> {
  const all = await exports.all(scope);
  const next = outputs.flatMap(({ exportName, value }) =>
    exportName === undefined ? [] : [{ name: exportName, value }],
  );
  for (const { name } of next) {
    const other = all.find((it) => it.name === name && it.stackId !== stackId);
    if (other) {
      const owner = (await stacks.byId(other.stackId))?.name ?? other.stackId;
      throw validationError(`Export with name ${name} is already exported by stack ${owner}`);
    }
  }
  for (const { name, value } of all.filter((it) => it.stackId === stackId)) {
    const kept = next.find((it) => it.name === name);
    if (kept?.value === value) continue;
    const users = await importerNames({ exports, stacks }, scope, name, stackId);
    if (users.length === 0) continue;
    const verb = kept ? 'updated' : 'deleted';
    throw validationError(`Export ${name} cannot be ${verb} as it is in use by ${users.join(', ')}`);
  }
  await exports.replaceExports(scope, stackId, next);
}

/** The names of the stacks that import an export, other than the exporting one. */
export async function importerNames(
  { exports, stacks }: Pick<Rows, 'exports' | 'stacks'>,
  scope: CallScope,
  name: string,
  stackId = '',
): Promise<string[]> {
  const ids = (await exports.importers(scope, name)).filter((id) => id !== stackId);
  const found = await Promise.all(ids.map((id) => stacks.byId(id)));
  return found.flatMap((stack) => (stack ? [stack.name] : []));
}
