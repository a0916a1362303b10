import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { buildRuntime } from '../../../scripts/build-runtime.ts';
import { HostRuntimeLocator } from '../../server/src/engine/runtimes/host-runtime-locator.ts';
import { runtimeCommand } from '../../server/src/engine/runtimes/runtime-command.ts';
import type { StartOptions } from './runtime-process.ts';

/** Builds the runtimes once per test file and gives the engine's own way to start each. */
export function builtRuntime(): (runtime: string) => Promise<StartOptions> {
  const locator = new HostRuntimeLocator();
  let building: Promise<string> | undefined;
  after(async () => {
    if (building) await rm(await building, { recursive: true, force: true });
  });
  return async (runtime) => {
    building ??= build();
    const [directory, located] = await Promise.all([building, locator.locate(runtime)]);
    return runtimeCommand(located, directory, { memoryMb: 128, environment: {} });
  };
}

async function build(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hearth-runtimes-'));
  await buildRuntime(directory);
  return directory;
}
