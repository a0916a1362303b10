import { validationError } from '../../errors.ts';

export interface S3Address {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** `s3`, `s3-us-west-2`, `s3.dualstack`: where the name of S3 begins in a host name. */
const S3_LABEL = /^(s3|s3-[a-z0-9-]+)$/;

/**
 * The object that a TemplateURL means. Tools write AWS's own host names whatever endpoint they use (deploy tools build
 * `https://s3.amazonaws.com/bucket/key`), so any of S3's names leads to the S3 of this platform, as does our own address.
 * @throws ValidationError
 */
export function parseS3Url(text: string): S3Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw validationError('TemplateURL must be a supported URL.');
  const version = url.searchParams.get('versionId');
  const address = url.protocol === 's3:' ? ofScheme(url) : ofHost(url);
  if (address.bucket === '' || address.key === '')
    throw validationError('TemplateURL must reference a valid S3 object to which you have access.');
  return { ...address, ...(version !== null && { versionId: version }) };
}

function ofScheme(url: URL): S3Address {
  return { bucket: url.hostname, key: keyOf(url.pathname.slice(1)) };
}

function ofHost(url: URL): S3Address {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw validationError('TemplateURL must be a supported URL.');
  const host = url.hostname;
  const labels = host.split('.');
  const aws = /\.amazonaws\.com(\.cn)?$/.test(host);
  const at = labels.findLastIndex((label) => S3_LABEL.test(label));
  if (at > 0) return { bucket: labels.slice(0, at).join('.'), key: keyOf(url.pathname.slice(1)) };
  const local = host === 'localhost' || host === '[::1]' || /^[\d.]+$/.test(host) || host.endsWith('.localhost');
  if (at < 0 && (aws || !local)) {
    throw validationError(`S3 error: Domain name specified in ${host} is not a valid S3 domain`);
  }
  if (at < 0 && host.endsWith('.localhost')) {
    return { bucket: host.slice(0, -'.localhost'.length), key: keyOf(url.pathname.slice(1)) };
  }
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  return { bucket: decodeURIComponent(bucket), key: keyOf(rest.join('/')) };
}

function keyOf(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw validationError('TemplateURL must be a supported URL.');
  }
}
