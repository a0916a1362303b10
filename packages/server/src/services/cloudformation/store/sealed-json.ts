import type { Sealer } from '../../../kernel/sealer.ts';

export function sealJson(sealer: Sealer, value: unknown, context: string): Buffer {
  return sealer.seal(JSON.stringify(value), context);
}

export function openJson<Record>(sealer: Sealer, data: Uint8Array, context: string): Record {
  return JSON.parse(sealer.open(data, context).toString()) as Record;
}
