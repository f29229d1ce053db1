/** A Downloads folder in memory, whose disk may be full. */
import type { SaveFolder } from '../../tracker/src/app/outside.ts';

export class MemoryFolder implements SaveFolder {
  path = '/home/felix/Downloads';
  files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Bytes that still fit. What does not is lost without a word, as in the real runtime. */
  room = Infinity;

  async names(): Promise<string[]> {
    return [...this.files.keys()];
  }
  async create(name: string): Promise<void> {
    this.files.set(name, new Uint8Array());
  }
  async append(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const fits = bytes.subarray(0, Math.max(0, this.room));
    this.room -= bytes.length;
    this.files.set(name, new Uint8Array(Buffer.concat([this.files.get(name) ?? new Uint8Array(), fits])));
  }
  async size(name: string): Promise<number> {
    return this.files.get(name)?.length ?? 0;
  }
  async move(from: string, to: string): Promise<void> {
    const found = this.files.get(from);
    if (!found) throw new Error(`no ${from}`);
    this.files.delete(from);
    this.files.set(to, found);
  }
  async remove(name: string): Promise<void> {
    if (!this.files.delete(name)) throw new Error(`no ${name}`);
  }
}
