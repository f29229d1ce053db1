/** Files that go with a statement: which are taken, and as what they are kept. Rules only. */

export const MAX_FILES = 5;
export const MAX_FILE_BYTES = 5_000_000;

export type FileRefusal = 'no-file' | 'not-taken' | 'too-many-files';
export const fileRefusalWords: Record<FileRefusal, string> = {
  'no-file': 'Choose at least one file.',
  'not-taken': 'Only PDF documents and PNG or JPEG pictures are taken.',
  'too-many-files': `A statement can have at most ${MAX_FILES} files.`,
};

const PDF_BEGINS = Buffer.from('%PDF-');
const PDF_ENDS = Buffer.from('%%EOF');
const TAIL_BYTES = 1024;

/** By what is in it, whatever its name says. */
export function kindOfFile(bytes: Buffer): 'pdf' | 'picture' | null {
  if (bytes.subarray(0, PDF_BEGINS.length).equals(PDF_BEGINS))
    return bytes.subarray(-TAIL_BYTES).includes(PDF_ENDS) ? 'pdf' : null;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const isPng = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  return isJpeg || isPng ? 'picture' : null;
}

/** What its sender calls it, as far as it can be shown and sent back: with the ending of what it is kept as. */
export function nameOfFile(name: string, kind: 'pdf' | 'picture'): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}/\\"<>:|?*]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .slice(0, 120);
  return `${plain === '' ? 'File' : plain}.${kind === 'pdf' ? 'pdf' : 'jpg'}`;
}
