import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Clients } from '../kit/clients.ts';
import { eventually } from '../kit/eventually.ts';
import { nodeFunction } from '../kit/function-code.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const FUNCTION = 'storm-events';
const BUCKET = 'storm-events';
/**
 * Writes to where its event points, again while the platform refuses: a function error would end the event. What it
 * wrote is acknowledged state, as a log line would not be.
 */
const SOURCE = `exports.handler = async ({ url }) => {
  for (;;) {
    const { status } = await fetch(url, { method: 'PUT', body: 'done' });
    if (status === 200) return;
    if (status < 500) throw new Error('status ' + status);
    await new Promise((again) => setTimeout(again, 100));
  }
};`;
/** An event whose run the kill cut off is tried again after AWS's one minute; a queued one at once. */
const RUN_WITHIN_MS = 100_000;
/** Links are good for three days before and after now, so that they outlive a clock that jumps. */
const DAY_SECONDS = 24 * 3_600;

/** Events that were accepted (202) and have to run, at least once. */
export class AsyncEventsLoad implements Load {
  readonly name = 'events';
  readonly lanes = 1;
  readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  async prepare({ lambda, s3 }: Clients): Promise<void> {
    await s3.createBucket({ Bucket: BUCKET });
    await lambda.createFunction(nodeFunction(FUNCTION, SOURCE, { Timeout: 20 }));
  }

  async step({ lambda, s3 }: Clients, lane: Lane): Promise<void> {
    const Key = lane.mark();
    const put = new PutObjectCommand({ Bucket: BUCKET, Key });
    const signingDate = new Date(Date.now() - 3 * DAY_SECONDS * 1000);
    const url = await getSignedUrl(s3, put, { signingDate, expiresIn: 6 * DAY_SECONDS });
    await this.ledger.attempt(`event ${Key}`, 'ran', () =>
      lambda.invoke({ FunctionName: FUNCTION, InvocationType: 'Event', Payload: JSON.stringify({ url }) }),
    );
  }

  async check({ s3 }: Clients): Promise<readonly string[]> {
    const promised = this.ledger.keys('event ').filter((key) => !this.ledger.allowed(key).has(null));
    let ran = new Set<string>();
    await eventually(async () => {
      ran = await keysOf(s3);
      return promised.every((key) => ran.has(key.slice('event '.length)));
    }, RUN_WITHIN_MS);
    const wrong = this.ledger.keys('event ').map((key) => {
      const verdict = this.ledger.check(key, ran.has(key.slice('event '.length)) ? 'ran' : null);
      this.ledger.forget(key);
      return verdict;
    });
    for (const Key of ran) await s3.deleteObject({ Bucket: BUCKET, Key });
    return wrong.filter((it) => it !== null);
  }
}

async function keysOf(s3: Clients['s3']): Promise<Set<string>> {
  const keys = new Set<string>();
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.listObjectsV2({ Bucket: BUCKET, ContinuationToken });
    for (const { Key } of page.Contents ?? []) keys.add(Key!);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}
