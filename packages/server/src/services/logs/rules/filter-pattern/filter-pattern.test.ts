import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFilterPattern } from './compile.ts';

function matching(pattern: string, messages: readonly string[]): string[] {
  return messages.filter(compileFilterPattern(pattern));
}

function accepts(pattern: string, message: string): void {
  assert.ok(compileFilterPattern(pattern)(message), `${pattern} should match ${message}`);
}

function rejects(pattern: string, message: string): void {
  assert.ok(!compileFilterPattern(pattern)(message), `${pattern} should not match ${message}`);
}

function invalid(pattern: string): void {
  assert.throws(
    () => compileFilterPattern(pattern),
    { code: 'InvalidParameterException', message: 'Invalid filter pattern' },
    pattern,
  );
}

describe('patterns for unstructured text', () => {
  const [both, error, warn] = ['ERROR WARN message', 'ERROR message', 'WARN message'] as const;
  const all = [both, error, warn];

  test('an empty pattern and a quoted blank match everything', () => {
    assert.deepEqual(matching('', all), all);
    assert.deepEqual(matching('  ', all), all);
    assert.deepEqual(matching('" "', all), all);
  });

  test('terms are all required, anywhere in the message and case-sensitive', () => {
    assert.deepEqual(matching('ERROR', all), [both, error]);
    assert.deepEqual(matching('ERROR WARN', all), [both]);
    assert.deepEqual(matching('error', all), []);
    accepts('ERROR', 'Exiting with ERRORCODE: -1');
  });

  test('a question mark makes terms alternatives, and is ignored beside other terms', () => {
    assert.deepEqual(matching('?ERROR ?WARN', all), all);
    assert.deepEqual(matching('?absent ?WARN', all), [both, warn]);
    assert.deepEqual(matching('?absent message', all), all);
  });

  test('a minus excludes', () => {
    assert.deepEqual(matching('ERROR -WARN', all), [error]);
    assert.deepEqual(matching('-"WARN message"', all), [error]);
  });

  test('a phrase in quotes is found as it stands, escapes included', () => {
    accepts('"timed out after 3.00"', 'Task timed out after 3.00 seconds');
    rejects('"timed after"', 'Task timed out after 3.00 seconds');
    accepts('"say \\"hi\\""', 'they say "hi" often');
  });

  test('a regular expression stands between percent signs', () => {
    accepts('%^REPORT.*\\d+ ms$%', 'REPORT took 12 ms');
    accepts('%\\x28id\\x29%', 'the (id) is');
    rejects('%^took%', 'REPORT took 12 ms');
    for (const pattern of ['%(a)%', '%a!%', '%a', '%\\1%', '%[z-a]%']) invalid(pattern);
  });

  test('bare terms with other characters, open quotes and empty phrases are invalid', () => {
    for (const pattern of ['a@b.c', '/health', '"open', '""', '-', 'a"b"']) invalid(pattern);
  });
});

