/** The AWS hook of this thread, put there by hook.cjs (`--require`); absent when the runtime was started without it. */
export interface AwsHook {
  /** Turns TLS connections to AWS's host names to the platform at 127.0.0.1:`port`, once TLS is used. */
  configure(port: number): void;
  /** Does so now: before ES modules are loaded, which cannot be watched as `require` can. */
  install(): void;
}

const KEY = Symbol.for('hearth.aws-hook');

export function awsHook(): AwsHook | undefined {
  return (globalThis as unknown as Record<symbol, AwsHook | undefined>)[KEY];
}

export function registerAwsHook(hook: AwsHook): void {
  Object.defineProperty(globalThis, KEY, { value: hook, enumerable: false });
}
