/** AWS's quotas, from the developer guide "Lambda quotas" unless a line says otherwise. Sizes in bytes. */
export const LIMITS = {
  zipBytes: 52_428_800,
  unzippedBytes: 262_144_000,
  /** 75 GB a region, all versions of functions and layers. */
  codeStorageBytes: 80_530_636_800,
  environmentBytes: 4096,
  layers: 5,
  tags: 50,
  policyBytes: 20_480,
  timeoutSeconds: 900,
  memoryMb: 10_240,
  functionNameLength: 64,
  concurrentExecutions: 1000,
  /** What reservations must leave to the functions without one. */
  unreservedMinimum: 100,
  syncPayloadBytes: 6_291_456,
  /** 1 MB since late 2025, 256 KB before. */
  eventPayloadBytes: 1_048_576,
  /** InvokeAsync keeps the old limit (API reference, InvokeAsync). */
  invokeAsyncBytes: 262_144,
  clientContextBytes: 3583,
  functionsPage: 50,
} as const;
