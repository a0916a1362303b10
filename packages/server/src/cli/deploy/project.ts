import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PlatformError } from '../../kernel/errors.ts';

/** What the tools look for, in their order. */
const CONFIGURATIONS = ['yml', 'yaml', 'json', 'js', 'cjs', 'mjs', 'ts'].map((ending) => `serverless.${ending}`);

export interface ProjectWords {
  /** Absolute. */
  readonly directory: string;
  /** For the tool, after its verb. */
  readonly toolWords: readonly string[];
}

/**
 * `[DIR] [tool arguments…]`: the first word is the directory unless it is an option, and what follows `--` is always the
 * tool's. `words` holds both; `afterDashes` is the part of it that came after `--`.
 */
export function projectOf(words: readonly string[], afterDashes: readonly string[]): ProjectWords {
  const own = words.slice(0, words.length - afterDashes.length);
  const named = own[0] !== undefined && !own[0].startsWith('-') ? own[0] : undefined;
  const directory = resolve(named ?? '.');
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new PlatformError(
      `There is no directory ${directory}.`,
      'Name the directory of the app first; arguments of the tool come after `--`.',
    );
  }
  const toolWords = [...own.slice(named === undefined ? 0 : 1), ...afterDashes];
  const namesConfiguration = toolWords.some((word) => /^(--config(=|$)|-c$)/.test(word));
  if (!namesConfiguration && !CONFIGURATIONS.some((name) => existsSync(join(directory, name)))) {
    throw new PlatformError(
      `There is no serverless.yml in ${directory}.`,
      'Go to the directory of the app; `hearth deploy` and `hearth remove` also take it as their first word.',
    );
  }
  return { directory, toolWords };
}
