import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SERVICES = 'packages/server/src/services';

/** Every service folder has these; `errors.ts`, `rules/` and `store.ts` come as they are needed, and so do topics' files. */
const REQUIRED = ['index.ts', 'model.json', 'model.types.ts', 'operation.ts', 'operations'];

/** The folders that a service may have, and what its files are called. A new kind of folder is a decision: add it here. */
const FOLDERS = new Set([
  'operations',
  'rules',
  'migrations',
  'store',
  'testing',
  'resources',
  'deployment',
  'data-plane',
  'http',
  'objects',
]);
const FILES = /^(README\.md|[a-z0-9-]+(\.[a-z]+)?\.(ts|json))$/;

export async function checkServiceShape(): Promise<string> {
  const services = globSync(`${SERVICES}/*/`).filter((path) => existsSync(join(path, 'model.json')));
  const wrong = services.flatMap((path) => [
    ...missingParts(path),
    ...strangers(path),
    ...unknownOperations(path),
    ...unnamedResourceTypes(path),
    ...unnamedMigrations(path),
    ...unreadMembers(path),
  ]);
  if (wrong.length > 0) throw new Error(wrong.map((line) => `    ${line}`).join('\n'));
  return `${services.length} services`;
}

function missingParts(path: string): string[] {
  return REQUIRED.filter((part) => !existsSync(join(path, part))).map((part) => `${path} has no ${part}`);
}

function strangers(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((part) => !(part.isDirectory() ? FOLDERS.has(part.name) : FILES.test(part.name)))
    .map(({ name: part }) => `${path} has ${part}, which is no part of a service's shape (ARCHITECTURE.md)`);
}

/** One operation, one file: `operations/create-role.ts` exports `CreateRole`, and the index names it. */
function unknownOperations(path: string): string[] {
  const index = readFileSync(join(path, 'index.ts'), 'utf8');
  return operationFiles(path).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const name = operationIn(source);
    if (!name) return [`${file} exports no operation`];
    if (fileNameOf(name) !== basename(file, '.ts'))
      return [`${file} holds ${name}; it belongs into ${fileNameOf(name)}.ts`];
    return new RegExp(`\\b${name}\\b`).test(index) ? [] : [`${name} is missing in ${join(path, 'index.ts')}`];
  });
}

/** One resource type, one file: `resources/aws-iam-role.ts` is in the table of `resources/index.ts`. */
function unnamedResourceTypes(path: string): string[] {
  const table = join(path, 'resources/index.ts');
  if (!existsSync(table)) return [];
  const named = readFileSync(table, 'utf8');
  return globSync(join(path, 'resources/aws-*.ts'))
    .filter((file) => !file.endsWith('.test.ts') && !named.includes(`'./${basename(file)}'`))
    .map((file) => `${file} is missing in ${table}`);
}

/** A migration that nobody names never runs: the index has those of the state, `state.ts` those of the telemetry. */
function unnamedMigrations(path: string): string[] {
  const read = (file: string) => (existsSync(join(path, file)) ? readFileSync(join(path, file), 'utf8') : '');
  const service = read('index.ts') + read('state.ts');
  const table = service.includes(`'./migrations/index.ts'`) ? read('migrations/index.ts') : '';
  return globSync(join(path, 'migrations/*.ts'))
    .filter((file) => !/(\/index|\.test)\.ts$/.test(file))
    .filter((file) => !service.includes(`'./migrations/${basename(file)}'`) && !table.includes(`'./${basename(file)}'`))
    .map((file) => `${file} is missing in ${join(path, 'index.ts')}`);
}

/** Nothing is accepted and ignored: every modelled input member is read somewhere in the service, or refused. */
function unreadMembers(path: string): string[] {
  const model = JSON.parse(readFileSync(join(path, 'model.json'), 'utf8')) as Model;
  const shared = globSync(join(path, '**/*.ts'))
    .filter((file) => !/operations\/|\.test\.ts|model\.types/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  return operationFiles(path).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const name = operationIn(source);
    if (!name) return [];
    return inputMembers(model, name)
      .filter((member) => !mentions(source, member) && !mentions(shared, member))
      .map((member) => `${file} neither reads nor refuses ${name}.${member}`);
  });
}

interface Model {
  readonly operations: Record<string, { readonly input?: string }>;
  readonly shapes: Record<string, { readonly members?: Record<string, unknown> }>;
}

function inputMembers(model: Model, operation: string): string[] {
  const input = model.operations[operation]?.input;
  return Object.keys((input && model.shapes[input]?.members) || {});
}

function mentions(source: string, member: string): boolean {
  return new RegExp(`\\b${member}\\b`).test(source);
}

function operationFiles(path: string): string[] {
  return globSync(join(path, 'operations/*.ts')).filter((file) => !file.endsWith('.test.ts'));
}

function operationIn(source: string): string | undefined {
  return /export const (\w+) = operation\(/.exec(source)?.[1];
}

/** `CreateFunctionUrlConfig` -> `create-function-url-config`. */
function fileNameOf(operation: string): string {
  return operation
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
