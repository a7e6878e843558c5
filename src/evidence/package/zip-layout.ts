/** A file of a package whose bytes are known: its place in the zip follows from these alone. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
}

export interface PlacedEntry extends ZipEntry {
  /** Where its local header stands. */
  readonly offset: number;
}

/** A value this large does not fit the fields of a plain zip; its place holds this and an extra field the value. */
const full = 0xffff_ffff;
const mostEntries = 0xffff;
/** 1980-01-01 00:00, the first instant a zip can say: equal contents, equal bytes. */
const date = 0x0021;
const utf8Names = 0x0800;
const regularFile = 0o100_644 * 0x1_0000;
const unix = 0x0300;

/** The header before a file's bytes. Files are stored uncompressed, so that no version of zlib has a say in the bytes. */
export function localHeader({ name, bytes, crc32 }: ZipEntry): Buffer {
  const wide = bytes >= full ? wideFields([bytes, bytes]) : none;
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x0403_4b50, 0);
  fixed.writeUInt16LE(versionFor(wide), 4);
  writeTraits(fixed, 6, { crc32, bytes, name, wide });
  return Buffer.concat([fixed, Buffer.from(name), wide]);
}

/** A file's record in the directory at the end. */
export function directoryRecord({ name, bytes, crc32, offset }: PlacedEntry): Buffer {
  const values = [...(bytes >= full ? [bytes, bytes] : []), ...(offset >= full ? [offset] : [])];
  const wide = wideFields(values);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x0201_4b50, 0);
  fixed.writeUInt16LE(unix + versionFor(wide), 4);
  fixed.writeUInt16LE(versionFor(wide), 6);
  writeTraits(fixed, 8, { crc32, bytes, name, wide });
  fixed.writeUInt32LE(regularFile, 38);
  fixed.writeUInt32LE(Math.min(offset, full), 42);
  return Buffer.concat([fixed, Buffer.from(name), wide]);
}

/** What stands after the directory, up to and not including the comment. */
export function endRecord(
  { entries, offset, bytes }: { entries: number; offset: number; bytes: number },
  commentBytes: number,
): Buffer {
  const isWide = entries >= mostEntries || offset >= full || bytes >= full;
  const fixed = Buffer.alloc(22);
  fixed.writeUInt32LE(0x0605_4b50, 0);
  fixed.writeUInt16LE(Math.min(entries, mostEntries), 8);
  fixed.writeUInt16LE(Math.min(entries, mostEntries), 10);
  fixed.writeUInt32LE(Math.min(bytes, full), 12);
  fixed.writeUInt32LE(Math.min(offset, full), 16);
  fixed.writeUInt16LE(commentBytes, 20);
  return isWide ? Buffer.concat([wideEnd({ entries, offset, bytes }), fixed]) : fixed;
}

const none = Buffer.alloc(0);

function versionFor(wide: Buffer): number {
  return wide.length > 0 ? 45 : 20;
}

/** The fields a local header and a directory record share, from the flags on. */
function writeTraits(
  fixed: Buffer,
  at: number,
  { crc32, bytes, name, wide }: Omit<ZipEntry, "offset"> & { readonly wide: Buffer },
): void {
  fixed.writeUInt16LE(utf8Names, at);
  fixed.writeUInt16LE(date, at + 6);
  fixed.writeUInt32LE(crc32, at + 8);
  fixed.writeUInt32LE(Math.min(bytes, full), at + 12);
  fixed.writeUInt32LE(Math.min(bytes, full), at + 16);
  fixed.writeUInt16LE(Buffer.byteLength(name), at + 20);
  fixed.writeUInt16LE(wide.length, at + 22);
}

/** The zip64 extra field of the values that do not fit. */
function wideFields(values: readonly number[]): Buffer {
  if (values.length === 0) return none;
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(0x0001, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) {
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  }
  return field;
}

function wideEnd({ entries, offset, bytes }: { entries: number; offset: number; bytes: number }) {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x0606_4b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(unix + 45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x0706_4b50, 56);
  record.writeBigUInt64LE(BigInt(offset + bytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
