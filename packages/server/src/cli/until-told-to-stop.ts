import { Socket } from 'node:net';

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the process that started us is gone; `impatient` is called at
 * the second. `bin/hearth` hands over a descriptor that ends with it (HEARTH_PARENT_FD).
 */
export function untilToldToStop(impatient: () => void): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const told = () => {
      if (stopping) impatient();
      stopping = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, told);
    if (process.env.HEARTH_PARENT_FD) onEnd(Number(process.env.HEARTH_PARENT_FD), told);
  });
}

/** Not as a file: a read that waits in the thread pool would keep the process from exiting. */
function onEnd(descriptor: number, ended: () => void): void {
  new Socket({ fd: descriptor, readable: true, writable: false }).on('end', ended).on('error', ended).unref().resume();
}
