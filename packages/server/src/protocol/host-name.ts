/** Names under which AWS's services live, and the local ones that tools put in their place. Longest first. */
const AWS_SUFFIXES = ['amazonaws.com.cn', 'amazonaws.com', 'api.aws', 'on.aws'] as const;
const LOCAL_SUFFIXES = ['localhost.localstack.cloud', 'localhost'] as const;

export interface HostName {
  /** The labels before the suffix: `['lambda', 'us-east-1']`; none for `localhost` itself. */
  readonly labels: readonly string[];
  readonly suffix: 'aws' | 'local';
}

/** Takes a Host header apart; null for IP addresses and every name that is neither AWS's nor local. */
export function parseHostName(header: string): HostName | null {
  const name = withoutPort(header);
  return splitAt(name, AWS_SUFFIXES, 'aws') ?? splitAt(name, LOCAL_SUFFIXES, 'local');
}

export function withoutPort(header: string): string {
  return header.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}

/** `us-east-1`, `us-gov-west-1`, `cn-north-1`. */
export function isRegion(label: string): boolean {
  return /^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(label);
}

function splitAt(name: string, suffixes: readonly string[], kind: HostName['suffix']): HostName | null {
  const suffix = suffixes.find((candidate) => name === candidate || name.endsWith(`.${candidate}`));
  if (suffix === undefined) return null;
  return { labels: name === suffix ? [] : name.slice(0, -suffix.length - 1).split('.'), suffix: kind };
}
