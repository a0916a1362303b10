import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** 250 MB for code and layers together (Lambda quotas). */
export const MAX_UNZIPPED_BYTES = 262_144_000;

const NOT_A_ZIP = 'Could not unzip uploaded file. Please check your file, then try to upload again.';
const EMPTY = 'Uploaded file must be a non-empty zip';
const TOO_LARGE = `Unzipped size must be smaller than ${MAX_UNZIPPED_BYTES} bytes`;

/** The archive cannot be used; `message` is AWS's text. */
export class InvalidZipError extends Error {
  override readonly name = 'InvalidZipError';
}

export interface ZipInfo {
  /** As the archive declares it; unpacking checks it again against what really comes. */
  readonly unzippedBytes: number;
  readonly entries: number;
}

/**
 * Reads an archive's directory: that it is a zip, that its names stay inside, that it is not too large.
 * @throws InvalidZipError
 */
export async function inspectZip(path: string): Promise<ZipInfo> {
  let unzippedBytes = 0;
  let entries = 0;
  await eachEntry(path, async (entry) => {
    unzippedBytes += entry.uncompressedSize;
    entries += 1;
    if (unzippedBytes > MAX_UNZIPPED_BYTES) throw tooLarge();
  });
  if (entries === 0) throw new InvalidZipError(EMPTY);
  return { unzippedBytes, entries };
}

/**
 * Visits the entries one after another. Names that are absolute or climb out are refused by the reader itself.
 * @throws InvalidZipError for whatever the reader does not accept
 */
export async function eachEntry(path: string, visit: (entry: Entry, zip: ZipFile) => Promise<void>): Promise<void> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(refuse);
  try {
    for await (const entry of zip.eachEntry()) await visit(entry, zip);
  } catch (error) {
    refuse(error);
  } finally {
    zip.close();
  }
}

export function tooLarge(): InvalidZipError {
  return new InvalidZipError(TOO_LARGE);
}

/** What names in an archive lead to: too long, or a file and a directory of one name. */
const SAID_BY_NAMES: readonly string[] = ['EISDIR', 'EEXIST', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'];

/** A full disk is our failure; anything else says something about the archive. */
function refuse(error: unknown): never {
  const { code = '' } = error as NodeJS.ErrnoException;
  const ours = code.startsWith('E') && !code.startsWith('ERR_') && !SAID_BY_NAMES.includes(code);
  if (error instanceof InvalidZipError || ours) throw error;
  throw new InvalidZipError(NOT_A_ZIP, { cause: error });
}
