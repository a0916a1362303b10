import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { acceptedRuntimes, runtimeEntry, runtimeRefusal } from './catalogue.ts';

describe('the runtime catalogue', () => {
  it('knows family and version of what Hearth runs', () => {
    assert.deepEqual(runtimeEntry('nodejs22.x'), { runtime: 'nodejs22.x', family: 'nodejs', version: '22' });
    assert.deepEqual(runtimeEntry('python3.12'), { runtime: 'python3.12', family: 'python', version: '3.12' });
    assert.deepEqual(runtimeEntry('provided.al2023'), {
      runtime: 'provided.al2023',
      family: 'provided',
      version: 'al2023',
    });
  });

  it('says why it cannot run what AWS accepts, and what to do', () => {
    assert.match(runtimeEntry('java21')?.unsupported ?? '', /choose provided\.al2023/);
    assert.match(runtimeEntry('nodejs16.x')?.unsupported ?? '', /Choose nodejs22\.x/);
  });

  it('accepts what AWS accepts', () => {
    for (const runtime of acceptedRuntimes()) assert.equal(runtimeRefusal(runtime), null);
  });

  it("refuses deprecated and unknown names with AWS's texts", () => {
    assert.equal(
      runtimeRefusal('nodejs14.x'),
      'The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
    );
    const refusal = runtimeRefusal('cobol');
    assert.ok(
      refusal?.startsWith(
        "Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs24.x, ",
      ),
    );
    assert.ok(refusal?.endsWith('] or be a valid ARN'));
  });
});
