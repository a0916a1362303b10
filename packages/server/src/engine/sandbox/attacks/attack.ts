import type { SandboxStrategy } from '../sandbox.ts';

/** What an attacking function is told; more than a real attacker would know. */
export interface Targets {
  /** The platform's data directory, on the host. */
  readonly data: string;
  /** A file in it that only the platform may read. */
  readonly key: string;
  readonly platformPid: number;
  /** In the variables, the code and the /tmp of another function that runs at the moment. */
  readonly secret: string;
  readonly victimPid: number;
  /** Where the other function's code lies on the host. */
  readonly victimCode: string;
}

/** Something that a function must not be able to do. */
export interface Attack {
  /** A sentence that is true where the attack fails; docs/security.md names it. */
  readonly title: string;
  /** A Node handler's body; `t` are the targets, `look(f)` is f's result or its error's code. */
  readonly source: string;
  /** From what the handler answered: whether the attacker got what it came for. */
  readonly succeeded: (answer: unknown, targets: Targets) => boolean;
  /** Where the attack fails. */
  readonly held: readonly SandboxStrategy[];
  /**
   * Elsewhere it is tried as well and must succeed, or docs/security.md would be wrong. Only for attacks that merely look:
   * nothing stands between the others and the machine that runs the tests.
   */
  readonly triedElsewhere: boolean;
}

export const ISOLATED: readonly SandboxStrategy[] = ['namespaces-root', 'namespaces-user'];
export const EVERYWHERE: readonly SandboxStrategy[] = [...ISOLATED, 'plain'];

/** A module around a handler's body. */
export function attackingModule(source: string): string {
  return `const fs = require('node:fs'), net = require('node:net'), { execFileSync, spawn, spawnSync } = require('node:child_process');
const look = (act) => { try { return act(); } catch (error) { return 'error ' + (error.code ?? error.message); } };
const pids = () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).map(Number);
exports.handler = async (t) => { ${source} };`;
}

export function failed(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('error ');
}
