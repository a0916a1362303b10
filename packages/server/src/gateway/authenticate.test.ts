import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accessKeyId as newAccessKeyId } from '../kernel/ids.ts';
import { presentedCredential } from '../protocol/sigv4/credential.ts';
import { presignUrl } from '../protocol/sigv4/sign.ts';
import { collect } from '../protocol/wire-body.ts';
import { authenticate } from './authenticate.ts';
import {
  ACCOUNT,
  NOW,
  OFF,
  USER,
  claims,
  enter,
  open,
  refused,
  required,
  sessions,
  signed,
  wire,
} from './authenticate.fixture.ts';

describe('on open loopback', () => {
  test('whoever does not sign is believed', async () => {
    const { principal, account, accessKeyId } = await enter(wire({ host: 'h' }));
    assert.deepEqual([principal, account, accessKeyId], [{ kind: 'anonymous' }, '000000000000', undefined]);
  });

  test('any key will do, and a 12-digit one names the account', async () => {
    const wrong = signed({ credentials: { accessKeyId: 'test', secretAccessKey: 'whatever' } });
    const result = await enter(wrong);
    assert.deepEqual([result.account, result.accessKeyId, result.request], ['000000000000', 'test', wrong]);
    assert.equal(
      (await enter(signed({ credentials: { accessKeyId: '444455556666', secretAccessKey: 'x' } }))).account,
      '444455556666',
    );
  });

  test('keys of real AWS accounts are any keys', async () => {
    assert.equal(
      (await enter(signed({ credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' } }))).principal
        .kind,
      'anonymous',
    );
    assert.equal(
      (
        await enter(
          signed({ credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'x', sessionToken: 'IQoJ' } }),
        )
      ).principal.kind,
      'anonymous',
    );
  });

  test('a key that only Hearth can have issued is refused when it is deleted, or comes without its token', async () => {
    const accessKeyId = newAccessKeyId('AKIA', '000000000000');
    await assert.rejects(
      enter(signed({ credentials: { accessKeyId, secretAccessKey: 'was-right' } })),
      refused('UnrecognizedClientException', 403, /^The security token included in the request is invalid/),
    );
    const session = sessions.issue({ ...claims, account: '000000000000' });
    assert.equal((await enter(signed({ credentials: session }))).principal.kind, 'identity');
    for (const sessionToken of [undefined, `x${session.sessionToken}`])
      await assert.rejects(
        enter(signed({ credentials: { ...session, sessionToken } }), open, 'query'),
        refused('InvalidClientTokenId', 403),
      );
  });

  test('a presigned URL ends when it says, whoever signed it', async () => {
    const url = new URL(
      presignUrl({
        method: 'POST',
        url: new URL('http://127.0.0.1/b/k'),
        service: 's3',
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'x' },
        date: new Date(NOW - 61_000),
        expiresS: 60,
      }),
    );
    await assert.rejects(
      enter(wire({ host: url.host }, '', url.pathname, url.search.slice(1)), open, 's3'),
      refused('AccessDenied', 403, /^Request has expired$/),
    );
    const v2 = `AWSAccessKeyId=test&Signature=x&Expires=${NOW / 1000 - 1}`;
    await assert.rejects(
      enter(wire({ host: 'h' }, '', '/b/k', v2), open, 's3'),
      refused('AccessDenied', 403, /^Request has expired$/),
    );
  });

  test('a region that is none is refused', async () => {
    const request = wire({
      authorization: 'AWS4-HMAC-SHA256 Credential=k/20260131/<x>/lambda/aws4_request, SignedHeaders=host, Signature=0',
    });
    await assert.rejects(
      enter(request),
      refused('InvalidSignatureException', 403, /^Credential should be scoped to a valid region\. $/),
    );
  });

  test('aws-chunked bodies are unwrapped and their checksums verified', async () => {
    const headers = {
      host: 'h',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'content-encoding': 'aws-chunked',
    };
    const body = (crc: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`;
    const { request } = await enter(wire(headers, body('NhCmhg==')));
    assert.equal(Buffer.from(await request.body.bytes()).toString(), 'hello');
    assert.equal(request.headers['content-encoding'], undefined);
    const wrong = await enter(wire(headers, body('AAAAAA==')));
    await assert.rejects(wrong.request.body.bytes(), refused('BadDigest', 400));
  });
});

for (const options of [open, required]) {
  describe(`keys that Hearth issued, authentication ${options.authentication}`, () => {
    test('a user’s key says who calls', async () => {
      const { principal, account } = await enter(signed({ credentials: USER }), options);
      assert.deepEqual(
        [principal, account],
        [{ kind: 'identity', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/u`, userId: 'AIDAX' }, ACCOUNT],
      );
    });

    test('a session’s credentials say who calls, with their policy', async () => {
      const { principal } = await enter(signed({ credentials: sessions.issue({ ...claims, policy: '{}' }) }), options);
      assert.deepEqual(principal, {
        kind: 'identity',
        account: ACCOUNT,
        arn: claims.arn,
        userId: 'AROAX:s',
        sessionPolicy: '{}',
      });
    });

    test('a wrong secret is refused', async () => {
      const forged = signed({ credentials: { ...USER, secretAccessKey: 'guess' } });
      await assert.rejects(enter(forged, options), refused('InvalidSignatureException', 403));
      await assert.rejects(
        enter(signed({ credentials: { ...sessions.issue(claims), secretAccessKey: 'guess' } }), options, 'query'),
        refused('SignatureDoesNotMatch', 403),
      );
    });

    test('a key that is switched off is refused', async () => {
      await assert.rejects(enter(signed({ credentials: OFF }), options), refused('UnrecognizedClientException', 403));
    });

    test('a session that is over is refused, in each family’s words', async () => {
      const over = signed({ credentials: sessions.issue({ ...claims, expiresAt: NOW }) });
      await assert.rejects(
        enter(over, options, 'json'),
        refused('ExpiredTokenException', 400, /^The security token included in the request is expired$/),
      );
      await assert.rejects(enter(over, options, 'query'), refused('ExpiredToken', 403));
      await assert.rejects(
        enter(over, options, 's3'),
        refused('ExpiredToken', 400, /^The provided token has expired\.$/),
      );
    });

    test('a second credential in front cannot lead a signature to another service', async () => {
      const { headers } = signed({ credentials: USER, service: 'lambda' });
      const other = headers.authorization!.replace(
        'Credential=',
        `xCredential=${USER.accessKeyId}/20260131/eu-west-1/iam/aws4_request, Credential=`,
      );
      assert.equal(presentedCredential(wire({ ...headers, authorization: other }))?.service, 'lambda');
      const first = headers.authorization!.replace(
        'Credential=',
        `Credential=${USER.accessKeyId}/20260131/eu-west-1/iam/aws4_request, Credential=`,
      );
      await assert.rejects(
        enter(wire({ ...headers, authorization: first }, '{}'), options),
        refused('InvalidSignatureException', 403),
      );
    });

    test('an old signature is refused', async () => {
      await assert.rejects(
        enter(signed({ credentials: USER, at: NOW - 3_600_000 }), options),
        refused('InvalidSignatureException', 403, /^Signature expired/),
      );
    });

    test('another body than the signed one fails while it is read', async () => {
      const { headers } = signed({ credentials: USER, body: '{"a":1}' });
      const whole = await enter(wire(headers, '{"a":2}'), options);
      await assert.rejects(whole.request.body.bytes(), refused('InvalidSignatureException', 403));
      const pieces = await enter(wire(headers, '{"a":2}'), options, 's3');
      await assert.rejects(collect(pieces.request.body), refused('XAmzContentSHA256Mismatch', 400));
      const honest = await enter(wire(headers, '{"a":1}'), options);
      assert.equal(Buffer.from(await honest.request.body.bytes()).toString(), '{"a":1}');
    });

    test('signed for another service than the program’s, it is refused', async () => {
      const request = signed({ credentials: USER, service: 's3' });
      const claimed = {
        credential: presentedCredential(request),
        family: 'rest-json' as const,
        anonymousAllowed: true,
        scopes: ['lambda'],
      };
      await assert.rejects(
        async () => authenticate(request, claimed, options),
        refused('InvalidSignatureException', 403, /correct service: 'lambda'\. $/),
      );
    });
  });
}
