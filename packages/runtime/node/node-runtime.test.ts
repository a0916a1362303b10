import { builtRuntime } from '../test-support/built-runtime.ts';
import { describeNodeRuntime } from './node-runtime.contract.ts';

const start = builtRuntime();

for (const major of [18, 20, 22, 24]) describeNodeRuntime(major, () => start(`nodejs${major}.x`));
