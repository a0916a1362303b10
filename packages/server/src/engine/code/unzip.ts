import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { eachEntry, InvalidZipError, MAX_UNZIPPED_BYTES, tooLarge } from './zip.ts';

const UNIX = 3;
const TYPE_MASK = 0o170_000;
const SYMLINK = 0o120_000;

/**
 * Unpacks an archive into `directory`, readable by everyone, executable bits kept. Counts what really comes out:
 * a header can lie about sizes.
 * @throws InvalidZipError
 */
export async function unzip(path: string, directory: string): Promise<void> {
  const budget = { left: MAX_UNZIPPED_BYTES };
  const links: { at: string; to: string }[] = [];
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await eachEntry(path, async (entry, zip) => {
    const target = join(directory, entry.fileName);
    if (entry.fileName.endsWith('/')) return void (await mkdir(target, { recursive: true, mode: 0o755 }));
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    if (isSymlink(entry)) links.push({ at: target, to: await readLink(entry, zip) });
    else await writeEntry(entry, zip, target, budget);
  });
  // Last, so that no entry is written through a link that came before it.
  for (const link of links) await makeLink(directory, link.at, link.to);
}

async function writeEntry(entry: Entry, zip: ZipFile, target: string, budget: { left: number }): Promise<void> {
  const source = await zip.openReadStreamPromise(entry);
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      budget.left -= chunk.length;
      done(budget.left < 0 ? tooLarge() : null, chunk);
    },
  });
  await pipeline(source, meter, createWriteStream(target, { mode: modeOf(entry) }));
}

async function readLink(entry: Entry, zip: ZipFile): Promise<string> {
  if (entry.uncompressedSize > 4096) throw new InvalidZipError(`Symbolic link '${entry.fileName}' is too long.`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * AWS keeps links; one that leads out of the package is refused here. Written without `x/..`: where `x` is a link
 * itself, that would lead elsewhere than it looks.
 */
async function makeLink(directory: string, at: string, to: string): Promise<void> {
  const inside = relative(directory, resolve(dirname(at), to));
  if (to.startsWith('/') || inside.startsWith('..')) {
    throw new InvalidZipError(`Symbolic link '${relative(directory, at)}' points outside of the package.`);
  }
  await symlink(normalize(to), at);
}

function unixMode(entry: Entry): number {
  return entry.versionMadeBy >> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
}

function isSymlink(entry: Entry): boolean {
  return (unixMode(entry) & TYPE_MASK) === SYMLINK;
}

/**
 * World-readable, because every environment has its own user. A file without Unix attributes (zipped on Windows) is not
 * executable: AWS answers such a `bootstrap` with "permission denied".
 */
function modeOf(entry: Entry): number {
  return 0o644 | (unixMode(entry) & 0o111 ? 0o111 : 0);
}
