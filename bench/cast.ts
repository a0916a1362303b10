import type { Series } from './measurement.ts';
import { bareRelay } from './peers/bare-relay.ts';
import { hearth } from './peers/hearth.ts';
import { ministack } from './peers/ministack.ts';
import type { Peer, PeerName, RunningPeer } from './peers/peer.ts';
import { pipelinedChild } from './peers/pipelined-child.ts';
import { s3rver } from './peers/s3rver.ts';
import { serverlessOffline } from './peers/serverless-offline.ts';
import { trivialServer } from './peers/trivial-server.ts';
import type { Progress } from './progress.ts';

/** Hearth first, then the yardsticks, then the others. */
export const PEERS: readonly Peer[] = [
  hearth,
  bareRelay,
  pipelinedChild,
  serverlessOffline,
  s3rver,
  ministack,
  trivialServer,
];

/** Somebody who takes part, as far as we got with them; or the reason why they do not. */
export type Member<T> = { readonly name: PeerName } & ({ readonly is: T } | { readonly absent: string });

/** These peers, installed. */
export async function installed(progress: Progress, names: readonly PeerName[]): Promise<Member<Peer>[]> {
  const peers = PEERS.filter(({ name }) => names.includes(name));
  return eachPresent(
    peers.map((peer) => ({ name: peer.name, is: peer })),
    async (peer) => {
      progress.now(`looking for ${peer.name}, installing it when it is not there`);
      await peer.install();
      return peer;
    },
    'cannot be installed',
  );
}

/** Runs `work` with these peers started, and stops them. */
export async function withRunning<R>(
  progress: Progress,
  names: readonly PeerName[],
  work: (members: readonly Member<RunningPeer>[]) => Promise<R>,
): Promise<R> {
  const members = await eachPresent(
    await installed(progress, names),
    (peer) => {
      progress.now(`starting ${peer.name}`);
      return peer.start();
    },
    'cannot be started',
  );
  try {
    return await work(members);
  } finally {
    for (const member of members) if ('is' in member) await member.is.stop();
  }
}

/** Takes every member that is there one step further; who fails is absent from then on, with the reason. */
export async function eachPresent<T, U>(
  members: readonly Member<T>[],
  step: (is: T) => Promise<U>,
  failure = 'cannot do this',
): Promise<Member<U>[]> {
  const further: Member<U>[] = [];
  for (const member of members) {
    const { name } = member;
    if ('absent' in member) further.push(member);
    else {
      const outcome = await step(member.is).then(
        (is) => ({ is }),
        (error: unknown) => ({ absent: `${failure}: ${reasonOf(error)}` }),
      );
      further.push({ name, ...outcome });
    }
  }
  return further;
}

export interface Rounds {
  readonly progress: Progress;
  readonly title: string;
  readonly rounds: number;
}

/** Measures everyone once a round, in turn, so that whatever disturbs the machine disturbs all of them. */
export async function interleaved<T, K extends string>(
  { progress, title, rounds }: Rounds,
  members: readonly Member<T>[],
  measure: (is: T, round: number) => Promise<Readonly<Record<K, number>>>,
): Promise<ReadonlyMap<PeerName, Series<K>>> {
  progress.begin(`${title}: ${rounds} rounds of ${members.map(({ name }) => name).join(', ')}`);
  const measured = new Map<PeerName, Series<K>>(
    members.map((member) => [member.name, 'absent' in member ? { absent: member.absent } : []]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const member of members) {
      const soFar = measured.get(member.name)!;
      if (!('is' in member) || 'absent' in soFar) continue;
      progress.now(`${title}: ${member.name}, round ${round + 1} of ${rounds}`);
      const outcome = await measure(member.is, round).then(
        (numbers) => [...soFar, numbers],
        (error: unknown) => ({ absent: `failed in round ${round + 1}: ${reasonOf(error)}` }),
      );
      measured.set(member.name, outcome);
    }
  }
  return measured;
}

const REASON_LENGTH = 300;

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, REASON_LENGTH);
}
