import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import type { AliasModel, FunctionModel } from '../lambda-model.ts';
import {
  aliasName,
  chosenVersion,
  description,
  functionName,
  lambdaCommand,
  type VersionChoice,
  versionChoice,
} from '../real-lambda.ts';

/** Mostly none. */
const weights = fc.record({
  second: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, versionChoice),
  weight: fc.constantFrom(0, 0.25, 1),
});

function weightsOf(
  owner: FunctionModel | undefined,
  second: VersionChoice | null,
  weight: number,
): Record<string, number> {
  return second === null ? {} : { [chosenVersion(owner, second)]: weight };
}

/** The model's pattern of a second version is a number; that is looked at before anything else. */
function requireNumbers(shares: Readonly<Record<string, number>> = {}): void {
  if ('$LATEST' in shares) throw new Refusal('ValidationException');
}

/** What an alias may point at. */
function requireTargets(owner: FunctionModel, { version, weights: shares }: AliasModel): void {
  for (const second of Object.keys(shares)) {
    if (version === '$LATEST' || second === version) throw new Refusal('InvalidParameterValueException');
  }
  if (![version, ...Object.keys(shares)].every((target) => owner.has(target)))
    throw new Refusal('ResourceNotFoundException');
}

const createAlias = lambdaCommand(
  'createAlias',
  fc.record({ name: functionName, alias: aliasName, choice: versionChoice, weights, text: description }),
  async (model, real, { name, alias, choice, weights: { second, weight }, text }) => {
    const owner = model.functions.get(name);
    const created: AliasModel = {
      version: chosenVersion(owner, choice),
      description: text,
      weights: weightsOf(owner, second, weight),
    };
    const both = await agree(
      () => {
        requireNumbers(created.weights);
        requireTargets(owner ?? nothing, created);
        const { aliases } = model.function(name);
        if (aliases.has(alias)) throw new Refusal('ResourceConflictException');
        aliases.set(alias, created);
        return created;
      },
      () =>
        real.client.createAlias({
          FunctionName: name,
          Name: alias,
          FunctionVersion: created.version,
          Description: text,
          ...(second === null ? {} : { RoutingConfig: { AdditionalVersionWeights: created.weights } }),
        }),
    );
    if (both) assertAlias(both.actual, alias, both.expected);
  },
);

/** A function that is not there has no version that an alias could point at. */
const nothing = { has: () => false } as unknown as FunctionModel;

const updateAlias = lambdaCommand(
  'updateAlias',
  fc.record({
    name: functionName,
    alias: aliasName,
    choice: fc.option(versionChoice, { nil: null }),
    weights: fc.option(weights, { nil: null }),
    text: fc.option(description, { nil: undefined }),
    revision: fc.constantFrom('none', 'none', 'current', 'stale'),
  }),
  async (model, real, { name, alias, choice, weights: shares, text, revision }) => {
    const owner = model.functions.get(name);
    const before = owner?.aliases.get(alias);
    const version = choice === null ? undefined : chosenVersion(owner, choice);
    const given = shares ? weightsOf(owner, shares.second, shares.weight) : undefined;
    const current =
      before && revision === 'current'
        ? (await real.client.getAlias({ FunctionName: name, Name: alias })).RevisionId
        : 'stale';
    const both = await agree(
      () => {
        requireNumbers(given);
        const { aliases } = model.function(name);
        if (!before) throw new Refusal('ResourceNotFoundException');
        if (revision === 'stale') throw new Refusal('PreconditionFailedException');
        const after: AliasModel = {
          version: version ?? before.version,
          description: text ?? before.description,
          weights: given ?? before.weights,
        };
        requireTargets(owner!, after);
        aliases.set(alias, after);
        return after;
      },
      () =>
        real.client.updateAlias({
          FunctionName: name,
          Name: alias,
          FunctionVersion: version,
          Description: text,
          ...(given ? { RoutingConfig: { AdditionalVersionWeights: given } } : {}),
          ...(revision === 'none' ? {} : { RevisionId: current }),
        }),
    );
    if (both) assertAlias(both.actual, alias, both.expected);
  },
);

/** Its policy goes with it; what is not there is deleted already. */
const deleteAlias = lambdaCommand(
  'deleteAlias',
  fc.record({ name: functionName, alias: aliasName }),
  async (model, real, { name, alias }) => {
    const owner = model.functions.get(name);
    if (!owner) return;
    owner.aliases.delete(alias);
    owner.policies.delete(alias);
    await real.client.deleteAlias({ FunctionName: name, Name: alias });
  },
);

const getAlias = lambdaCommand(
  'getAlias',
  fc.record({ name: functionName, alias: aliasName }),
  async (model, real, { name, alias }) => {
    const both = await agree(
      () => {
        const found = model.function(name).aliases.get(alias);
        if (!found) throw new Refusal('ResourceNotFoundException');
        return found;
      },
      () => real.client.getAlias({ FunctionName: name, Name: alias }),
    );
    if (both) assertAlias(both.actual, alias, both.expected);
  },
);

const listAliases = lambdaCommand(
  'listAliases',
  fc.record({ name: functionName, choice: fc.option(versionChoice, { nil: null }) }),
  async (model, real, { name, choice }) => {
    const version = choice === null ? undefined : chosenVersion(model.functions.get(name), choice);
    const both = await agree(
      () => {
        const owner = model.function(name);
        return (version === undefined ? [...owner.aliases.keys()] : owner.aliasesOf(version)).toSorted();
      },
      () => real.client.listAliases({ FunctionName: name, FunctionVersion: version }),
    );
    if (both)
      assert.deepEqual(
        both.actual.Aliases!.map(({ Name }) => Name),
        both.expected,
      );
  },
);

interface ShownAlias {
  readonly Name?: string | undefined;
  readonly FunctionVersion?: string | undefined;
  readonly Description?: string | undefined;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Record<string, number> | undefined } | undefined;
}

function assertAlias(
  { Name, FunctionVersion, Description, RoutingConfig }: ShownAlias,
  name: string,
  alias: AliasModel,
): void {
  assert.deepEqual(
    {
      name: Name,
      version: FunctionVersion,
      description: Description,
      weights: RoutingConfig?.AdditionalVersionWeights ?? {},
    },
    { name, ...alias },
  );
}

export const aliasCommands = [
  ...often(8, createAlias),
  ...often(4, updateAlias),
  ...often(3, deleteAlias),
  ...often(2, getAlias),
  ...often(2, listAliases),
];
