import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { type Definition, FunctionModel, type LambdaModel } from '../lambda-model.ts';
import {
  chosenRevision,
  chosenVersion,
  description,
  functionName,
  lambdaCommand,
  layerName,
  program,
  PROGRAMS,
  type RealLambda,
  revisionChoice,
  SHA256,
  versionChoice,
} from '../real-lambda.ts';

interface WantedLayer {
  readonly name: string;
  readonly number: number;
}

/** Mostly none. */
const layers: fc.Arbitrary<readonly WantedLayer[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.uniqueArray(fc.record({ name: layerName, number: fc.constantFrom(1, 1, 2) }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ name }) => name,
  }),
);

function requireLayers(model: LambdaModel, wanted: readonly WantedLayer[]): void {
  for (const { name, number } of wanted)
    if (!model.layers.get(name)?.versions.has(number)) throw new Refusal('InvalidParameterValueException');
}

const createFunction = lambdaCommand(
  'createFunction',
  fc.record({ name: functionName, code: program, text: description, layers, publish: fc.boolean() }),
  async (model, real, { name, code, text, layers: wanted, publish }) => {
    const arns = wanted.map((layer) => real.layerArn(layer.name, layer.number));
    const definition: Definition = { code, description: text, environment: '', layers: arns };
    const both = await agree(
      () => {
        if (model.functions.has(name)) throw new Refusal('ResourceConflictException');
        requireLayers(model, wanted);
        model.functions.set(name, new FunctionModel(definition));
        return publish ? String(model.publishAnyway(name)) : '$LATEST';
      },
      () => real.createFunction(name, definition, publish),
    );
    if (!both) return;
    assert.equal(both.actual, both.expected);
    await assertChanged(model, real, name);
  },
);

const updateCode = lambdaCommand(
  'updateFunctionCode',
  fc.record({ name: functionName, code: program, publish: fc.boolean(), revision: revisionChoice }),
  async (model, real, { name, code, publish, revision }) => {
    const RevisionId = await chosenRevision(model.functions.get(name), real, name, revision);
    const both = await agree(
      () => {
        const updated = model.function(name);
        if (revision === 'stale') throw new Refusal('PreconditionFailedException');
        updated.latest = { ...updated.latest, code };
        return publish ? String(model.publishAnyway(name)) : '$LATEST';
      },
      () =>
        real.client.updateFunctionCode({ FunctionName: name, ZipFile: PROGRAMS[code], Publish: publish, RevisionId }),
    );
    if (!both) return;
    assert.equal(both.actual.Version, both.expected);
    await assertChanged(model, real, name);
  },
);

const updateConfiguration = lambdaCommand(
  'updateFunctionConfiguration',
  fc.record({
    name: functionName,
    text: fc.option(description, { nil: undefined }),
    environment: fc.option(fc.constantFrom('', 'x', 'y'), { nil: undefined }),
    layers: fc.option(layers, { nil: undefined }),
    revision: revisionChoice,
  }),
  async (model, real, { name, text, environment, layers: wanted, revision }) => {
    const RevisionId = await chosenRevision(model.functions.get(name), real, name, revision);
    const arns = wanted?.map((layer) => real.layerArn(layer.name, layer.number));
    const both = await agree(
      () => {
        const updated = model.function(name);
        if (revision === 'stale') throw new Refusal('PreconditionFailedException');
        requireLayers(model, wanted ?? []);
        const { latest } = updated;
        updated.latest = {
          ...latest,
          description: text ?? latest.description,
          environment: environment ?? latest.environment,
          layers: arns ?? latest.layers,
        };
      },
      () =>
        real.client.updateFunctionConfiguration({
          FunctionName: name,
          Description: text,
          ...(environment === undefined
            ? {}
            : { Environment: { Variables: environment ? { VALUE: environment } : {} } }),
          Layers: arns,
          RevisionId,
        }),
    );
    if (both) await assertChanged(model, real, name);
  },
);

