import { closeSync, openSync, readdirSync } from 'node:fs';
import type { KeptTmp } from '../sandbox.ts';

/**
 * The mount namespace of a sandbox that has ended: its /tmp is a file system that exists nowhere else, and lives as
 * long as a descriptor of the namespace. Files in it belong to the sandbox's user, so the slot is kept as well.
 */
export class NamespacesTmp implements KeptTmp {
  readonly slot: number;
  /** `ns/mnt` and `ns/user`: descriptors 6 and 7 of the launcher that enters them. */
  readonly descriptors: readonly number[];
  readonly #freeSlot: (slot: number) => void;
  #open = true;

  private constructor(slot: number, descriptors: readonly number[], freeSlot: (slot: number) => void) {
    this.slot = slot;
    this.descriptors = descriptors;
    this.#freeSlot = freeSlot;
  }

  /**
   * @param supervisor the host's pid of a process inside; one that ends meanwhile has nothing to keep
   * @param tmp where that process sees /tmp
   */
  static keep(supervisor: number, tmp: string, slot: number, freeSlot: (slot: number) => void): NamespacesTmp | null {
    const descriptors: number[] = [];
    try {
      if (readdirSync(`/proc/${supervisor}/root${tmp}`).length === 0) return null;
      for (const kind of ['mnt', 'user']) descriptors.push(openSync(`/proc/${supervisor}/ns/${kind}`, 'r'));
      return new NamespacesTmp(slot, descriptors, freeSlot);
    } catch {
      for (const descriptor of descriptors) closeSync(descriptor);
      return null;
    }
  }

  release(): void {
    if (!this.#open) return;
    this.handOver();
    this.#freeSlot(this.slot);
  }

  /** Another sandbox is inside and has the slot. */
  handOver(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const descriptor of this.descriptors) closeSync(descriptor);
  }
}
