/** Items and a disk for tests of the queue. */
import type { Disk } from '../../tracker/src/core/disk.ts';
import type { Item, Owner } from '../../tracker/src/core/queue.ts';

export const felixOwner: Owner = { server: 'https://time.example.org', personId: 7 };

/** A full block that began so many minutes after Monday nine o'clock; the same minutes give the same item. */
export const itemAt = (minutes: number): Item => ({
  id: `01a19000-0000-7000-8000-${String(minutes).padStart(12, '0')}`,
  owner: felixOwner,
  pictures: [],
  sendAfter: 0,
  tried: false,
  block: {
    contractId: 1,
    startedAt: new Date(Date.UTC(2026, 10, 16, 9, minutes)).toISOString(),
    seconds: 600,
    description: 'Checkout form validation',
    projectCode: null,
    inputSeconds: 300,
    idle: false,
    captures: [{ takenAt: new Date(Date.UTC(2026, 10, 16, 9, minutes, 30)).toISOString(), failure: 'capture-failed' }],
  },
});

export class Killed extends Error {}

/** A disk in memory that can die: after `lives` more writes every call throws, as after a kill. */
export class MemoryDisk implements Disk {
  files = new Map<string, string | Uint8Array<ArrayBuffer>>();
  lives = Infinity;

  private spend(): void {
    if (this.lives <= 0) throw new Killed();
    this.lives -= 1;
  }

  async list(folder: string): Promise<string[]> {
    return [...this.files.keys()]
      .filter(name => name.startsWith(`${folder}/`))
      .map(name => name.slice(folder.length + 1));
  }
  async readText(name: string): Promise<string | null> {
    const found = this.files.get(name);
    return found === undefined ? null : String(found);
  }
  async readBytes(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const found = this.files.get(name);
    return found instanceof Uint8Array ? found : null;
  }
  async writeText(name: string, text: string): Promise<void> {
    // A kill in the middle of a write leaves half a file.
    if (this.lives === 0) this.files.set(name, text.slice(0, text.length / 2));
    this.spend();
    this.files.set(name, text);
  }
  async writeBytes(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.spend();
    this.files.set(name, bytes);
  }
  async move(from: string, to: string): Promise<void> {
    this.spend();
    const found = this.files.get(from);
    if (found === undefined) throw new Error(`no ${from}`);
    this.files.delete(from);
    this.files.set(to, found);
  }
  async remove(name: string): Promise<void> {
    this.spend();
    this.files.delete(name);
  }
}
