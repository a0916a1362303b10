/**
 * `npm run new:service -- NAME`: lays out the folder of a new service in the shape that all of them have.
 * The model comes from `npm run models`, once the service stands in scripts/models' table.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVICES = 'packages/server/src/services';
const REGISTRY = join(SERVICES, 'registry.ts');

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9]*$/.test(name)) {
  console.error('Usage: npm run new:service -- NAME   (lower case, the name in the credential scope: sqs, events)');
  process.exit(1);
}
const folder = join(SERVICES, name);
if (existsSync(folder) && existsSync(join(folder, 'index.ts'))) {
  console.error(`${folder} is there already.`);
  process.exit(1);
}

const Name = name.charAt(0).toUpperCase() + name.slice(1);
const files: Record<string, string> = {
  'index.ts': `import { defineService } from '../service.ts';
import { migrations } from './migrations/index.ts';
import { ${Name}Store } from './store.ts';
import type { ${Name}State } from './state.ts';

export const ${name} = defineService<'${name}', ${Name}State>({
  name: '${name}',
  migrations,
  operations: {},
  start: (host) => ({ store: new ${Name}Store(host.storage) }),
});
`,
  'state.ts': `import type { ${Name}Store } from './store.ts';

/** What every operation of ${name} finds as \`call.service\`. */
export interface ${Name}State {
  readonly store: ${Name}Store;
}
`,
  'operation.ts': `import { operationsOf } from '../service.ts';
import type { ${Name}State } from './state.ts';

/** \`export const GetThing = operation('GetThing', async (call, input) => …)\`, one to a file in operations/. */
export const operation = operationsOf<'${name}', ${Name}State>();
`,
  'store.ts': `import type { Storage } from '../../storage/storage.ts';

/** The only file that touches ${name}'s tables. */
export class ${Name}Store {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }
}
`,
  'migrations/index.ts': `import type { Migration } from '../../../storage/storage.ts';

export const migrations: readonly Migration[] = [];
`,
  'errors.ts': `import { errorsOf } from '../../kernel/errors.ts';
import type { ${Name}ErrorCode } from './model.types.ts';

/** AWS's errors by their codes; one that the model does not name does not compile. */
export const ${name}Error = errorsOf<${Name}ErrorCode>();
`,
};

mkdirSync(join(folder, 'operations'), { recursive: true });
mkdirSync(join(folder, 'migrations'), { recursive: true });
for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);

const line = `  ${name}: async () => (await import('./${name}/index.ts')).${name},\n`;
const registry = readFileSync(REGISTRY, 'utf8');
if (!registry.includes(line)) writeFileSync(REGISTRY, registry.replace(/\n};\n$/, `\n${line}};\n`));

console.log(`${folder} is laid out, and registered in ${REGISTRY}. Next:
  1. Add ${name} to the table in scripts/models/ (its SDK package as a dev dependency) and run \`npm run models\`.
  2. Add its row to the gateway's table of services (packages/server/src/gateway/recognise/).
  3. Write operations/<operation>.ts, name them in index.ts, and run \`npm run check\`: it says what is missing.
ARCHITECTURE.md, "Adding a service", has an example.`);
