import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { clientsAt, type Clients, type Credentials } from '../kit/clients.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';
import { acknowledgedBy } from '../loads/all.ts';
import { ApiGatewayLoad } from '../loads/apigateway.ts';
import { AsyncEventsLoad } from '../loads/async-events.ts';
import { Ledger } from '../kit/ledger.ts';
import { type Load, runLoads } from '../kit/load.ts';
import { S3Load } from '../loads/s3.ts';
import { ThrottledApi } from '../loads/throttled-api.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET = 'storm-clock';
const GROUP = '/storm/clock';
const CHANGES_A_JUMP = 60;
const ROLE = 'storm-clock';
const TRUST = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };

/** The wall clock of the platform jumps by a day, forwards and back, as after a wrong battery or a repaired NTP. */
export const clockJumps: Storm = {
  name: 'clock-jumps',
  promise: 'a clock that jumps by a day ends what is over, revives what is not, and disturbs no order and no timer',
  run: jumpAgainAndAgain,
};

async function jumpAgainAndAgain({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const hearth = await Hearth.start({ data: `${directory}/data`, ordered: true });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  const { loads, signals } = loadsWithSignal();
  for (const load of loads) await load.prepare(hearth.clients);
  await prepareProbe(hearth.clients);
  const throttled = await ThrottledApi.create(hearth.clients);
  await prepare(hearth.clients);
  do {
    const before = await takeEvidence(hearth, tally);
    for (const offsetMs of [DAY_MS, 0, -DAY_MS, 0]) {
      // Accepted before the jump, to be run after it.
      const run = runLoads(loads, {
        clients: () => hearth.clients,
        random: random.fork(`${tally.rounds} ${offsetMs}`),
        refusable: () => false,
      });
      await signals.after(CHANGES_A_JUMP);
      await hearth.order({ kind: 'clock', offsetMs });
      await signals.after(CHANGES_A_JUMP);
      await run.stop();
      await checkExpiry(hearth, before, offsetMs, tally);
      await checkOrder(hearth.clients, offsetMs, tally);
      const answer = await throttled.call();
      if (answer !== 200) tally.find(`a throttled API answers ${answer} after a jump to ${offsetMs}`);
      await afterCheck(hearth, loads, tally);
    }
    await hearth.stop();
    await hearth.start();
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = acknowledgedBy(loads);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

function loadsWithSignal(): { loads: readonly Load[]; signals: { after(changes: number): Promise<void> } } {
  let changes = 0;
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  const onBegin = () => {
    changes += 1;
    for (const { at, resolve } of waiting) if (changes >= at) resolve();
  };
  const after = (more: number) => new Promise<void>((resolve) => waiting.push({ at: changes + more, resolve }));
  const loads = [AsyncEventsLoad, S3Load, ApiGatewayLoad].map((kind) => new kind(new Ledger({ onBegin })));
  return { loads, signals: { after } };
}

async function prepare({ s3, logs, iam }: Clients): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [TRUST] });
  await iam.createRole({ RoleName: ROLE, AssumeRolePolicyDocument });
  await s3.createBucket({ Bucket: BUCKET });
  await s3.putBucketVersioning({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } });
  await s3.putObject({ Bucket: BUCKET, Key: 'presigned', Body: 'presigned' });
  await logs.createLogGroup({ logGroupName: GROUP });
  await logs.createLogStream({ logGroupName: GROUP, logStreamName: 'order' });
}

interface Evidence {
  readonly session: Credentials;
  readonly presigned: string;
}

/** A session and a link of an hour each. */
async function takeEvidence({ clients }: Hearth, tally: Tally): Promise<Evidence> {
  const { Credentials: made } = await clients.sts.assumeRole({
    RoleArn: `arn:aws:iam::000000000000:role/${ROLE}`,
    RoleSessionName: 'clock',
  });
  const session = {
    accessKeyId: made!.AccessKeyId!,
    secretAccessKey: made!.SecretAccessKey!,
    sessionToken: made!.SessionToken!,
  };
  const signer = clientsAt(clients.endpoint, session);
  const presigned = await getSignedUrl(signer.s3, new GetObjectCommand({ Bucket: BUCKET, Key: 'presigned' }), {
    expiresIn: HOUR_MS / 1000,
  });
  signer.destroy();
  const answer = await fetch(presigned);
  if (answer.status !== 200) tally.find(`a fresh presigned URL answers ${answer.status}: ${await answer.text()}`);
  return { session, presigned };
}

/** An hour's session and link are over a day later, not begun a day earlier, and good again when the clock is right. */
async function checkExpiry({ clients }: Hearth, { session, presigned }: Evidence, offsetMs: number, tally: Tally) {
  const answer = await fetch(presigned);
  const text = await answer.text();
  if ((answer.status === 200) !== (offsetMs === 0))
    tally.find(`at ${offsetMs} a presigned URL answers ${answer.status}: ${text}`);
  // The caller's own clock is right by the platform's, so that only the age of the session matters.
  const isBelieved = await believes(clients.endpoint, session, offsetMs);
  if (isBelieved !== offsetMs <= 0)
    tally.find(`at ${offsetMs} a session of an hour is ${isBelieved ? '' : 'not '}believed`);
}

async function believes(endpoint: string, credentials: Credentials, systemClockOffset: number): Promise<boolean> {
  const { sts, destroy } = clientsAt(endpoint, credentials, systemClockOffset);
  try {
    await sts.getCallerIdentity({});
    return true;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('ExpiredToken')) return false;
    throw error;
  } finally {
    destroy();
  }
}

/** What came last is last, whatever the clock said: versions of an object, events of a stream with one timestamp, stack ids. */
async function checkOrder({ s3, logs }: Clients, offsetMs: number, tally: Tally): Promise<void> {
  const Body = `at ${offsetMs} ${tally.rounds}`;
  const { VersionId } = await s3.putObject({ Bucket: BUCKET, Key: 'versions', Body });
  const { Versions = [] } = await s3.listObjectVersions({ Bucket: BUCKET, Prefix: 'versions', MaxKeys: 2 });
  const [newest] = Versions;
  if (newest?.VersionId !== VersionId || !newest?.IsLatest)
    tally.find(`at ${offsetMs} the version just put is not the latest`);
  const now = Date.now() + offsetMs;
  const messages = [0, 1, 2, 3].map((index) => `${Body} ${index}`);
  for (const message of messages)
    await logs.putLogEvents({ logGroupName: GROUP, logStreamName: 'order', logEvents: [{ timestamp: now, message }] });
  const { events = [] } = await logs.getLogEvents({
    logGroupName: GROUP,
    logStreamName: 'order',
    startTime: now,
    endTime: now + 1,
    startFromHead: true,
  });
  const found = events.map((it) => it.message);
  if (found.join() !== messages.join()) tally.find(`at ${offsetMs} the stream has ${found.join()}`);
}
