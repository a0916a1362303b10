import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive as no honest tool writes it. */
export interface OddEntry {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  /** Of Unix, with the file's type: 0o120777 is a symbolic link. */
  readonly mode?: number;
  /** What both headers say comes out, whatever does. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
  /** Points at the (equal) data of the entry with this number instead of writing its own. */
  readonly sharesDataOf?: number;
  readonly method?: number;
  readonly flags?: number;
}

export interface OddArchive {
  /** How many entries the end record claims. */
  readonly claimedEntries?: number;
  readonly claimedDirectoryOffset?: number;
  readonly comment?: Buffer;
  /** Before the first entry, as in a self-extracting archive. */
  readonly prefix?: Buffer;
}

/** Writes a zip by hand (APPNOTE.TXT 4.3), so that anything about it can be wrong. */
export function oddZip(entries: readonly OddEntry[], archive: OddArchive = {}): Buffer {
  const { prefix = Buffer.alloc(0), comment = Buffer.alloc(0) } = archive;
  const parts: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  const packs: Packed[] = [];
  let at = prefix.length;
  for (const entry of entries) {
    const packed = entry.sharesDataOf === undefined ? pack(entry) : packs[entry.sharesDataOf]!;
    packs.push(packed);
    offsets.push(entry.sharesDataOf === undefined ? at : offsets[entry.sharesDataOf]!);
    directory.push(centralHeader(entry, packed, offsets.at(-1)!));
    if (entry.sharesDataOf !== undefined) continue;
    parts.push(localHeader(entry, packed), packed.bytes);
    at += parts.at(-2)!.length + packed.bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(archive.claimedEntries ?? entries.length, 8);
  end.writeUInt16LE(archive.claimedEntries ?? entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(archive.claimedDirectoryOffset ?? at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, comment]);
}

interface Packed {
  readonly bytes: Buffer;
  readonly size: number;
  readonly crc: number;
  readonly method: number;
}

function pack({ data = '', method = 8, claimedSize, claimedCrc }: OddEntry): Packed {
  const raw = Buffer.from(data as Buffer);
  const bytes = method === 8 ? deflateRawSync(raw) : raw;
  return { bytes, size: claimedSize ?? raw.length, crc: claimedCrc ?? crc32(raw), method };
}

function localHeader({ name, flags = 0 }: OddEntry, { bytes, size, crc, method }: Packed): Buffer {
  const nameBytes = Buffer.from(name as Buffer);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(nameBytes.length, 26);
  return Buffer.concat([header, nameBytes]);
}

function centralHeader(entry: OddEntry, { bytes, size, crc, method }: Packed, offset: number): Buffer {
  const nameBytes = Buffer.from(entry.name as Buffer);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(entry.flags ?? 0, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(bytes.length, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(nameBytes.length, 28);
  header.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, nameBytes]);
}
