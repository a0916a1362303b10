import { hash } from 'node:crypto';
import { ALGORITHM, type CredentialScope } from './credential.ts';

/** Time, scope and the canonical request's hash (same page, steps 2 and 3). `timestamp`: `20260131T120000Z`. */
export function stringToSign(timestamp: string, scope: CredentialScope, canonicalRequest: string): string {
  return `${ALGORITHM}\n${timestamp}\n${scopeText(scope)}\n${hash('sha256', canonicalRequest)}`;
}

export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}
