import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authenticate } from './authenticate.ts';
import { claims, enter, refused, required, sessions, signed, wire } from './authenticate.fixture.ts';

describe('with signatures required', () => {
  test('nobody in particular is refused, except by programs that decide themselves', async () => {
    await assert.rejects(
      enter(wire({ host: 'h' }), required),
      refused('MissingAuthenticationTokenException', 403, /^Missing Authentication Token$/),
    );
    await assert.rejects(enter(wire({ host: 'h' }), required, 'query'), refused('MissingAuthenticationToken', 403));
    const guest = await authenticate(
      wire({ host: 'h' }),
      { credential: null, family: 'rest-json', anonymousAllowed: true },
      required,
    );
    assert.equal(guest.principal.kind, 'anonymous');
  });

  test('unknown keys, tokens that are not ours and their like are refused', async () => {
    const stranger = signed({ credentials: { accessKeyId: '444455556666', secretAccessKey: 'x' } });
    await assert.rejects(
      enter(stranger, required),
      refused('UnrecognizedClientException', 403, /^The security token included in the request is invalid\.$/),
    );
    await assert.rejects(enter(stranger, required, 'query'), refused('InvalidClientTokenId', 403));
    await assert.rejects(enter(stranger, required, 's3'), refused('InvalidAccessKeyId', 403));
    const { accessKeyId, secretAccessKey } = sessions.issue(claims);
    const borrowed = signed({
      credentials: { accessKeyId, secretAccessKey, sessionToken: sessions.issue(claims).sessionToken },
    });
    await assert.rejects(enter(borrowed, required, 's3'), refused('InvalidToken', 400));
  });

  test('signatures that cannot be read are named', async () => {
    await assert.rejects(
      enter(wire({ host: 'h', authorization: 'AWS4-HMAC-SHA256 Credential=k' }), required),
      refused('IncompleteSignatureException', 403, /requires 'Signature' parameter/),
    );
    await assert.rejects(
      enter(wire({ host: 'h', authorization: 'AWS k:sig' }), required, 's3'),
      refused('InvalidRequest', 400, /Please use AWS4-HMAC-SHA256/),
    );
    await assert.rejects(
      enter(wire({ host: 'h', authorization: 'AWS4-ECDSA-P256-SHA256 Credential=k' }), required),
      refused('IncompleteSignatureException', 403),
    );
  });
});
