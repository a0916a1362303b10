import type {
  BucketCannedACL,
  BucketLocationConstraint,
  CORSRule,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryption,
} from '@aws-sdk/client-s3';
import type { AwsClients } from '../../../service.ts';
import { sameValue } from '../../rules/values.ts';
import { boolean, integer, list, object, tags, text } from './schema.ts';
import type { PlainTag } from './tagging.ts';

/** What a template can say of a bucket: each is an operation of its own in S3. */
export interface BucketSettings {
  readonly AccessControl?: string;
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration: readonly EncryptionRule[] };
  readonly CorsConfiguration?: { readonly CorsRules: readonly CorsRule[] };
  readonly OwnershipControls?: { readonly Rules: readonly { readonly ObjectOwnership?: ObjectOwnership }[] };
  readonly PublicAccessBlockConfiguration?: PublicAccessBlockConfiguration;
  readonly Tags?: readonly PlainTag[];
  readonly VersioningConfiguration?: { readonly Status: 'Enabled' | 'Suspended' };
}

interface EncryptionRule {
  readonly BucketKeyEnabled?: boolean;
  readonly ServerSideEncryptionByDefault?: {
    readonly SSEAlgorithm: ServerSideEncryption;
    readonly KMSMasterKeyID?: string;
  };
}

interface CorsRule {
  readonly AllowedHeaders?: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly Id?: string;
  readonly MaxAge?: number;
}

export const bucketSettings = {
  AccessControl: text,
  BucketEncryption: object({
    ServerSideEncryptionConfiguration: list(
      object({
        BucketKeyEnabled: boolean,
        ServerSideEncryptionByDefault: object({ SSEAlgorithm: text, KMSMasterKeyID: text }, ['SSEAlgorithm']),
      }),
    ),
  }),
  CorsConfiguration: object({
    CorsRules: list(
      object({
        AllowedHeaders: list(text),
        AllowedMethods: list(text),
        AllowedOrigins: list(text),
        ExposedHeaders: list(text),
        Id: text,
        MaxAge: integer,
      }),
    ),
  }),
  OwnershipControls: object({ Rules: list(object({ ObjectOwnership: text })) }),
  PublicAccessBlockConfiguration: object({
    BlockPublicAcls: boolean,
    BlockPublicPolicy: boolean,
    IgnorePublicAcls: boolean,
    RestrictPublicBuckets: boolean,
  }),
  Tags: tags,
  VersioningConfiguration: object({ Status: text }, ['Status']),
};

type S3 = AwsClients['s3'];
type Setter<Setting> = (s3: S3, Bucket: string, setting: Setting | undefined) => Promise<unknown>;

/** In this order: ownership decides whether ACLs are allowed. An absent setting takes the bucket back to the default. */
const SETTERS: { readonly [Name in keyof BucketSettings]-?: Setter<BucketSettings[Name]> } = {
  OwnershipControls: (s3, Bucket, setting) =>
    setting
      ? s3.PutBucketOwnershipControls({
          Bucket,
          OwnershipControls: { Rules: setting.Rules.map((rule) => ({ ObjectOwnership: rule.ObjectOwnership })) },
        })
      : s3.DeleteBucketOwnershipControls({ Bucket }),
  PublicAccessBlockConfiguration: (s3, Bucket, setting) =>
    setting
      ? s3.PutPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: setting })
      : s3.DeletePublicAccessBlock({ Bucket }),
  AccessControl: (s3, Bucket, setting = 'Private') => s3.PutBucketAcl({ Bucket, ACL: cannedAcl(setting) }),
  BucketEncryption: (s3, Bucket, setting) =>
    setting
      ? s3.PutBucketEncryption({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: setting.ServerSideEncryptionConfiguration.map(
              ({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
                ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
                ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }),
              }),
            ),
          },
        })
      : s3.DeleteBucketEncryption({ Bucket }),
  CorsConfiguration: (s3, Bucket, setting) =>
    setting
      ? s3.PutBucketCors({ Bucket, CORSConfiguration: { CORSRules: setting.CorsRules.map(corsRule) } })
      : s3.DeleteBucketCors({ Bucket }),
  VersioningConfiguration: (s3, Bucket, { Status } = { Status: 'Suspended' }) =>
    s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status } }),
  Tags: (s3, Bucket, setting) =>
    setting && setting.length > 0
      ? s3.PutBucketTagging({ Bucket, Tagging: { TagSet: [...setting] } })
      : s3.DeleteBucketTagging({ Bucket }),
};

/** Carries out what differs. */
export async function changeBucket(
  s3: S3,
  Bucket: string,
  before: BucketSettings,
  after: BucketSettings,
): Promise<void> {
  for (const name of Object.keys(SETTERS) as (keyof BucketSettings)[]) {
    if (sameValue(before[name], after[name])) continue;
    await (SETTERS[name] as Setter<unknown>)(s3, Bucket, after[name]);
  }
}

/** Buckets of us-east-1 have no constraint. */
export function locationOf(region: string) {
  if (region === 'us-east-1') return {};
  return { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
}

/** `PublicRead` in templates is `public-read` in S3. */
function cannedAcl(name: string): BucketCannedACL {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase() as BucketCannedACL;
}

function corsRule({ AllowedHeaders, AllowedMethods, AllowedOrigins, ExposedHeaders, Id, MaxAge }: CorsRule): CORSRule {
  return {
    AllowedMethods: [...AllowedMethods],
    AllowedOrigins: [...AllowedOrigins],
    ...(AllowedHeaders && { AllowedHeaders: [...AllowedHeaders] }),
    ...(ExposedHeaders && { ExposeHeaders: [...ExposedHeaders] }),
    ...(Id !== undefined && { ID: Id }),
    ...(MaxAge !== undefined && { MaxAgeSeconds: MaxAge }),
  };
}