describe('patterns for JSON', () => {
  const event = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
    ],
    SomeObject: null,
    ThisFlag: true,
    latency: 55.5,
    code: '404',
    'cluster.name': 'c',
    user: { id: 1, email: 'John.Stiles@example.com' },
  });

  test("AWS's own examples match", () => {
    for (const pattern of [
      '{ $.eventType = "UpdateTrail" }',
      '{$.eventType="UpdateTrail"}',
      '{ $.sourceIPAddress != 123.123.* }',
      '{ $.arrayKey[0] = "value" }',
      '{ $.objectList[1].id = 2 }',
      '{ $.coordinates[0][1] = 1 }',
      '{ $.SomeObject IS NULL }',
      '{ $.SomeOtherObject NOT EXISTS }',
      '{ $.ThisFlag IS TRUE }',
      `{ $.['cluster.name'] = "c" }`,
      '{ $.objectList[*].name = "b" }',
      '{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }',
      '{ $.eventType = *Trail && $.eventType = "Update*" && $.eventType = *date* }',
      '{ $.latency = * }',
      '{ ($.user.id = 2 && $.user.email = "x") || $.latency > +50 }',
      '{ $.user.email = "John.Stiles@example.com" || $.user.id = 9 && $.user.id = 8 }',
    ]) {
      accepts(pattern, event);
    }
  });

  test('what is not so does not match', () => {
    for (const pattern of [
      '{ $.eventType = "Update" }',
      '{ $.eventType = Up*Trail }',
      '{ $.ThisFlag[0] = "value" }',
      '{ $.ThisFlag IS FALSE }',
      '{ $.eventType NOT EXISTS }',
      '{ $.SomeOtherObject IS NULL }',
      '{ ($.user.email = "John.Stiles@example.com" || $.user.id = 9) && $.user.id = 8 }',
    ]) {
      rejects(pattern, event);
    }
  });

  test('numbers compare as numbers', () => {
    for (const pattern of [
      '{ $.latency >= 55.5 }',
      '{ $.latency < 10e3 }',
      '{ $.latency != 5 }',
      '{ $.latency = 5.55e1 }',
      '{ $.code = 404 }',
      '{ $.latency <= 56 }',
    ]) {
      accepts(pattern, event);
    }
    rejects('{ $.latency < 10e-3 }', event);
  });

  test('objects, arrays and missing values match neither equal nor unequal', () => {
    for (const selector of ['user', 'arrayKey', 'missing', 'SomeObject']) {
      rejects(`{ $.${selector} = 1 }`, event);
      rejects(`{ $.${selector} != 1 }`, event);
    }
  });

  test('a message that is no JSON matches nothing', () => {
    rejects('{ $.a NOT EXISTS }', 'plain text');
    rejects('{ $.a NOT EXISTS }', '{ broken');
  });

  test('bad syntax and exceeded quotas are refused', () => {
    for (const pattern of [
      '{ $.a = "x"',
      '{ }',
      '{ a = 1 }',
      '{ $.a }',
      '{ $.a = }',
      '{ $.a = 1 && }',
      '{ ($.a = 1 }',
      '{ $.a IS NOTHING }',
      '{ $.a < x }',
      '{ $.a = b@c }',
      '{ $.*[*] = "a" }',
      '{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }',
      '{ $.a = %x% || $.b = %y% || $.c = %z% }',
    ]) {
      invalid(pattern);
    }
  });
});

describe('patterns for fields separated by blanks', () => {
  const found = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

  test('every field has its place, brackets and quotes hold one together', () => {
    for (const pattern of [
      '[ip, id, user, timestamp, request, status, bytes]',
      '[ip, id, user=frank, timestamp, request=*html*, status=4*, bytes>1000]',
      '[ip=%127\\.0\\.0\\.[1-9]%, ..., bytes]',
      '[..., status = 404 || status = 410, bytes]',
      '[..., status = 4* && status != 403, bytes]',
      '[..., request=*.html*, status=4*,]',
      '[ip, ...]',
      '[ip!=10.0.0.1, ..., request = "GET /index.html HTTP/1.0", status, bytes <= 1534]',
    ]) {
      accepts(pattern, found);
    }
  });

  test('too few fields or an unmet condition does not match', () => {
    for (const pattern of [
      '[ip, id]',
      '[..., status=5*, bytes]',
      '[..., bytes < 1000]',
      '[user=frank, ...]',
      '[..., ip, id, user, timestamp, request, status, bytes, more]',
    ]) {
      rejects(pattern, found);
    }
  });

  test('alternatives and the older spelling of unequal work', () => {
    const lines = ['ERROR message', 'WARN message', 'INFO message', 'ERROR WARN message'];
    assert.deepEqual(matching('[w1=ERROR || w1=WARN, w2]', lines), ['ERROR message', 'WARN message']);
    assert.deepEqual(matching('[w1=!ERROR&&w1=!WARN, w2]', lines), ['INFO message']);
  });

  test('bad syntax is refused', () => {
    for (const pattern of [
      '[a, b',
      '[a=]',
      '[a==b]',
      '[..., x, ...]',
      '[status = 4* && bytes > 1000]',
      '[a > x]',
      '[a b]',
    ])
      invalid(pattern);
  });
});
