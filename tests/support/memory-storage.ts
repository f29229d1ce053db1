import type { Storage } from '../../src/outside/storage.ts';

/** Pictures in memory: quick to keep, quick to tamper with. */
export function memoryStorage(): Storage & { files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>();
  const put = (key: string, bytes: Uint8Array): Promise<void> => {
    files.set(key, Buffer.from(bytes));
    return Promise.resolve();
  };
  return {
    files,
    put,
    putAll: async all => {
      for (const { key, bytes } of all) await put(key, bytes);
    },
    get: key => Promise.resolve(files.get(key) ?? null),
    delete: key => {
      files.delete(key);
      return Promise.resolve();
    },
    has: key => Promise.resolve(files.has(key)),
    state: () => ({ kind: 'disk', failures: 0, breaker: 'closed' }),
  };
}
