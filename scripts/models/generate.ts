/**
 * `npm run models`: writes what Hearth knows of AWS's wire, from AWS's own two descriptions of it.
 *
 *   services/<name>/model.json       one pruned model: operations, shapes, bindings, constraints
 *   services/<name>/model.types.ts   inputs, outputs and error codes (types of the SDK; nothing at run time)
 *   services/aws-operations.ts       all of them in one table
 *
 * - The SDK v3 client (a dev dependency) gives operations, members, wire names, HTTP bindings, errors, query codes.
 * - botocore's `service-2.json` gives lengths, patterns, ranges, enums, required members and number kinds. Its pinned
 *   version (services.ts) is taken from the `python3` on the PATH; without one:
 *       pip download --no-deps --dest /tmp/botocore botocore==1.43.11
 *       unzip -q /tmp/botocore/*.whl -d /tmp/botocore && BOTOCORE=/tmp/botocore/botocore npm run models
 *
 * What the SDK has and botocore has not (it is the newer of the two) is kept, without constraints.
 * To add a service: one line in services.ts, its client as a dev dependency, `npm run models`.
 *
 * `--check` writes nothing and fails when a file differs from what its sources give. Each model records its sources'
 * versions and hashes and its own, so that without botocore the check still sees a changed SDK and an edited model.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BotocoreModel, findBotocore, readBotocore } from './botocore.ts';
import { mergeModel } from './merge.ts';
import { type Provenance, renderModel, renderOperations, renderTypes } from './render.ts';
import { readSdk, type SdkPackage } from './sdk-schemas.ts';
import { BOTOCORE_VERSION, type ModelSource, SOURCES } from './services.ts';

const ROOT = join(import.meta.dirname, '../..');
const SERVICES = join(ROOT, 'packages/server/src/services');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Path and text of every generated file that the sources at hand suffice for. */
function generate(botocore: string | null): Map<string, string> {
  const files = new Map([[join(SERVICES, 'aws-operations.ts'), renderOperations(SOURCES)]]);
  for (const source of SOURCES) {
    const sdk = readSdk(source.sdk);
    files.set(join(SERVICES, source.service, 'model.types.ts'), renderTypes(source, sdk));
    if (botocore) files.set(modelPath(source), modelText(source, sdk, readBotocore(botocore, source.botocore)));
  }
  return files;
}

function modelPath(source: ModelSource): string {
  return join(SERVICES, source.service, 'model.json');
}

function modelText(source: ModelSource, sdk: SdkPackage, botocore: string): string {
  const model = mergeModel(source, sdk, JSON.parse(botocore) as BotocoreModel);
  const provenance = {
    sdk: { package: `@aws-sdk/client-${source.sdk}`, version: sdk.version, sha256: sha256(sdk.source) },
    botocore: { version: BOTOCORE_VERSION, path: source.botocore, sha256: sha256(botocore) },
  };
  return renderModel(model, provenance, sha256);
}

/** What is wrong with the committed files; empty when nothing is. */
function drift(botocore: string | null): string[] {
  const problems: string[] = [];
  for (const [path, text] of generate(botocore)) {
    if (!existsSync(path)) problems.push(`${relative(ROOT, path)} is missing`);
    else if (readFileSync(path, 'utf8') !== text) problems.push(`${relative(ROOT, path)} differs from its sources`);
  }
  return botocore ? problems : [...problems, ...SOURCES.flatMap(provenanceProblems)];
}

/** What can be said of a model without botocore. */
function provenanceProblems(source: ModelSource): string[] {
  const path = modelPath(source);
  const name = relative(ROOT, path);
  if (!existsSync(path)) return [`${name} is missing`];
  const text = readFileSync(path, 'utf8');
  const { sources } = JSON.parse(text) as { sources: Provenance };
  const body = text.slice(text.indexOf('\n', 2) + 1);
  const problems: string[] = [];
  if (sha256(body) !== sources.content) problems.push(`${name} was edited by hand`);
  if (sha256(readSdk(source.sdk).source) !== sources.sdk.sha256)
    problems.push(`${name} was made from another ${sources.sdk.package}`);
  if (sources.botocore.version !== BOTOCORE_VERSION) problems.push(`${name} was made from another botocore`);
  return problems;
}

const HOW_TO_GET_IT = `botocore ${BOTOCORE_VERSION} was not found. To get it and go on:
  pip download --no-deps --dest /tmp/botocore botocore==${BOTOCORE_VERSION}
  unzip -q /tmp/botocore/*.whl -d /tmp/botocore && BOTOCORE=/tmp/botocore/botocore npm run models
The pages of the services alone are renewed by npm run pages.`;

function write(botocore: string): void {
  for (const [path, text] of generate(botocore)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const botocore = findBotocore();
if (process.argv.includes('--check')) {
  const problems = drift(botocore);
  for (const problem of problems) console.error(`${problem}: run npm run models`);
  const extent = botocore ? '' : `; botocore ${BOTOCORE_VERSION} is not here, so constraints were checked by hash only`;
  if (problems.length === 0) console.log(`The models of ${SOURCES.length} services match their sources${extent}.`);
  else process.exitCode = 1;
} else if (botocore) {
  write(botocore);
} else {
  console.error(HOW_TO_GET_IT);
  process.exitCode = 1;
}
