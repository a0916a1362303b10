import { createHash } from 'node:crypto';
import { orAbsent } from '../kit/absent.ts';
import type { Clients } from '../kit/clients.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const PLAIN = 'storm-plain';
const VERSIONED = 'storm-versioned';
/** "Each part must be at least 5 MB in size, except the last part." */
const PART_BYTES = 5 * 1024 * 1024;
/** Inline, small file and streamed bodies take different ways. */
const SIZES = [0, 11, 10_000, 127_000, 140_000, 1_200_000] as const;

/** Objects put, copied, deleted and put together from parts, with and without versions. A body is known by its digest. */
export class S3Load implements Load {
  readonly name = 's3';
  readonly lanes = 3;
  readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  async prepare({ s3 }: Clients): Promise<void> {
    for (const Bucket of [PLAIN, VERSIONED]) await s3.createBucket({ Bucket });
    await s3.putBucketVersioning({ Bucket: VERSIONED, VersioningConfiguration: { Status: 'Enabled' } });
  }

  async step({ s3 }: Clients, lane: Lane): Promise<void> {
    const action = lane.random.between(0, 19);
    const Key = `${lane.name}/${lane.random.between(0, 5)}`;
    if (action === 0) return this.#assemble(s3, lane, Key);
    if (action < 4) return this.#delete(s3, Key);
    if (action < 6) return this.#copy(s3, lane, Key);
    if (action < 10) return this.#putVersion(s3, lane, Key);
    if (action < 12) return this.#deleteVersion(s3, lane);
    const Body = lane.random.bytes(lane.random.pick(SIZES));
    await this.ledger.attempt(`object ${Key}`, digest(Body), () => s3.putObject({ Bucket: PLAIN, Key, Body }));
  }

  async check({ s3 }: Clients): Promise<readonly string[]> {
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: PLAIN });
    const listed = new Map(Contents.map((it) => [it.Key!, it.Size]));
    const wrong: (string | null)[] = [];
    for (const key of this.ledger.keys('object ')) {
      const Key = key.slice('object '.length);
      const body = await bodyOf(s3.getObject({ Bucket: PLAIN, Key }));
      wrong.push(this.ledger.check(key, body && digest(body)));
      if (listed.get(Key) !== body?.length)
        wrong.push(`${key} has ${body?.length} bytes, listed are ${listed.get(Key)}`);
      listed.delete(Key);
    }
    for (const Key of listed.keys()) wrong.push(`object ${Key} is listed and nobody put it`);
    for (const key of this.ledger.keys('version ')) wrong.push(await this.#checkVersion(s3, key));
    wrong.push(...(await this.#checkUploads(s3)));
    return wrong.filter((it) => it !== null);
  }

  async #delete(s3: Clients['s3'], Key: string): Promise<void> {
    await this.ledger.attempt(`object ${Key}`, null, () => s3.deleteObject({ Bucket: PLAIN, Key }));
  }

  async #copy(s3: Clients['s3'], lane: Lane, from: string): Promise<void> {
    const content = this.ledger.now(`object ${from}`);
    if (content === null) return;
    const Key = `${lane.name}/copy`;
    await this.ledger.attempt(`object ${Key}`, content, () =>
      s3.copyObject({ Bucket: PLAIN, Key, CopySource: `${PLAIN}/${from}` }),
    );
  }

  async #putVersion(s3: Clients['s3'], lane: Lane, Key: string): Promise<void> {
    const Body = lane.random.bytes(lane.random.pick(SIZES));
    const put = () => s3.putObject({ Bucket: VERSIONED, Key, Body });
    const { VersionId } = await this.ledger.attempt(`put of ${lane.name}`, null, put);
    this.ledger.record(`version ${Key} ${VersionId}`, digest(Body));
  }

  async #deleteVersion(s3: Clients['s3'], lane: Lane): Promise<void> {
    const keys = this.ledger.keys(`version ${lane.name}/`).filter((key) => this.ledger.now(key) !== null);
    if (keys.length === 0) return;
    const key = lane.random.pick(keys);
    const [, Key, VersionId] = key.split(' ') as [string, string, string];
    await this.ledger.attempt(key, null, () => s3.deleteObject({ Bucket: VERSIONED, Key, VersionId }));
  }

  async #assemble(s3: Clients['s3'], lane: Lane, Key: string): Promise<void> {
    const begin = () => s3.createMultipartUpload({ Bucket: PLAIN, Key });
    const { UploadId } = await this.ledger.attempt(`upload of ${lane.name}`, null, begin);
    const target = { Bucket: PLAIN, Key, UploadId };
    const key = `upload ${Key} ${UploadId}`;
    this.ledger.record(key, 'open');
    const bodies = [lane.random.bytes(PART_BYTES), lane.random.bytes(40_000)];
    const Parts: { PartNumber: number; ETag: string }[] = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const upload = () => s3.uploadPart({ ...target, PartNumber, Body });
      Parts.push({ PartNumber, ETag: (await this.ledger.attempt(`part of ${lane.name}`, null, upload)).ETag! });
    }
    if (lane.random.chance(0.3))
      return void (await this.ledger.attempt(key, null, () => s3.abortMultipartUpload(target)));
    await this.ledger.attempt(key, null, () =>
      this.ledger.attempt(`object ${Key}`, digest(Buffer.concat(bodies)), () =>
        s3.completeMultipartUpload({ ...target, MultipartUpload: { Parts } }),
      ),
    );
  }

  async #checkVersion(s3: Clients['s3'], key: string): Promise<string | null> {
    const [, Key, VersionId] = key.split(' ') as [string, string, string];
    const body = await bodyOf(s3.getObject({ Bucket: VERSIONED, Key, VersionId }));
    const wrong = this.ledger.check(key, body && digest(body));
    if (body === null) this.ledger.forget(key);
    return wrong;
  }

  /** Uploads that were begun and neither completed nor aborted, and no others; they are aborted, as a lifecycle rule would. */
  async #checkUploads(s3: Clients['s3']): Promise<(string | null)[]> {
    const { Uploads = [] } = await s3.listMultipartUploads({ Bucket: PLAIN });
    const open = new Set(Uploads.map(({ Key, UploadId }) => `upload ${Key} ${UploadId}`));
    const wrong = this.ledger
      .keys('upload ')
      .filter((key) => !key.startsWith('upload of'))
      .map((key) => {
        const verdict = this.ledger.check(key, open.has(key) ? 'open' : null);
        this.ledger.forget(key);
        return verdict;
      });
    for (const { Key, UploadId } of Uploads) await s3.abortMultipartUpload({ Bucket: PLAIN, Key, UploadId });
    return wrong;
  }
}

function digest(body: Uint8Array): string {
  return `${body.length}:${createHash('sha256').update(body).digest('hex').slice(0, 16)}`;
}

async function bodyOf(
  getting: Promise<{ readonly Body?: { transformToByteArray(): Promise<Uint8Array> } | undefined }>,
): Promise<Uint8Array | null> {
  const found = await orAbsent(getting, 'NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed');
  return found ? found.Body!.transformToByteArray() : null;
}
