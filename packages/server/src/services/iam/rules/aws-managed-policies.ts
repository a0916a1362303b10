import { createHash } from 'node:crypto';
import documents from '../aws-managed-policies.json' with { type: 'json' };

/** A policy that AWS keeps for everyone, `arn:aws:iam::aws:policy/…` (AWS managed policy reference guide). */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  /** The default version's number; Hearth has no other. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly document: object;
}

type Entry = (typeof documents)[number];

/** By name. */
export function awsPolicies(): AwsManagedPolicy[] {
  return documents.map(toPolicy);
}

export function findAwsPolicy(arn: string): AwsManagedPolicy | undefined {
  const entry = arn.startsWith(ARN_PREFIX) ? documents.find((candidate) => arnOf(candidate) === arn) : undefined;
  return entry && toPolicy(entry);
}

const ARN_PREFIX = 'arn:aws:iam::aws:policy/';

function arnOf({ path, name }: Entry): string {
  return `arn:aws:iam::aws:policy${path}${name}`;
}

function toPolicy(entry: Entry): AwsManagedPolicy {
  const { name, path, version, createdAt, updatedAt, document } = entry;
  const arn = arnOf(entry);
  return {
    name,
    path,
    arn,
    id: stableId(arn),
    version,
    document,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

/** The same on every node and after every restart. AWS's own ids are not published with the documents. */
function stableId(arn: string): string {
  const digest = createHash('sha256').update(arn).digest();
  return `ANPA${Array.from(digest.subarray(0, 17), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('')}`;
}
