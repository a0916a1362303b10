/** The reflected polynomial of CRC-64/NVME (NVM Express command set specification, 5.2.1.3.4), in two halves. */
const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;

const { high: HIGH, low: LOW } = slicedTables();

/**
 * CRC-64/NVME, S3's default checksum. JavaScript has no fast 64-bit integers, so the state is two halves. Eight bytes a
 * step: 10 KB take 17 us, 27 byte by byte.
 */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    let at = 0;
    for (const end = bytes.length - 7; at < end; at += 8) {
      const a = low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
      const b = high ^ (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24));
      low =
        LOW[0x700 | (a & 0xff)]! ^
        LOW[0x600 | ((a >>> 8) & 0xff)]! ^
        LOW[0x500 | ((a >>> 16) & 0xff)]! ^
        LOW[0x400 | (a >>> 24)]! ^
        LOW[0x300 | (b & 0xff)]! ^
        LOW[0x200 | ((b >>> 8) & 0xff)]! ^
        LOW[0x100 | ((b >>> 16) & 0xff)]! ^
        LOW[b >>> 24]!;
      high =
        HIGH[0x700 | (a & 0xff)]! ^
        HIGH[0x600 | ((a >>> 8) & 0xff)]! ^
        HIGH[0x500 | ((a >>> 16) & 0xff)]! ^
        HIGH[0x400 | (a >>> 24)]! ^
        HIGH[0x300 | (b & 0xff)]! ^
        HIGH[0x200 | ((b >>> 8) & 0xff)]! ^
        HIGH[0x100 | ((b >>> 16) & 0xff)]! ^
        HIGH[b >>> 24]!;
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ bytes[at]!) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ LOW[index]!;
      high = (high >>> 8) ^ HIGH[index]!;
    }
    this.#high = high;
    this.#low = low;
  }

  /** Eight bytes, the most significant first. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32BE(~this.#high, 0);
    bytes.writeInt32BE(~this.#low, 4);
    return bytes;
  }
}

/** "Slicing by 8" (Kounavis and Berry, 2005): table k holds the CRC of a byte that k zero bytes follow. */
function slicedTables(): { readonly high: Int32Array; readonly low: Int32Array } {
  const table = { high: new Int32Array(8 * 256), low: new Int32Array(8 * 256) };
  for (let byte = 0; byte < 256; byte++) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry) {
        low ^= POLYNOMIAL_LOW;
        high ^= POLYNOMIAL_HIGH;
      }
    }
    table.low[byte] = low;
    table.high[byte] = high;
  }
  for (let i = 256; i < table.low.length; i++) {
    const [high, low] = [table.high[i - 256]!, table.low[i - 256]!];
    table.low[i] = ((low >>> 8) | (high << 24)) ^ table.low[low & 0xff]!;
    table.high[i] = (high >>> 8) ^ table.high[low & 0xff]!;
  }
  return table;
}
