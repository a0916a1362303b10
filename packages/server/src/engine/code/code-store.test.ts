import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { FunctionSpec } from '../engine.ts';
import { CodeStore } from './code-store.ts';
import { inspectZip, InvalidZipError } from './zip.ts';

const UNIX = 3;
const mode = (bits: number) => ({ os: UNIX, attrs: bits << 16 });

describe('the code store', () => {
  let directory: string;
  let store: CodeStore;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hearth-code-'));
    await mkdir(join(directory, 'blobs'));
    store = new CodeStore({ path: (sha256) => join(directory, 'blobs', sha256) }, join(directory, 'code'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const put = async (bytes: Uint8Array) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(directory, 'blobs', sha256), bytes);
    return sha256;
  };
  const unpack = async (code: Zippable, layers: Zippable[] = []) => {
    const stored = await Promise.all(layers.map(async (layer) => ({ arn: '', sha256: await put(zipSync(layer)) })));
    const spec = {
      account: '',
      functionArn: '',
      runtime: '',
      code: { sha256: await put(zipSync(code)) },
      layers: stored,
    };
    return store.unpack(spec as unknown as FunctionSpec);
  };

  it('unpacks nested files, readable by everyone, executable bits kept', async () => {
    const { code } = await unpack({
      'src/index.js': [strToU8('code'), mode(0o600)],
      bootstrap: [strToU8('#!'), mode(0o700)],
    });
    assert.equal(await readFile(join(code, 'src/index.js'), 'utf8'), 'code');
    assert.equal((await stat(join(code, 'src/index.js'))).mode & 0o777, 0o644);
    assert.equal((await stat(join(code, 'bootstrap'))).mode & 0o777, 0o755);
    assert.equal((await stat(code)).mode & 0o777, 0o755);
  });

  it('merges layers, later ones over earlier ones', async () => {
    const { layers } = await unpack({ a: strToU8('') }, [{ x: strToU8('1'), y: strToU8('1') }, { x: strToU8('2') }]);
    assert.equal(await readFile(join(layers ?? '', 'x'), 'utf8'), '2');
    assert.equal(await readFile(join(layers ?? '', 'y'), 'utf8'), '1');
  });

  it('tells the extensions of layers', async () => {
    const { extensions } = await unpack({ a: strToU8('') }, [
      { 'extensions/agent': [strToU8('#!'), mode(0o755)], 'extensions/readme': [strToU8(''), mode(0o644)] },
    ]);
    assert.deepEqual(extensions, ['agent']);
  });

  it('keeps links that stay inside and refuses those that lead out', async () => {
    const { code } = await unpack({ real: strToU8('text'), 'lib/link': [strToU8('../real'), mode(0o120_777)] });
    assert.equal(await readFile(join(code, 'lib/link'), 'utf8'), 'text');
    await assert.rejects(
      unpack({ link: [strToU8('../../etc/passwd'), mode(0o120_777)] }),
      /points outside of the package/,
    );
    await assert.rejects(unpack({ link: [strToU8('/etc/passwd'), mode(0o120_777)] }), /points outside of the package/);
  });

  for (const name of ['../outside', '/absolute', 'a/../../outside']) {
    it(`refuses an entry named ${name} and leaves nothing behind`, async () => {
      await assert.rejects(unpack({ [name]: strToU8('x') }), InvalidZipError);
      assert.deepEqual(
        (await readdir(join(directory, 'code', 'code'))).filter((entry) => entry.startsWith('.')),
        [],
      );
    });
  }

  it('refuses what is no zip, with the text of AWS', async () => {
    const sha256 = await put(strToU8('no zip'));
    await assert.rejects(inspectZip(join(directory, 'blobs', sha256)), {
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
  });

  it('refuses a zip bomb by what its headers declare, and by what comes out', async () => {
    const huge = zipSync({ zeros: new Uint8Array(1_000_000) });
    const central = Buffer.from(huge);
    const at = central.lastIndexOf(Buffer.from('PK\u0001\u0002'));
    central.writeUInt32LE(262_144_001, at + 24);
    const declared = await put(central);
    await assert.rejects(inspectZip(join(directory, 'blobs', declared)), {
      message: 'Unzipped size must be smaller than 262144000 bytes',
    });
    central.writeUInt32LE(10, at + 24);
    const lying = await put(central);
    const spec = { account: '', functionArn: '', runtime: '', code: { sha256: lying }, layers: [] };
    await assert.rejects(store.unpack(spec as unknown as FunctionSpec), InvalidZipError);
  });

  it('removes what an unpacking that was cut off left', async () => {
    await mkdir(join(directory, 'code', 'code', '.new-abc'), { recursive: true });
    await store.sweep();
    assert.ok(!(await readdir(join(directory, 'code', 'code'))).includes('.new-abc'));
  });
});
