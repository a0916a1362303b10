import type { CORSRule, PublicAccessBlockConfiguration, ServerSideEncryption } from '@aws-sdk/client-s3';
import { sameValue } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { boolean, integer, list, object, tags, text } from './mapping/schema.ts';
import type { PlainTag } from './mapping/tagging.ts';

interface CorsRule {
  readonly AllowedHeaders?: string[];
  readonly AllowedMethods: string[];
  readonly AllowedOrigins: string[];
  readonly ExposedHeaders?: string[];
  readonly Id?: string;
  readonly MaxAge?: number;
}

interface EncryptionRule {
  readonly BucketKeyEnabled?: boolean;
  readonly ServerSideEncryptionByDefault?: {
    readonly SSEAlgorithm: ServerSideEncryption;
    readonly KMSMasterKeyID?: string;
  };
}

interface Bucket {
  readonly BucketName?: string;
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration: readonly EncryptionRule[] };
  readonly CorsConfiguration?: { readonly CorsRules: readonly CorsRule[] };
  readonly OwnershipControls?: { readonly Rules: { readonly ObjectOwnership?: 'BucketOwnerEnforced' }[] };
  readonly PublicAccessBlockConfiguration?: PublicAccessBlockConfiguration;
  readonly Tags?: readonly PlainTag[];
  readonly VersioningConfiguration?: { readonly Status: 'Enabled' | 'Suspended' };
}

/** What a new bucket has, on AWS since April 2023. */
const ALL_BLOCKED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

export const bucket = defineResourceType<Bucket>({
  name: 'AWS::S3::Bucket',
  properties: {
    BucketName: text,
    BucketEncryption: object(
      {
        ServerSideEncryptionConfiguration: list(
          object({
            BucketKeyEnabled: boolean,
            ServerSideEncryptionByDefault: object({ KMSMasterKeyID: text, SSEAlgorithm: text }, ['SSEAlgorithm']),
          }),
        ),
      },
      ['ServerSideEncryptionConfiguration'],
    ),
    CorsConfiguration: object(
      {
        CorsRules: list(
          object(
            {
              AllowedHeaders: list(text),
              AllowedMethods: list(text),
              AllowedOrigins: list(text),
              ExposedHeaders: list(text),
              Id: text,
              MaxAge: integer,
            },
            ['AllowedMethods', 'AllowedOrigins'],
          ),
        ),
      },
      ['CorsRules'],
    ),
    OwnershipControls: object({ Rules: list(object({ ObjectOwnership: text })) }, ['Rules']),
    PublicAccessBlockConfiguration: object({
      BlockPublicAcls: boolean,
      BlockPublicPolicy: boolean,
      IgnorePublicAcls: boolean,
      RestrictPublicBuckets: boolean,
    }),
    Tags: tags,
    VersioningConfiguration: object({ Status: text }, ['Status']),
  },
  required: [],
  replacedBy: ['BucketName'],
  nameProperty: 'BucketName',
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  async find(context, properties) {
    const Bucket = nameOf(context, properties);
    return (await unlessAbsent(() => context.aws.s3.HeadBucket({ Bucket }))) && Bucket;
  },
  async create(context, properties) {
    const Bucket = nameOf(context, properties);
    const isDefaultRegion = context.region === 'us-east-1';
    await context.aws.s3.CreateBucket({
      Bucket,
      CreateBucketConfiguration: {
        ...(!isDefaultRegion && { LocationConstraint: context.region as 'eu-west-1' }),
        Tags: [...context.systemTags],
      },
    });
    await context.created(Bucket);
    await configure(context, Bucket, {}, properties);
    return made(context, Bucket);
  },
  async update(context, { physicalId, properties }, next) {
    await configure(context, physicalId, properties, next);
    return made(context, physicalId);
  },
  async delete(context, { physicalId }) {
    await unlessAbsent(() => context.aws.s3.DeleteBucket({ Bucket: physicalId }));
  },
});

/** Bucket names are lower case. */
function nameOf(context: ResourceContext, { BucketName }: Bucket): string {
  return BucketName ?? physicalName(context, 63).toLowerCase();
}

function made({ region }: ResourceContext, name: string) {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
    },
  };
}

type Configurator = (context: ResourceContext, Bucket: string, next: Bucket) => Promise<unknown>;

/** One configuration after the other: each sets what the template says, or goes back to what a bucket has without. */
const CONFIGURATORS: { readonly [Property in Exclude<keyof Bucket, 'BucketName'>]-?: Configurator } = {
  BucketEncryption: ({ aws: { s3 } }, Bucket, { BucketEncryption }) =>
    BucketEncryption
      ? s3.PutBucketEncryption({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: BucketEncryption.ServerSideEncryptionConfiguration.map(
              ({ BucketKeyEnabled, ServerSideEncryptionByDefault }) => ({
                ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }),
                ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
              }),
            ),
          },
        })
      : s3.DeleteBucketEncryption({ Bucket }),
  CorsConfiguration: ({ aws: { s3 } }, Bucket, { CorsConfiguration }) =>
    CorsConfiguration
      ? s3.PutBucketCors({ Bucket, CORSConfiguration: { CORSRules: CorsConfiguration.CorsRules.map(corsRule) } })
      : s3.DeleteBucketCors({ Bucket }),
  OwnershipControls: ({ aws: { s3 } }, Bucket, { OwnershipControls }) =>
    s3.PutBucketOwnershipControls({
      Bucket,
      OwnershipControls: {
        Rules: (OwnershipControls?.Rules ?? []).map(({ ObjectOwnership = 'BucketOwnerEnforced' }) => ({
          ObjectOwnership,
        })),
      },
    }),
  PublicAccessBlockConfiguration: ({ aws: { s3 } }, Bucket, { PublicAccessBlockConfiguration }) =>
    s3.PutPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: PublicAccessBlockConfiguration ?? ALL_BLOCKED,
    }),
  Tags: ({ aws: { s3 }, systemTags }, Bucket, { Tags = [] }) =>
    s3.PutBucketTagging({ Bucket, Tagging: { TagSet: [...Tags, ...systemTags] } }),
  VersioningConfiguration: ({ aws: { s3 } }, Bucket, { VersioningConfiguration }) =>
    s3.PutBucketVersioning({ Bucket, VersioningConfiguration: VersioningConfiguration ?? { Status: 'Suspended' } }),
};

async function configure(context: ResourceContext, Bucket: string, before: Bucket, next: Bucket): Promise<void> {
  for (const property of Object.keys(CONFIGURATORS) as (keyof typeof CONFIGURATORS)[]) {
    if (!sameValue(before[property], next[property])) await CONFIGURATORS[property](context, Bucket, next);
  }
}

/** S3 has other names for three of the members. */
function corsRule({ ExposedHeaders, Id, MaxAge, ...rule }: CorsRule): CORSRule {
  return {
    ...rule,
    ...(ExposedHeaders && { ExposeHeaders: ExposedHeaders }),
    ...(Id !== undefined && { ID: Id }),
    ...(MaxAge !== undefined && { MaxAgeSeconds: MaxAge }),
  };
}
