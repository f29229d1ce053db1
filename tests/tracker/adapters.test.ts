import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { captureCommands } from '../../tracker/src/adapters/capture-commands.ts';
import { notificationCommands, SHOWN } from '../../tracker/src/adapters/notification-commands.ts';
import { presenceIn, type Presence } from '../../tracker/src/adapters/presence.ts';
import { presenceCommands } from '../../tracker/src/adapters/presence-commands.ts';
import { joinedSize, widthWithin } from '../../tracker/src/core/picture-size.ts';
import { installed, startScreen } from '../support/screen.ts';

/** A folder of small scripts that take the place of the system's tools. */
async function withTools<T>(
  tools: Record<string, string>,
  act: (env: NodeJS.ProcessEnv, folder: string) => T,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'impact-time-tools-'));
  for (const [name, script] of Object.entries(tools))
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  try {
    return act({ ...process.env, PATH: `${folder}:${process.env['PATH']}` }, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a sample of who is at the machine', () => {
  const cases: [line: string, Presence | null][] = [
    ['4200 0', { idleSeconds: 4.2, locked: false }],
    ['300000 1\r', { idleSeconds: 300, locked: true }],
    ['- 1', { idleSeconds: null, locked: true }],
    ['- 0', { idleSeconds: null, locked: false }],
    ['', null],
    ['4200', null],
    ['-5 0', null],
    ['couldn’t open display', null],
  ];
  for (const [line, presence] of cases) {
    it(`reads “${line.trim()}”`, () => expect(presenceIn(line)).to.eql(presence));
  }

  const nobody = 'exit 1';
  /** The first sample; the tool that waits between two of them ends the command. */
  const sampleOf = (system: 'x11' | 'wayland', tools: Record<string, string>) =>
    withTools(
      { xprintidle: nobody, gdbus: nobody, loginctl: 'echo no', ps: nobody, sleep: 'kill $PPID', ...tools },
      env => presenceIn(spawnSync('/bin/sh', ['-c', presenceCommands[system]], { env, encoding: 'utf8' }).stdout),
    );

  it('on X11 is what xprintidle says, or GNOME, or nothing', async () => {
    const gnome = { gdbus: "echo '(uint64 61500,)'" };
    expect(await sampleOf('x11', { xprintidle: 'echo 2000', ...gnome })).to.include({ idleSeconds: 2 });
    expect(await sampleOf('x11', gnome)).to.include({ idleSeconds: 61.5 });
    expect(await sampleOf('x11', {})).to.eql({ idleSeconds: null, locked: false });
  });

  it('on Wayland never is what xprintidle says, which sees a part of the windows only', async () => {
    expect(await sampleOf('wayland', { xprintidle: 'echo 2000' })).to.include({ idleSeconds: null });
    expect(await sampleOf('wayland', { gdbus: "echo '(uint64 61500,)'" })).to.include({ idleSeconds: 61.5 });
  });

  it('knows a locked screen from the session, or from a screen locker that runs', async () => {
    for (const system of ['x11', 'wayland'] as const) {
      expect(await sampleOf(system, { loginctl: 'echo yes' })).to.include({ locked: true });
      expect(await sampleOf(system, { ps: 'echo bash; echo swaylock' })).to.include({ locked: true });
      expect(await sampleOf(system, { ps: 'echo swaylock-look' })).to.include({ locked: false });
      expect(await sampleOf(system, { loginctl: nobody })).to.include({ locked: false });
    }
  });

  it('is one of a real screen too', async function () {
    if (!installed('Xvfb') || !installed('xprintidle')) return this.skip();
    const screen = await startScreen();
    const sample = await withTools({ sleep: 'kill $PPID' }, env =>
      spawnSync('/bin/sh', ['-c', presenceCommands.x11], {
        env: { ...env, DISPLAY: screen.display },
        encoding: 'utf8',
      }),
    );
    screen.stop();
    expect(presenceIn(sample.stdout)?.idleSeconds).to.be.within(0, 60);
    expect(presenceIn(sample.stdout)?.locked).to.equal(false);
  });

  it('sees a screen locker among the processes that really run', async () => {
    const sample = (tools: Record<string, string>) =>
      withTools({ loginctl: nobody, sleep: 'kill $PPID', ...tools }, (env, folder) => {
        spawnSync('cp', ['/bin/sleep', join(folder, 'i3lock')]);
        const locker = spawn(join(folder, 'i3lock'), ['60'], { stdio: 'ignore' });
        const { stdout } = spawnSync('/bin/sh', ['-c', presenceCommands.x11], { env, encoding: 'utf8' });
        locker.kill();
        return presenceIn(stdout)?.locked;
      });
    expect(await sample({})).to.equal(true);
    expect(await sample({ grep: nobody })).to.equal(false);
  });

  it('is no longer taken when nobody listens: a command left over by a killed tracker ends', () => {
    const listensOnce = `{ ${presenceCommands.x11.replaceAll(/sleep \d+/g, 'sleep 0.05')}; } | head -n 1`;
    const { stdout, signal } = spawnSync('/bin/sh', ['-c', listensOnce], { encoding: 'utf8', timeout: 8000 });
    expect(signal).to.equal(null);
    expect(stdout.trim().split('\n')).to.have.length(1);
  });
});

describe('a notification of a screenshot', () => {
  it('is handed to the desktop with constant words and the file', async () => {
    const printed = await withTools({ 'notify-send': 'printf "%s\\n" "$@"' }, (env, cwd) => {
      const { stdout } = spawnSync('/bin/sh', ['-c', notificationCommands.x11!], { env, cwd, encoding: 'utf8' });
      return stdout.replaceAll(cwd, '.').trim().split('\n');
    });
    expect(printed).to.eql([
      ...['-a', 'Impact Time', '-i', `./${SHOWN}`],
      ...['Screenshot taken', 'It goes into your work diary.'],
    ]);
  });
});

describe('the size of a picture', () => {
  const hd = { width: 1920, height: 1080 };
  const cases: [what: string, displays: { width: number; height: number }[], width: number][] = [
    ['a small display stays as it is', [{ width: 1280, height: 800 }], 1280],
    ['one display is as wide as the policy says', [hd], 1600],
    ['4K too', [{ width: 3840, height: 2160 }], 1600],
    ['two displays are wider', [hd, hd], 2262],
    ['three are wider still', [hd, hd, hd], 2771],
    ['an upright display is narrower', [{ width: 1080, height: 1920 }], 900],
    [
      'a laptop beside a large display',
      [
        { width: 1366, height: 768 },
        { width: 2560, height: 1440 },
      ],
      1981,
    ],
  ];
  for (const [what, displays, width] of cases) {
    it(`has about as many pixels whatever the displays: ${what}`, () => {
      const whole = joinedSize(displays);
      expect(widthWithin(whole, 1600)).to.equal(width);
      expect((width * width * whole.height) / whole.width).to.be.at.most(1600 * 900);
    });
  }
});

describe('the commands for Windows', () => {
  const commands = [...captureCommands.windows, presenceCommands.windows, notificationCommands.windows!];
  for (const command of commands) {
    it(`hold nothing that its command interpreter acts on, and are not too long: ${command.slice(60, 100)}…`, () => {
      const outsideOfQuotes = command.split('"').filter((_, i) => i % 2 === 0);
      expect(outsideOfQuotes.join(' ')).to.not.match(/[|&<>^]/);
      expect(command).to.not.match(/[%!]/);
      expect(command.length).to.be.below(8000);
    });
  }
});
