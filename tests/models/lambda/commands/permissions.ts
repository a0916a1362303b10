import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import type { LambdaModel } from '../lambda-model.ts';
import { chosenVersion, functionName, lambdaCommand, type RealLambda } from '../real-lambda.ts';

/** The function itself, its versions, its aliases. */
const holder = fc.record({
  name: functionName,
  qualifier: fc.constantFrom('none', 'live', 'live', 'live', 'next', '$LATEST', 'newest', 'missing'),
});
const statementId = fc.constantFrom('s1', 's2');

function qualifierOf(model: LambdaModel, { name, qualifier }: { name: string; qualifier: string }): string | undefined {
  if (qualifier === 'none') return undefined;
  return qualifier === 'newest' || qualifier === 'missing'
    ? chosenVersion(model.functions.get(name), qualifier)
    : qualifier;
}

function statementsOf(model: LambdaModel, name: string, qualifier: string | undefined): readonly string[] {
  const owner = model.function(name);
  owner.meant(qualifier);
  return owner.policies.get(qualifier ?? '') ?? [];
}

const addPermission = lambdaCommand(
  'addPermission',
  fc.record({ holder, sid: statementId }),
  async (model, real, { holder: { name, qualifier }, sid }) => {
    const Qualifier = qualifierOf(model, { name, qualifier });
    await agree(
      () => {
        if (Qualifier === '$LATEST') throw new Refusal('InvalidParameterValueException');
        const statements = statementsOf(model, name, Qualifier);
        if (statements.includes(sid)) throw new Refusal('ResourceConflictException');
        model.function(name).policies.set(Qualifier ?? '', [...statements, sid]);
      },
      () =>
        real.client.addPermission({
          FunctionName: name,
          Qualifier,
          StatementId: sid,
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
        }),
    );
  },
);

const removePermission = lambdaCommand(
  'removePermission',
  fc.record({ holder, sid: statementId }),
  async (model, real, { holder: { name, qualifier }, sid }) => {
    const Qualifier = qualifierOf(model, { name, qualifier });
    if (Qualifier === '$LATEST') return;
    await agree(
      () => {
        const statements = statementsOf(model, name, Qualifier);
        if (!statements.includes(sid)) throw new Refusal('ResourceNotFoundException');
        model.function(name).policies.set(
          Qualifier ?? '',
          statements.filter((other) => other !== sid),
        );
      },
      () => real.client.removePermission({ FunctionName: name, Qualifier, StatementId: sid }),
    );
  },
);

const getPolicy = lambdaCommand('getPolicy', holder, async (model, real, { name, qualifier }) => {
  const Qualifier = qualifierOf(model, { name, qualifier });
  if (Qualifier !== '$LATEST') await assertPolicy(model, real, name, Qualifier);
});

async function assertPolicy(
  model: LambdaModel,
  real: RealLambda,
  name: string,
  Qualifier: string | undefined,
): Promise<void> {
  const both = await agree(
    () => {
      const statements = statementsOf(model, name, Qualifier);
      if (statements.length === 0) throw new Refusal('ResourceNotFoundException');
      return statements;
    },
    () => real.client.getPolicy({ FunctionName: name, Qualifier }),
  );
  if (!both) return;
  const { Statement } = JSON.parse(both.actual.Policy!) as { Statement: { Sid: string; Resource: string }[] };
  const resource = `arn:aws:lambda:us-east-1:${real.account}:function:${name}${Qualifier === undefined ? '' : `:${Qualifier}`}`;
  assert.deepEqual(
    Statement.map(({ Sid, Resource }) => [Sid, Resource]),
    both.expected.map((sid) => [sid, resource]),
  );
}

/** The policies of all functions, their versions and their aliases. */
export async function assertPolicies(model: LambdaModel, real: RealLambda): Promise<void> {
  for (const [name, { versions, aliases }] of model.functions) {
    for (const qualifier of [undefined, ...[...versions.keys()].map(String), ...aliases.keys()])
      await assertPolicy(model, real, name, qualifier);
  }
}

export const permissionCommands = [...often(8, addPermission), ...often(2, removePermission), ...often(2, getPolicy)];
