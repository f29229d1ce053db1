import { expect } from 'chai';
import { labelOf } from '../../tracker/src/adapters/tray.ts';
import { errorLine, linesBetween, type Noted } from '../../tracker/src/app/log-lines.ts';
import { settingsFrom } from '../../tracker/src/app/settings-form.ts';
import { desktopEntry, launchAgent } from '../../tracker/src/core/autostart-files.ts';
import { placeInside } from '../../tracker/src/core/place.ts';
import { trayText } from '../../tracker/src/core/tray-text.ts';

describe('text in the tray’s menu', () => {
  it('is one plain line, whatever a client called the project', () => {
    const cases = {
      'Shop\nredesign\tnow': 'Shop redesign now',
      'safe\u202egnp.exe': 'safe gnp.exe',
      'cut\u0000off': 'cut off',
      'half \ud83d': 'half',
      '  _Quit_  ': '_Quit_',
      '<b>bold</b>': '<b>bold</b>',
      '😀 smile': '😀 smile',
    };
    for (const [typed, shown] of Object.entries(cases)) expect(trayText(typed)).to.equal(shown);
  });

  it('is cut when it is long, between letters', () => {
    expect([...trayText('😀'.repeat(200))]).to.have.length(48);
    expect(trayText('x'.repeat(48))).to.equal('x'.repeat(48));
  });

  it('underlines no key on Windows, and is never a separator', () => {
    expect(labelOf('R&D', 'windows')).to.equal('R&&D');
    expect(labelOf('R&D', 'x11')).to.equal('R&D');
    expect(labelOf('-', 'x11')).to.equal('–');
  });
});

describe('the window’s place', () => {
  const display = { x: 1280, y: 24, width: 1920, height: 1056 };

  it('stays where it is on the display', () => {
    const place = { x: 2820, y: 520, width: 380, height: 560 };
    expect(placeInside(place, display)).to.eql(place);
  });

  it('moves onto the display that is left, and shrinks to fit a small one', () => {
    expect(placeInside({ x: -900, y: -50, width: 380, height: 560 }, display)).to.include({ x: 1280, y: 24 });
    expect(placeInside({ x: 9000, y: 9000, width: 380, height: 560 }, display)).to.include({ x: 2820, y: 520 });
    expect(placeInside({ x: 0, y: 0, width: 380, height: 560 }, { x: 0, y: 0, width: 320, height: 400 })).to.eql({
      x: 0,
      y: 0,
      width: 320,
      height: 400,
    });
  });
});

describe('what was typed into the settings', () => {
  const typed = { idleMinutes: '5', holdSeconds: '120', startWithSystem: false, closeToTray: true };

  it('becomes settings', () => {
    expect(settingsFrom({ ...typed, idleMinutes: ' 30 ', holdSeconds: '0' })).to.eql({
      settings: { idleAfterSeconds: 1800, holdSeconds: 0, startWithSystem: false, closeToTray: true },
    });
  });

  it('is told field by field what is wrong', () => {
    for (const idleMinutes of ['', '2', '31', '5.5', '-5', 'five', '0x5', '1e1'])
      expect(settingsFrom({ ...typed, idleMinutes }), idleMinutes).to.have.nested.property('faults.idleMinutes');
    const both = settingsFrom({ ...typed, idleMinutes: '99', holdSeconds: '601' });
    expect(both).to.eql({
      faults: {
        idleMinutes: 'Type whole minutes from 3 to 30.',
        holdSeconds: 'Type whole seconds from 0 to 600.',
      },
    });
  });
});

describe('what starts the tracker with the system', () => {
  const words = ['/opt/A "b" $c `d` 5% \\e/impact-time', '--window-hidden'];

  it('is a desktop entry in which no path is a command', () => {
    expect(desktopEntry(words)).to.contain(
      'Exec="/opt/A \\\\"b\\\\" \\\\$c \\\\`d\\\\` 5%% \\\\\\\\e/impact-time" "--window-hidden"\n',
    );
    expect(desktopEntry(['/opt/a\nExec=evil']).match(/^Exec=/gm)).to.have.length(1);
  });

  it('is a launch agent in which no path is markup', () => {
    expect(launchAgent(['/Users/a&b/<x>'])).to.contain('<string>/Users/a&amp;b/&lt;x&gt;</string>');
  });
});

describe('the log', () => {
  const calm: Noted = {
    running: false,
    reached: null,
    captureFailure: null,
    diskFails: false,
    signedIn: true,
    hold: null,
    waiting: 0,
    refused: {},
  };

  it('says each change once, and nothing when nothing changes', () => {
    expect(linesBetween(calm, { ...calm, waiting: 3 })).to.eql([]);
    expect(linesBetween(calm, { ...calm, running: true, reached: true })).to.eql(['timer started', 'server reached']);
    expect(linesBetween({ ...calm, running: true }, { ...calm, reached: false, waiting: 2 })).to.eql([
      'timer stopped',
      'server not reached, 2 waiting',
    ]);
    const refused = { a: 'too-old' };
    expect(linesBetween({ ...calm, refused }, { ...calm, refused: { ...refused, b: 'overlap' } })).to.eql([
      'block b refused: overlap',
    ]);
    expect(linesBetween(calm, { ...calm, captureFailure: 'black-image' })).to.eql(['capture failed: black-image']);
  });

  it('names an error without its words, which may quote what somebody typed', () => {
    const error = new SyntaxError('"secret work" is not valid JSON');
    error.stack = 'read@http://127.0.0.1:4000/js/tracker.js:1:234\nopen@http://127.0.0.1:4000/js/tracker.js:1:9';
    expect(errorLine(error)).to.equal('error SyntaxError at tracker.js:1:234');
    expect(errorLine('secret')).to.equal('error of an unknown kind');
  });
});
