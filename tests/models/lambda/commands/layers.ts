import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { description, lambdaCommand, layerName, program, PROGRAMS, SHA256 } from '../real-lambda.ts';

const numbered = fc.record({ name: layerName, number: fc.integer({ min: 1, max: 3 }) });

const publishLayer = lambdaCommand(
  'publishLayerVersion',
  fc.record({ name: layerName, content: program, text: description }),
  async (model, real, { name, content, text }) => {
    const number = model.nextNumber(`layer ${name}`);
    const layer = model.layers.get(name) ?? { versions: new Map() };
    model.layers.set(name, layer);
    layer.versions.set(number, { content, description: text });
    const published = await real.client.publishLayerVersion({
      LayerName: name,
      Content: { ZipFile: PROGRAMS[content] },
      Description: text,
    });
    assert.deepEqual([published.Version, published.Content?.CodeSha256], [number, SHA256[content]]);
  },
);

/** Deleting what is not there, or what a function uses, succeeds. */
const deleteLayer = lambdaCommand('deleteLayerVersion', numbered, async (model, real, { name, number }) => {
  model.layers.get(name)?.versions.delete(number);
  await real.client.deleteLayerVersion({ LayerName: name, VersionNumber: number });
});

const getLayer = lambdaCommand('getLayerVersion', numbered, async (model, real, { name, number }) => {
  const both = await agree(
    () => {
      const layer = model.layers.get(name)?.versions.get(number);
      if (!layer) throw new Refusal('ResourceNotFoundException');
      return layer;
    },
    () => real.client.getLayerVersion({ LayerName: name, VersionNumber: number }),
  );
  if (!both) return;
  const { Content, Description, LayerVersionArn } = both.actual;
  assert.deepEqual(
    [Content?.CodeSha256, Description, LayerVersionArn],
    [SHA256[both.expected.content], both.expected.description, real.layerArn(name, number)],
  );
});

const listLayers = lambdaCommand('listLayers', fc.constant(null), async (model, real) => {
  const { Layers } = await real.client.listLayers({});
  assert.deepEqual(
    Layers!.map(({ LayerName, LatestMatchingVersion }) => [LayerName, LatestMatchingVersion?.Version]),
    [...model.layers]
      .filter(([, { versions }]) => versions.size > 0)
      .map(([name, { versions }]) => [name, [...versions.keys()].at(-1)])
      .toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)),
  );
});

const listLayerVersions = lambdaCommand('listLayerVersions', layerName, async (model, real, name) => {
  const { LayerVersions } = await real.client.listLayerVersions({ LayerName: name });
  const versions = [...(model.layers.get(name)?.versions.keys() ?? [])];
  assert.deepEqual(
    LayerVersions!.map(({ Version }) => Version),
    versions.toReversed(),
  );
});

export const layerCommands = [...often(3, publishLayer), deleteLayer, getLayer, listLayers, listLayerVersions];
