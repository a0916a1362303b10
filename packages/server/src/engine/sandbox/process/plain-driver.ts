import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BootPlan, HostCapabilities, Sandbox, SandboxDriver, TakenPaths, TakePlan } from '../sandbox.ts';
import { CgroupParent } from './cgroups/environment-cgroups.ts';
import type { CgroupLayout } from './cgroups/cgroup-layout.ts';
import { limitsOf } from './limits.ts';
import { PlainSandbox, PlainTmp } from './plain-sandbox.ts';
import { ProcessRecord } from './process-record.ts';
import { type GroupMemory, PROC_MEMORY, PsMemory } from './process-tree-memory.ts';

export interface PlainOptions {
  readonly runDirectory: string;
  readonly capabilities: HostCapabilities;
  readonly cgroups: CgroupLayout;
  readonly name: string;
  readonly cpuFloor: number;
}

/** Ordinary processes in groups of their own: for macOS and for hosts without namespaces. They see the host's files. */
export class PlainDriver implements SandboxDriver {
  readonly capabilities: HostCapabilities;
  readonly #options: PlainOptions;
  readonly #cgroups: CgroupParent;
  readonly #record: ProcessRecord;
  readonly #memory: GroupMemory = process.platform === 'linux' ? PROC_MEMORY : new PsMemory();
  #sequence = 0;

  constructor(options: PlainOptions) {
    this.capabilities = options.capabilities;
    this.#options = options;
    mkdirSync(join(options.runDirectory, 'tmp'), { recursive: true });
    this.#cgroups = new CgroupParent(options.cgroups, options.name);
    this.#record = new ProcessRecord(join(options.runDirectory, 'processes'));
  }

  boot(plan: BootPlan): Sandbox {
    const id = String(this.#sequence++);
    const limitsFor = (memoryMb: number) => limitsOf(memoryMb, 0, this.#options.cpuFloor);
    const cgroups = this.#cgroups.create(id, limitsFor(plan.memoryMb));
    const tmp = plan.tmp instanceof PlainTmp ? plan.tmp : new PlainTmp(join(this.#options.runDirectory, 'tmp', id));
    const sandbox = new PlainSandbox({
      plan,
      pathsOf: (take) => this.pathsOf(take),
      cgroups,
      limitsFor,
      memory: this.#memory,
      tmp,
      killedByKernel: this.capabilities.diesWithPlatform === 'kernel',
    });
    if (sandbox.pid !== undefined) this.#record.add(sandbox.pid);
    void sandbox.closed.then(() => this.#cgroups.remove(cgroups));
    return sandbox;
  }

  pathsOf({ code, layers, compileCache }: TakePlan): TakenPaths {
    return { taskRoot: code, layerRoot: layers ?? '/opt', compileCache, environment: {} };
  }

  endLeftovers(): void {
    this.#record.endLeftovers();
    this.#cgroups.endLeftovers();
    rmSync(join(this.#options.runDirectory, 'tmp'), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await this.#cgroups.close();
    this.#record.clear();
  }
}
