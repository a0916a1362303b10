import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SOURCE = 'packages/server/src';

/** Imports run one way: a folder may import itself and those before it. ARCHITECTURE.md draws the same line. */
const LAYERS = ['kernel', 'storage', 'protocol', 'engine', 'delivery', 'services', 'gateway', 'testing', 'cli'];

/** Neighbours that must not know each other although they are in order. */
const SEPARATE: readonly (readonly [string, string])[] = [['storage', 'protocol']];

/** Files above the layers: they may import everything. */
const TOP = new Set(['compose.ts', 'main.ts']);

export async function checkImportDirection(): Promise<string> {
  const files = globSync(`${SOURCE}/**/*.ts`);
  const wrong = files.flatMap((file) => importsOf(file).flatMap((target) => violation(file, target) ?? []));
  if (wrong.length > 0) throw new Error(wrong.map((line) => `    ${line}`).join('\n'));
  return `${files.length} files`;
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const statements = source.matchAll(/^(?:import|export)[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gm);
  return Array.from(statements, (match) => join(dirname(file), match[1] ?? match[2] ?? ''));
}

function violation(file: string, target: string): string | undefined {
  const from = relative(SOURCE, file);
  const to = relative(SOURCE, target);
  if (TOP.has(from) || isTest(from) || to.startsWith('..')) return undefined;
  const [fromLayer = '', fromPart] = from.split('/');
  const [toLayer = '', toPart] = to.split('/');
  if (fromLayer === 'testing' || fromLayer === 'cli') return undefined;
  if (fromLayer === 'services' && toLayer === 'services') {
    const crossesServices = isFolder(fromPart) && isFolder(toPart) && fromPart !== toPart;
    return crossesServices ? `${from} imports another service, ${to}: call it through call.aws` : undefined;
  }
  if (SEPARATE.some(([a, b]) => (fromLayer === a && toLayer === b) || (fromLayer === b && toLayer === a))) {
    return `${from} imports ${to}: ${fromLayer} and ${toLayer} do not know each other`;
  }
  if (LAYERS.indexOf(toLayer) > LAYERS.indexOf(fromLayer) || TOP.has(to)) {
    return `${from} imports ${to}: ${fromLayer} must not know ${toLayer}`;
  }
  return undefined;
}

function isFolder(part: string | undefined): boolean {
  return part !== undefined && !part.endsWith('.ts');
}

function isTest(path: string): boolean {
  return /\.(test|contract|fixture)\.ts$/.test(path) || path.includes('/testing/');
}
