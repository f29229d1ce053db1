/** The native methods of the double: what the tracker calls, with the error codes of Neutralino 6.9. */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { desktopMethods, type DesktopState } from './neutralino-desktop.ts';

export type NativeCall = { id: string; method: string; data?: Data; accessToken: string };
type Data = Record<string, unknown>;
type Method = (data: Data) => unknown;

/** A refusal the client library passes on with its code. */
export class NativeError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type Native = {
  methods: Record<string, Method>;
  notifications: { title: string; content: string }[];
  opened: string[];
  exited: Promise<number>;
  desktop: DesktopState;
  killSpawned(): void;
};

/** No command of a test speaks to the desktop of whoever runs it. */
const NO_DESKTOP = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

/** @param emit sends an event to the page */
export function nativeMethods(
  { dataFolder, env = {} }: { dataFolder: string; env?: Record<string, string> },
  emit: (event: string, data: unknown) => void,
): Native {
  const notifications: Native['notifications'] = [];
  const opened: string[] = [];
  const spawned = new Map<number, ChildProcess>();
  const desktop = desktopMethods();
  let lastProcess = 0;
  let leave: (code: number) => void = () => undefined;
  const exited = new Promise<number>(settle => (leave = settle));

  const root = resolve(dataFolder);
  /** A path of the tracker's data folder; anything else is a bug of the tracker. */
  function inside(data: Data, field = 'path'): string {
    const path = resolve(String(data[field]));
    if (path !== root && !path.startsWith(root + sep)) throw new NativeError('NE_FS_OUTSIDE', `${path} is outside`);
    return path;
  }
  const failing = async <T>(code: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw new NativeError(code, String(error));
    }
  };

  function spawnProcess({ command, cwd, envs }: Data): { id: number; pid: number } {
    lastProcess += 1;
    const id = lastProcess;
    const child = spawn('/bin/sh', ['-c', String(command)], {
      cwd: typeof cwd === 'string' ? cwd : root,
      env: { ...process.env, ...NO_DESKTOP, ...env, ...(envs as Record<string, string> | undefined) },
      detached: true,
    });
    spawned.set(id, child);
    const say = (action: string, data: unknown) => emit('spawnedProcess', { id, action, data });
    child.stdout.on('data', chunk => say('stdOut', String(chunk)));
    child.stderr.on('data', chunk => say('stdErr', String(chunk)));
    child.on('close', code => {
      spawned.delete(id);
      say('exit', code ?? 1);
    });
    return { id, pid: child.pid ?? 0 };
  }

  const end = (child: ChildProcess) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  };

  const methods: Record<string, Method> = {
    ...desktop.methods,
    'app.exit': ({ code }) => leave(Number(code ?? 0)),
    'computer.getHostname': () => 'studio',
    'filesystem.appendBinaryFile': data =>
      failing('NE_FS_FILWRER', () => appendFile(inside(data), Buffer.from(String(data['data']), 'base64'))),
    'filesystem.appendFile': data => failing('NE_FS_FILWRER', () => appendFile(inside(data), String(data['data']))),
    'filesystem.chmod': data => failing('NE_FS_CHMDERR', () => chmod(inside(data), Number(data['mode']))),
    'filesystem.createDirectory': data =>
      failing('NE_FS_DIRCRER', async () => {
        if (existsSync(inside(data))) throw new Error('it is there already');
        await mkdir(inside(data), { recursive: true });
      }),
    'filesystem.getStats': data =>
      failing('NE_FS_NOPATHE', async () => {
        const found = await stat(inside(data));
        return { size: found.size, isFile: found.isFile(), isDirectory: found.isDirectory() };
      }),
    'filesystem.move': data =>
      failing('NE_FS_MOVEERR', () => rename(inside(data, 'source'), inside(data, 'destination'))),
    'filesystem.readFile': data => failing('NE_FS_FILRDER', () => readFile(inside(data), 'utf8')),
    'filesystem.readBinaryFile': data => failing('NE_FS_FILRDER', () => readFile(inside(data), 'base64')),
    'filesystem.readDirectory': data =>
      failing('NE_FS_NOPATHE', async () => {
        const entries = await readdir(inside(data), { withFileTypes: true });
        return entries.map(entry => ({
          entry: entry.name,
          path: resolve(inside(data), entry.name),
          type: entry.isDirectory() ? 'DIRECTORY' : 'FILE',
        }));
      }),
    'filesystem.remove': data =>
      failing('NE_FS_REMVERR', async () => {
        if (!existsSync(inside(data))) throw new Error('there is no such file');
        await rm(inside(data), { recursive: true });
      }),
    'filesystem.writeFile': data => failing('NE_FS_FILWRER', () => writeFile(inside(data), String(data['data']))),
    'filesystem.writeBinaryFile': data =>
      failing('NE_FS_FILWRER', () => writeFile(inside(data), Buffer.from(String(data['data']), 'base64'))),
    'os.getEnv': ({ key }) => ({ ...process.env, ...env })[String(key)] ?? '',
    'os.getPath': ({ name }) => {
      if (name === 'data') return root;
      if (name === 'config' || name === 'downloads') return resolve(root, String(name));
      throw new NativeError('NE_OS_INVKNPT', `${String(name)} is no known path`);
    },
    'os.open': ({ url }) => void opened.push(String(url)),
    'os.showNotification': ({ title, content }) =>
      void notifications.push({ title: String(title), content: String(content) }),
    'os.spawnProcess': spawnProcess,
    'os.updateSpawnedProcess': ({ id, event }) => {
      const child = spawned.get(Number(id));
      if (!child || event !== 'exit')
        throw new NativeError('NE_OS_UNLTOUP', `no process ${String(id)} to ${String(event)}`);
      end(child);
    },
  };
  return { methods, notifications, opened, exited, desktop: desktop.state, killSpawned: () => spawned.forEach(end) };
}
