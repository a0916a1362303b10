import { createHash } from 'node:crypto';
import { Refusal } from '../agree.ts';

/** A version of a key; `body` is null for a delete marker. Its id is what the platform gave it. */
export interface Version {
  id: string;
  readonly key: string;
  readonly body: Buffer | null;
  readonly etag: string;
  readonly metadata: string;
  tags: string;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly parts: Map<number, Buffer>;
}

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

export const NULL_VERSION = 'null';

/** What S3 keeps of a bucket, as its user guide tells it. */
export class BucketModel {
  versioning: '' | 'Enabled' | 'Suspended' = '';
  /** By key, the newest first; no key is without versions. */
  readonly keys = new Map<string, Version[]>();
  readonly uploads: Upload[] = [];

  /** The newest version, be it a marker. */
  newest(key: string): Version | undefined {
    return this.keys.get(key)?.[0];
  }

  /** What a key is without a version's id: never a marker. */
  current(key: string): Version | undefined {
    const newest = this.newest(key);
    return newest?.body ? newest : undefined;
  }

  /** The version with data that is meant, or the refusal. */
  meant(key: string, versionId?: string): Version {
    const version = versionId === undefined ? this.newest(key) : this.keys.get(key)?.find(({ id }) => id === versionId);
    if (!version) throw new Refusal(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
    if (!version.body) throw new Refusal(versionId === undefined ? 'NoSuchKey' : 'MethodNotAllowed');
    return version;
  }

  /** The caller sets the id that the platform gives it when versioning is on. */
  write(written: Omit<Version, 'id'>, conditions: WriteConditions = {}): Version {
    this.#check(written.key, conditions);
    return this.#push({ ...written, id: NULL_VERSION });
  }

  /** The marker that was put, the version that was removed, or nothing. */
  delete(key: string, versionId?: string, ifMatch?: string): Version | undefined {
    const subject =
      versionId === undefined ? this.current(key) : this.keys.get(key)?.find(({ id }) => id === versionId);
    if (ifMatch !== undefined && subject?.etag !== ifMatch) throw new Refusal('PreconditionFailed');
    if (versionId !== undefined) return this.#remove(key, versionId);
    if (this.versioning === '') {
      this.#remove(key, NULL_VERSION);
      return undefined;
    }
    return this.#push({ id: NULL_VERSION, key, body: null, etag: '', metadata: '', tags: '' });
  }

  upload(id: string, key: string): Upload {
    const upload = this.uploads.find((other) => other.id === id && other.key === key);
    if (!upload) throw new Refusal('NoSuchUpload');
    return upload;
  }

  finish(upload: Upload): void {
    this.uploads.splice(this.uploads.indexOf(upload), 1);
  }

  #check(key: string, { IfMatch, IfNoneMatch }: WriteConditions): void {
    const current = this.current(key);
    if (IfNoneMatch !== undefined && current) throw new Refusal('PreconditionFailed');
    if (IfMatch === undefined) return;
    if (!current) throw new Refusal('NoSuchKey');
    if (current.etag !== IfMatch) throw new Refusal('PreconditionFailed');
  }

  #push(version: Version): Version {
    if (this.versioning !== 'Enabled') this.#remove(version.key, NULL_VERSION);
    this.keys.set(version.key, [version, ...(this.keys.get(version.key) ?? [])]);
    return version;
  }

  #remove(key: string, versionId: string): Version | undefined {
    const versions = this.keys.get(key) ?? [];
    const removed = versions.find(({ id }) => id === versionId);
    const left = versions.filter((version) => version !== removed);
    if (left.length === 0) this.keys.delete(key);
    else this.keys.set(key, left);
    return removed;
  }
}

/** The buckets of one account, by the number that commands call them. */
export class S3Model {
  readonly buckets = new Map<number, BucketModel>();

  bucket(number: number): BucketModel {
    const bucket = this.buckets.get(number);
    if (!bucket) throw new Refusal('NoSuchBucket');
    return bucket;
  }
}

export function etagOf(body: Buffer): string {
  return `"${md5(body).toString('hex')}"`;
}

/** S3 user guide, "Checking object integrity": the MD5 of the parts' MD5s, and their number. */
export function multipartEtagOf(parts: readonly Buffer[]): string {
  return `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`;
}

function md5(bytes: Buffer): Buffer {
  return createHash('md5').update(bytes).digest();
}
