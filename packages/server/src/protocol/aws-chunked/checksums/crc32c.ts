const TABLES = slicedTables(0x82f63b78);

/** CRC-32C (Castagnoli) going on from `crc`; eight bytes a step, since Node's zlib only has the other CRC-32. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    state ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    state =
      TABLES[0x700 | (state & 0xff)]! ^
      TABLES[0x600 | ((state >>> 8) & 0xff)]! ^
      TABLES[0x500 | ((state >>> 16) & 0xff)]! ^
      TABLES[0x400 | (state >>> 24)]! ^
      TABLES[0x300 | bytes[at + 4]!]! ^
      TABLES[0x200 | bytes[at + 5]!]! ^
      TABLES[0x100 | bytes[at + 6]!]! ^
      TABLES[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) state = TABLES[(state ^ bytes[at]!) & 0xff]! ^ (state >>> 8);
  return ~state >>> 0;
}

/** "Slicing by 8" (Kounavis and Berry, 2005): table k holds the CRC of a byte that k zero bytes follow. */
function slicedTables(polynomial: number): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) tables[i] = (tables[i - 256]! >>> 8) ^ tables[tables[i - 256]! & 0xff]!;
  return tables;
}
