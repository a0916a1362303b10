import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

import { sdkPackagesOf } from './sdk-modules.ts';

describe('the SDK packages that code needs', () => {
  it('are those it names and neither it nor its layers carry', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hearth-sdk-'));
    const files = {
      'code/index.mjs': "import { S3Client } from '@aws-sdk/client-s3';\nimport '@smithy/types';",
      'code/src/a.js': 'const x = require(\'@aws-sdk/client-sqs\'); import("@aws-sdk/lib-storage/dist");',
      'code/src/deep/b.cjs':
        "require('@aws-sdk/client-own'); require('@aws-sdk/client-layer'); require('@aws-sdk/client-versioned')",
      'code/src/node_modules/@aws-sdk/client-own/package.json': '{}',
      'code/src/node_modules/other/index.js': "require('@aws-sdk/client-hidden')",
      'code/text.txt': "require('@aws-sdk/client-text')",
      'layers/nodejs/node_modules/@aws-sdk/client-layer/package.json': '{}',
      'layers/nodejs/node22/node_modules/@aws-sdk/client-versioned/package.json': '{}',
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    try {
      assert.deepEqual(await sdkPackagesOf(join(root, 'code'), join(root, 'layers'), '22.11.0'), [
        '@aws-sdk/client-s3',
        '@aws-sdk/client-sqs',
        '@aws-sdk/lib-storage',
        '@smithy/types',
      ]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