const publishVersion = lambdaCommand(
  'publishVersion',
  fc.record({
    name: functionName,
    text: description,
    revision: revisionChoice,
    sha: fc.constantFrom('none', 'right', 'wrong'),
  }),
  async (model, real, { name, text, revision, sha }) => {
    const published = model.functions.get(name);
    const RevisionId = await chosenRevision(published, real, name, revision);
    const right = SHA256[published?.latest.code ?? 0];
    const before = published?.newest;
    const both = await agree(
      () => {
        model.function(name);
        if (published && revision === 'stale') throw new Refusal('PreconditionFailedException');
        if (sha === 'wrong') throw new Refusal('InvalidParameterValueException');
        return model.publish(name, text);
      },
      () =>
        real.client.publishVersion({
          FunctionName: name,
          Description: text,
          RevisionId,
          ...(sha === 'none' ? {} : { CodeSha256: sha === 'right' ? right : 'wrong' }),
        }),
    );
    if (!both) return;
    assert.equal(both.actual.Version, String(both.expected));
    if (both.expected !== before) await assertChanged(model, real, name);
  },
);

/** Seldom the one that the other commands are mostly about. */
const doomedName = fc.constantFrom('second', 'second', 'second', 'first');

const deleteFunction = lambdaCommand('deleteFunction', doomedName, async (model, real, name) => {
  await agree(
    () => {
      model.function(name);
      model.functions.delete(name);
    },
    () => real.client.deleteFunction({ FunctionName: name }),
  );
});

const deleteVersion = lambdaCommand(
  'deleteFunctionVersion',
  fc.record({ name: functionName, choice: versionChoice }),
  async (model, real, { name, choice }) => {
    const Qualifier = chosenVersion(model.functions.get(name), choice);
    await agree(
      () => {
        if (Qualifier === '$LATEST') throw new Refusal('InvalidParameterValueException');
        const owner = model.function(name);
        if (owner.aliasesOf(Qualifier).length > 0 && owner.has(Qualifier))
          throw new Refusal('ResourceConflictException');
        if (owner.versions.delete(Number(Qualifier))) owner.policies.delete(Qualifier);
      },
      () => real.client.deleteFunction({ FunctionName: name, Qualifier }),
    );
  },
);

const getConfiguration = lambdaCommand(
  'getFunctionConfiguration',
  fc.record({
    name: functionName,
    qualifier: fc.constantFrom(
      'none',
      'live',
      '$LATEST' as const,
      'newest' as const,
      'oldest' as const,
      'missing' as const,
    ),
  }),
  async (model, real, { name, qualifier }) => {
    const owner = model.functions.get(name);
    const Qualifier =
      qualifier === 'none' ? undefined : qualifier === 'live' ? 'live' : chosenVersion(owner, qualifier);
    const both = await agree(
      () => shown(model.function(name), model.function(name).meant(Qualifier)),
      () => real.client.getFunctionConfiguration({ FunctionName: name, Qualifier }),
    );
    if (!both) return;
    const { Version, CodeSha256, Description, Environment, Layers = [], State, LastUpdateStatus } = both.actual;
    assert.deepEqual(
      {
        Version,
        CodeSha256,
        Description,
        environment: Environment?.Variables?.VALUE ?? '',
        layers: Layers.map(({ Arn }) => Arn),
      },
      both.expected,
    );
    assert.deepEqual([State, LastUpdateStatus], ['Active', 'Successful']);
  },
);

function shown(owner: FunctionModel, number: string) {
  const { definition, description: text } = owner.version(number);
  const { code, environment, layers: arns }: Definition = definition;
  return { Version: number, CodeSha256: SHA256[code], Description: text, environment, layers: arns };
}

/** A change is a new revision of $LATEST, unlike any before it. */
async function assertChanged(model: LambdaModel, real: RealLambda, name: string): Promise<void> {
  await real.settled();
  const { revisions } = model.function(name);
  const { RevisionId } = await real.latest(name);
  assert.ok(!revisions.has(RevisionId!), `the revision ${RevisionId} has been before`);
  revisions.add(RevisionId!);
}

export const functionCommands = [
  ...often(6, createFunction),
  ...often(4, updateCode),
  ...often(4, updateConfiguration),
  ...often(8, publishVersion),
  deleteFunction,
  ...often(2, deleteVersion),
  ...often(4, getConfiguration),
];
