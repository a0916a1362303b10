import type { Scope } from '../service.ts';

/** A layer as a function refers to it. Sizes in bytes. */
export interface LayerReference {
  readonly arn: string;
  /** Hexadecimal hash of the zip. */
  readonly sha256: string;
  readonly size: number;
  readonly unzippedSize: number;
}

export interface CodePackage {
  /** Hexadecimal hash of the zip. */
  readonly sha256: string;
  readonly size: number;
  readonly unzippedSize: number;
}

export interface LoggingSettings {
  readonly format: 'Text' | 'JSON';
  readonly group: string;
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

/** What a version runs and how: replaced as a whole, never edited. */
export interface Definition {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly architecture: 'x86_64' | 'arm64';
  readonly code: CodePackage;
  readonly layers: readonly LayerReference[];
  readonly logging: LoggingSettings;
  /** Absent when the function was given none: AWS then leaves `Environment` out. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A definition together with the id that names its environments' pool. */
export interface Revision {
  readonly id: string;
  readonly definition: Definition;
}

/** Where a version stands; `reason` and `code` go with Pending and Failed. */
export interface VersionState {
  readonly value: 'Pending' | 'Active' | 'Failed';
  readonly reason: string | null;
  readonly code: string | null;
}

export interface UpdateStatus {
  readonly value: 'InProgress' | 'Successful' | 'Failed';
  readonly reason: string | null;
  readonly code: string | null;
}

export interface FunctionKey extends Scope {
  readonly name: string;
}

export interface FunctionVersion extends FunctionKey {
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly current: Revision;
  /** What still serves while an update is in progress or after it failed; null: `current` does. */
  readonly previous: Revision | null;
  /** AWS's RevisionId: new at every transition. */
  readonly revisionId: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  readonly state: VersionState;
  readonly lastUpdate: UpdateStatus | null;
}

export const CREATING: VersionState = { value: 'Pending', reason: 'The function is being created.', code: 'Creating' };
export const ACTIVE: VersionState = { value: 'Active', reason: null, code: null };
export const SUCCESSFUL: UpdateStatus = { value: 'Successful', reason: null, code: null };
/** AWS says "created" of an update, too (recorded). */
export const UPDATING: UpdateStatus = {
  value: 'InProgress',
  reason: 'The function is being created.',
  code: 'Creating',
};

export function serving(version: FunctionVersion): Revision {
  return version.previous ?? version.current;
}
