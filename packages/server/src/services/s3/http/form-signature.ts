import { createHmac } from 'node:crypto';
import { parseCredential } from '../../../protocol/sigv4/credential.ts';
import { signatureError } from '../../../protocol/sigv4/errors.ts';
import { signatureOf, signingKey } from '../../../protocol/sigv4/signing-key.ts';
import { equalTexts } from '../../../protocol/sigv4/verify.ts';
import type { S3Call } from '../lookup.ts';

/**
 * Verifies a form that was signed with temporary credentials of Hearth's (a function that made it with its role); other
 * keys are believed, as in any request. Throws SignatureDoesNotMatch, ExpiredToken or InvalidToken.
 */
export function checkFormSignature(call: S3Call, fields: ReadonlyMap<string, string>, policy: string): void {
  const token = fields.get('x-amz-security-token');
  const credential = parseCredential(fields.get('x-amz-credential') ?? '');
  const accessKeyId = credential?.accessKeyId ?? fields.get('awsaccesskeyid');
  if (token === undefined || accessKeyId === undefined) return;
  const { sessions } = call.host;
  const claims = sessions.open(accessKeyId, token);
  if (!claims) return;
  if (claims.expiresAt <= Date.now()) throw signatureError('expired-token', 's3');
  const secret = sessions.secretOf(accessKeyId);
  const expected = credential
    ? signatureOf(signingKey(secret, credential), policy)
    : createHmac('sha1', secret).update(policy).digest('base64');
  const given = fields.get(credential ? 'x-amz-signature' : 'signature') ?? '';
  if (!equalTexts(expected, given)) throw signatureError('mismatch', 's3');
}
