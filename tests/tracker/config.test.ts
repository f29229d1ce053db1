import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { captureCommands } from '../../tracker/src/adapters/capture-commands.ts';
import { autostartCommands } from '../../tracker/src/adapters/autostart.ts';
import { folderCommands } from '../../tracker/src/adapters/guest-window.ts';
import { trayHostCommand } from '../../tracker/src/adapters/tray.ts';
import { notificationCommands } from '../../tracker/src/adapters/notification-commands.ts';
import { presenceCommands } from '../../tracker/src/adapters/presence-commands.ts';

const TRACKER = new URL('../../tracker/', import.meta.url);
const read = (name: string) => readFile(new URL(name, TRACKER), 'utf8');

/** Why each native call is allowed. One more is a decision. */
const ALLOWED: Record<string, string> = {
  'app.exit': 'quitting, and a second start that leaves',
  'computer.getHostname': 'the name in the list of signed-in trackers',
  'filesystem.appendBinaryFile': 'a file that is saved grows part by part',
  'filesystem.appendFile': 'the log',
  'filesystem.chmod': 'the data folder is its owner’s only',
  'filesystem.createDirectory': 'the data folder, and the folder of what starts with the system',
  'filesystem.getStats': 'whether a file is there, and whether it was written whole',
  'filesystem.move': 'files are written aside and moved',
  'filesystem.readBinaryFile': 'pictures that wait',
  'filesystem.readDirectory': 'what waits',
  'filesystem.readFile': 'what waits, the session, the settings',
  'filesystem.remove': 'what has arrived is removed',
  'filesystem.writeBinaryFile': 'pictures that wait',
  'filesystem.writeFile': 'what waits, the session, the settings',
  'os.getEnv': 'which kind of screen this is, and the home folder of macOS',
  'os.getPath': 'where data and what starts with the system belong',
  'os.open': 'the work diary in the browser',
  'os.setTray': 'the tray',
  'os.showNotification': 'each screenshot is told',
  'os.spawnProcess': 'screenshots, idle time, the lock',
  'os.updateSpawnedProcess': 'a tool that does not end is ended',
  'window.focus': 'the window comes forward',
  'window.getPosition': 'the window’s place is remembered',
  'window.getSize': 'the window’s place is remembered',
  'window.hide': 'closing puts it into the tray',
  'window.minimize': 'closing, where there is no tray',
  'window.move': 'the window comes back to its place',
  'window.setSize': 'the window comes back to its place',
  'window.show': 'the window comes out of the tray',
  'window.unminimize': 'the window comes forward',
};

type Config = Record<string, unknown> & {
  nativeAllowList: string[];
  modes: { window: Record<string, unknown> };
  cli: Record<string, unknown>;
};

async function sources(folder: string): Promise<[name: string, text: string][]> {
  const names = await readdir(new URL(folder, TRACKER), { recursive: true });
  const files = names.filter(name => /\.ts$/.test(name)).map(name => `${folder}/${name}`);
  return Promise.all(files.map(async name => [name, await read(name)] as [string, string]));
}

describe('the tracker’s native side', () => {
  let config: Config;
  before(async () => {
    config = JSON.parse(await read('neutralino.config.json')) as Config;
  });

  it('allows exactly the calls that the adapters make', async () => {
    const made = new Set<string>();
    for (const [, text] of await sources('src/adapters')) {
      // A page's own `window` is another one, so the adapters import the runtime's as `native`.
      for (const [, module, name] of text.matchAll(/\b(app|computer|filesystem|os|native)\.(\w+)\(/g))
        made.add(`${module === 'native' ? 'window' : module}.${name}`);
    }
    expect(config.nativeAllowList).to.eql([...made].sort());
    expect(Object.keys(ALLOWED)).to.eql(config.nativeAllowList);
  });

  it('has no block list, which would switch the allow list off, and runs no foreground command', () => {
    expect(config).to.not.have.property('nativeBlockList');
    expect(config.nativeAllowList).to.not.include('os.execCommand');
    expect(config.nativeAllowList.join()).to.not.contain('*');
  });

  it('gives its token once, writes it nowhere, and has no inspector', () => {
    expect(config).to.include({ tokenSecurity: 'one-time', enableExtensions: false, enableNativeAPI: true });
    expect(config).to.not.have.any.keys('exportAuthInfo', 'globalVariables');
    expect(config.modes.window).to.include({
      width: 380,
      height: 560,
      enableInspector: false,
      exitProcessOnClose: false,
    });
  });

  it('pins the runtime to the version of the client library', async () => {
    const { devDependencies } = JSON.parse(await read('../package.json')) as {
      devDependencies: Record<string, string>;
    };
    const version = devDependencies['@neutralinojs/lib'];
    expect(config.cli).to.include({ binaryVersion: version, clientVersion: version });
  });

  it('speaks to the runtime in the adapters only, and never turns text into markup', async () => {
    for (const [name, text] of await sources('src')) {
      if (!name.startsWith('src/adapters')) expect(text, name).to.not.match(/@neutralinojs|\bNL_/);
      expect(text, name).to.not.match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
      expect(text, name).to.not.match(/localStorage|indexedDB/);
    }
  });

  it('keeps its core pure: it imports itself and the wire', async () => {
    for (const [name, text] of await sources('src/core')) {
      for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
        expect(from, name).to.match(/^\.\/|^\.\.\/\.\.\/\.\.\/src\/wire\/(tracker|export)\.ts$/);
      }
      expect(text, name).to.not.match(/Date\.now|new Date\(\)|Math\.random|performance\.|setTimeout|fetch\(/);
    }
  });

  it('runs constant commands: nothing from a person or a server is in them', () => {
    const commands = [
      ...Object.values(captureCommands).flat(),
      ...Object.values(presenceCommands),
      ...Object.values(notificationCommands),
      ...Object.values(autostartCommands),
      ...Object.values(folderCommands),
      trayHostCommand,
    ];
    const tools =
      /^(powershell -NoProfile|\[ "\$\(osascript|command -v [a-z-]+ |i=0; |notify-send |readlink |ps -o |explorer \.|open \.|xdg-open \.|\{ gdbus )/;
    for (const command of commands.filter(command => command !== null)) expect(command).to.match(tools);
  });

  it('never asks for keys, clicks, window titles or the pointer', async () => {
    for (const [name, text] of [...(await sources('src/adapters')), ...(await sources('src/app'))]) {
      expect(text, name).to.not.match(
        /keylog|GetForegroundWindow|getMousePosition|GetWindowText|xinput|xdotool|getwindowname/i,
      );
    }
  });

  it('has a strict content security policy', async () => {
    const page = await read('resources/index.html');
    expect(page)
      .to.contain("default-src 'none'")
      .and.to.contain("script-src 'self';")
      .and.to.contain("style-src 'self';");
    expect(page).to.not.match(/unsafe-|<script>|\bon\w+=|style=/);
  });
});
