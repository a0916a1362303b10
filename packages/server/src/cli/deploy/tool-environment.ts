import type { Target } from '../client.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the deploy tools of the Serverless family read. */
const SERVERLESS_SETTINGS = {
  /** osls 3 asks SDK v2 otherwise, which knows no AWS_ENDPOINT_URL. */
  SLS_AWS_SDK_V3: '1',
  /** Milliseconds between questions for stack events; 5000 is made for AWS. */
  SLS_AWS_MONITORING_FREQUENCY: '200',
  SLS_TELEMETRY_DISABLED: '1',
  SLS_NOTIFICATIONS_MODE: 'off',
  SLS_DISABLE_AUTO_UPDATE: '1',
} as const;

const NEED_SDK_V2: ReadonlySet<string> = new Set(['rollback', 'remove']);

/** Names that would lead a part of the traffic elsewhere: to AWS itself, above all. */
const MISLEADING = /^AWS_(ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS)$/;
/** Whose keys these select does not matter here, and a profile that has expired or asks for MFA would stop the tool. */
const PROFILES = /^AWS_(DEFAULT_)?PROFILE$/;

/**
 * The variables a deploy tool runs with: everything the user has, but all of AWS is at `target`.
 * Two verbs of osls 3.63.2 fail with SDK v3, on AWS, too: `rollback` takes an object's body for a text, `remove` an empty
 * bucket's listing for a list. They run with SDK v2, which the hook in `nodeOptions` leads here.
 */
export function toolEnvironment(
  env: Environment,
  target: Target,
  nodeOptions: string,
  verb = 'deploy',
): Record<string, string> {
  const hasKeys = Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY);
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !MISLEADING.test(entry[0]) && (hasKeys || !PROFILES.test(entry[0])),
  );
  return {
    ...SERVERLESS_SETTINGS,
    AWS_REGION: target.region,
    ...Object.fromEntries(kept),
    SLS_AWS_SDK_V3: NEED_SDK_V2.has(verb) ? '0' : SERVERLESS_SETTINGS.SLS_AWS_SDK_V3,
    AWS_ENDPOINT_URL: target.endpoint,
    AWS_ACCESS_KEY_ID: target.accessKeyId,
    AWS_SECRET_ACCESS_KEY: target.secretAccessKey,
    NO_PROXY: [env.NO_PROXY ?? env.no_proxy, '127.0.0.1'].filter(Boolean).join(','),
    NODE_OPTIONS: [env.NODE_OPTIONS, nodeOptions].filter(Boolean).join(' '),
  };
}
