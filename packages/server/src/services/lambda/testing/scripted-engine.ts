import type { Engine, FunctionSpec, Invocation, InvocationResult, PrepareFailure } from '../../../engine/engine.ts';

type Program = (spec: FunctionSpec, invocation: Invocation) => Promise<unknown>;

/**
 * An engine at the contract's boundary, for tests of states, throttles and routing, which a real one cannot be made to
 * show at will: preparations wait when told to, and functions are closures. Real code runs in the tests of the engine
 * and of whole apps.
 */
export class ScriptedEngine implements Engine {
  readonly prepared: string[] = [];
  readonly retired: string[] = [];
  /** What functions do; the default answers what it was given. */
  program: Program = describeInvocation;
  /** What becomes of preparations: held until the promise resolves. */
  preparation: () => Promise<PrepareFailure | null> = async () => null;

  /** What goes wrong in the platform before a function can run. */
  fault: Error | null = null;

  async prepare(spec: FunctionSpec): Promise<PrepareFailure | null> {
    this.prepared.push(spec.key);
    return this.preparation();
  }

  async invoke(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    if (this.fault) throw this.fault;
    try {
      return toResult(await this.program(spec, invocation));
    } catch (error) {
      const { name, message } = error as Error;
      return { ...toResult({ errorType: name, errorMessage: message, trace: [] }), functionError: 'Unhandled' };
    }
  }

  retire(key: string): void {
    this.retired.push(key);
  }

  installing(): readonly string[] {
    return [];
  }

  running(): number {
    return 0;
  }

  async stop(): Promise<void> {}
}

async function describeInvocation(spec: FunctionSpec, invocation: Invocation): Promise<unknown> {
  const { requestId, invokedArn, payload, clientContext } = invocation;
  return {
    requestId,
    invokedArn,
    version: spec.version,
    event: JSON.parse(Buffer.from(payload).toString() || '{}') as unknown,
    environment: spec.environment,
    clientContext,
  };
}

function toResult(answer: unknown): InvocationResult {
  return {
    payload: answer === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(answer)),
    logTail: Buffer.from('START\nEND\nREPORT\n'),
    metrics: { startedAt: 0, durationMs: 1, billedMs: 1, maxMemoryMb: 30 },
  };
}
