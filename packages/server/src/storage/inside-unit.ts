import { AsyncLocalStorage } from 'node:async_hooks';

interface UnitScope {
  active: boolean;
}

const scopes = new AsyncLocalStorage<UnitScope>();

/** Whether the caller runs inside a unit that has not ended: what waits for anything but `tx` must refuse there. */
export function insideUnit(): boolean {
  return scopes.getStore()?.active === true;
}

/** Throws inside a unit; `what` reads as the subject of the message (`storage.write`). */
export function refuseInsideUnit(what: string): void {
  if (insideUnit()) throw new Error(`${what} was called inside a unit: a unit may await only its tx`);
}

/** Runs what a unit merely set off, and does not wait for, as nobody's unit. */
export function outsideUnit<Result>(work: () => Result): Result {
  return scopes.exit(work);
}

/** Runs `work` as a unit's scope; it ends when `work` settles or `end` is called. */
export function enterUnit<Result>(work: () => Promise<Result>): {
  readonly done: Promise<Result>;
  readonly end: () => void;
} {
  const scope: UnitScope = { active: true };
  const end = () => {
    scope.active = false;
  };
  return { done: scopes.run(scope, invoke, work), end };
}

/** A unit that throws before its first await rejects like any other. */
async function invoke<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}
