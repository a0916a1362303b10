import { describe } from 'node:test';

import type { StartOptions } from '../test-support/runtime-process.ts';
import { describeAnswers } from './answers.contract.ts';
import { describeCallbacks } from './callbacks.contract.ts';
import { describeConsole } from './console.contract.ts';
import { describeEndings } from './endings.contract.ts';
import { describeHandlerResolution } from './handler-resolution.contract.ts';
import { describeNode24 } from './node-24.contract.ts';
import { NodeCase } from './node-case.ts';
import { describeStreaming } from './streaming.contract.ts';
import { describeSyntaxErrors } from './syntax-errors.contract.ts';

/** What every Node version must do as AWS's runtime does. `major` decides the differences that AWS has. */
export function describeNodeRuntime(major: number, locate: () => Promise<StartOptions>): void {
  describe(`the Node.js ${major} runtime`, () => {
    const node = new NodeCase(major, locate);
    describeAnswers(node);
    describeConsole(node);
    describeEndings(node);
    describeStreaming(node);
    describeHandlerResolution(node);
    describeSyntaxErrors(node);
    if (major >= 24) describeNode24(node);
    else describeCallbacks(node);
  });
}
