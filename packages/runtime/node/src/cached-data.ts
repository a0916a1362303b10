import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

interface CommonJsModule {
  exports: unknown;
  require(id: string): unknown;
}

interface ModuleInternals {
  prototype: { _compile: (this: CommonJsModule, content: string, filename: string, ...rest: unknown[]) => unknown };
  wrap(content: string): string;
  _resolveFilename(request: string, parent: CommonJsModule, isMain: boolean, options?: object): string;
  _resolveLookupPaths(request: string, parent: CommonJsModule): string[] | null;
  _extensions: unknown;
  _cache: unknown;
}

interface Compiled {
  readonly script: Script;
  readonly sourceLength: number;
}

type Wrapper = (exports: unknown, require: unknown, module: unknown, filename: string, directory: string) => unknown;

/**
 * V8's `cachedData` for CommonJS modules, for Node 18 and 20: one pack file for all modules of a function version.
 * Modules with a dynamic `import()` take Node's own way: only it can resolve those.
 * @returns saves the pack, if something in it is new.
 */
export function useCachedData(directory: string): () => void {
  const file = join(directory, `cjs-${process.version}-${process.arch}.pack`);
  const pack = readPack(file);
  const compiled = new Map<string, Compiled>();
  let stale = false;
  const { Module } = nodeModule as unknown as { Module: ModuleInternals };
  const original = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...rest) {
    if (/\bimport\s*\(/.test(content)) return original.call(this, content, filename, ...rest);
    const cachedData = pack.get(`${filename}:${content.length}`);
    const script = new Script(Module.wrap(stripShebang(content)), cachedData ? { filename, cachedData } : { filename });
    if (!cachedData || script.cachedDataRejected) stale = true;
    compiled.set(filename, { script, sourceLength: content.length });
    const run = script.runInThisContext() as Wrapper;
    return run.call(this.exports, this.exports, requireOf(Module, this), this, filename, dirname(filename));
  };
  return () => {
    Module.prototype._compile = original;
    if (stale) writePack(file, compiled);
    compiled.clear();
  };
}

function requireOf(Module: ModuleInternals, parent: CommonJsModule): unknown {
  const require = (id: string): unknown => parent.require(id);
  const resolve = (request: string, options?: object): string =>
    Module._resolveFilename(request, parent, false, options);
  const paths = (request: string): string[] | null => Module._resolveLookupPaths(request, parent);
  return Object.assign(require, {
    resolve: Object.assign(resolve, { paths }),
    main: process.mainModule,
    extensions: Module._extensions,
    cache: Module._cache,
  });
}

function stripShebang(content: string): string {
  return content.startsWith('#!') ? content.replace(/^#!.*/, '') : content;
}

/** `u32be` length of the index · index JSON `[[key, bytes], …]` · data. */
function readPack(file: string): Map<string, Buffer> {
  const pack = new Map<string, Buffer>();
  try {
    const bytes = readFileSync(file);
    let offset = 4 + bytes.readUInt32BE(0);
    for (const [key, length] of JSON.parse(bytes.toString('utf8', 4, offset)) as [string, number][]) {
      pack.set(key, bytes.subarray(offset, offset + length));
      offset += length;
    }
  } catch {
    // No pack yet, or one that cannot be used: modules are compiled as usual.
  }
  return pack;
}

function writePack(file: string, compiled: ReadonlyMap<string, Compiled>): void {
  const index: [string, number][] = [];
  const data: Buffer[] = [];
  for (const [filename, { script, sourceLength }] of compiled) {
    const bytes = script.createCachedData();
    index.push([`${filename}:${sourceLength}`, bytes.length]);
    data.push(bytes);
  }
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length, 0);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.${Date.now()}`;
    writeFileSync(temporary, Buffer.concat([length, head, ...data]));
    renameSync(temporary, file);
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
}
