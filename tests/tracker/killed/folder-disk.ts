import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disk } from '../../../tracker/src/core/disk.ts';

/** A real folder. Knows when nothing is being read or written. */
export class FolderDisk implements Disk {
  private busy = 0;
  private root: string;
  private moved: (name: string) => void;

  /** @param moved told of each file that has taken its place */
  constructor(root: string, moved: (name: string) => void) {
    this.root = root;
    this.moved = moved;
  }

  private async during<T>(does: Promise<T>): Promise<T> {
    this.busy += 1;
    return does.finally(() => (this.busy -= 1));
  }

  /** Waits until nothing was under way for a moment. */
  async quiet(): Promise<void> {
    for (let calm = 0; calm < 3; calm = this.busy > 0 ? 0 : calm + 1) await new Promise(setImmediate);
  }

  private at = (name: string): string => join(this.root, name);
  private async into(name: string, bytes: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.at(name)), { recursive: true });
    await writeFile(this.at(name), bytes);
  }

  list = (folder: string) => this.during(readdir(this.at(folder)).catch(() => []));
  readText = (name: string) => this.during(readFile(this.at(name), 'utf8').catch(() => null));
  readBytes = (name: string) =>
    this.during(
      readFile(this.at(name)).then(
        bytes => new Uint8Array(bytes),
        () => null,
      ),
    );
  writeText = (name: string, text: string) => this.during(this.into(name, text));
  writeBytes = (name: string, bytes: Uint8Array<ArrayBuffer>) => this.during(this.into(name, bytes));
  remove = (name: string) => this.during(rm(this.at(name), { force: true }));
  async move(from: string, to: string): Promise<void> {
    await this.during(rename(this.at(from), this.at(to)));
    this.moved(to);
  }
}
