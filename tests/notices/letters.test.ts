import { expect } from 'chai';
import { config } from '../../src/config.ts';
import { headersOf, textOf, type LetterContent } from '../../src/mail/letter.ts';
import { printLetter } from '../../src/mail/print-letter.ts';
import { mailDueAt, nextTryAt } from '../../src/notices/mail-choice.ts';
import { mailNotices } from '../../src/notices/mail-notices.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { tell } from '../../src/notices/tell.ts';
import { unsubscribeGrant, readUnsubscribeGrant } from '../../src/notices/unsubscribe-grant.ts';
import type { Letter } from '../../src/outside/mail.ts';
import { everythingAtOnce } from '../support/letter-choices.ts';
import { world, type World } from '../support/world.ts';

const settings = { publicUrl: 'https://time.example', secret: config.secret };

describe('A letter about notices', () => {
  let w: World;
  beforeEach(async () => {
    // Letters of other tests are none of ours.
    await Notice.update({ mailDueAt: null }, { where: {} });
    w = await world();
    await Notice.destroy({ where: {} });
  });

  const tellFelix = (title = 'Online shop') =>
    tell('contract.offered', {
      to: w.felix.id,
      contractId: w.contract.id,
      facts: { by: 'Carla', title },
      now: w.outside.clock.now(),
    });
  const mail = () => mailNotices(w.outside, settings, w.outside.clock.now());
  const letters = () => w.outside.letters;
  const choose = (about: string, choice: string) =>
    w.felix.post('/profile/letters', { ...everythingAtOnce('freelancer'), [about]: choice });

  it('comes at once, says what the page says, and leads there', async () => {
    await tellFelix();
    expect(await mail()).to.equal(1);
    const [letter] = letters();
    const { id } = (await Notice.findOne({ where: { userId: w.felix.id } }))!;
    expect(letter).to.include({ to: w.felix.email, subject: 'A new offer: Online shop' });
    for (const body of [letter!.text, letter!.html]) {
      expect(body).to.include('Carla offers you the contract “Online shop”.');
      expect(body).to.include(`https://time.example/notices/${id}`);
    }
    expect(await mail(), 'once').to.equal(0);
  });

  it('is one letter for everything that is due', async () => {
    for (const title of ['One', 'Two', 'Three']) await tellFelix(title);
    expect(await mail()).to.equal(1);
    expect(letters()[0]!.subject).to.equal('3 notices from Impact Time');
    for (const title of ['“One”', '“Two”', '“Three”']) expect(letters()[0]!.text).to.include(title);
  });

  it('names twenty notices and counts the others', async () => {
    for (let at = 0; at < 23; at += 1) await tellFelix();
    expect(await mail()).to.equal(1);
    expect(letters()[0]!.text.match(/“Online shop”/g)).to.have.lengthOf(20);
    expect(letters()[0]!.text).to.include('And 3 more.');
    expect(await mail()).to.equal(0);
  });

  it('is sent once by many processes at once', async () => {
    await tellFelix();
    const sent = await Promise.all(Array.from({ length: 5 }, mail));
    expect(sent.sort()).to.deep.equal([0, 0, 0, 0, 1]);
    expect(letters()).to.have.lengthOf(1);
  });

  it('is not sent about what was read in the page before', async () => {
    await tellFelix();
    await w.felix.post('/notices/readings', { upTo: '999999999' }).expect(303);
    expect(await mail()).to.equal(0);
  });

  it('waits for the morning where its reader lives, when letters are wanted once a day', async () => {
    await choose('contracts', 'daily').expect(303);
    await tellFelix('One');
    w.outside.clock.advance(3 * 3600);
    await tellFelix('Two');
    expect(await mail()).to.equal(0);
    w.outside.clock.set('2026-11-19T06:59:00Z');
    expect(await mail()).to.equal(0);
    w.outside.clock.set('2026-11-19T07:00:00Z');
    expect(await mail()).to.equal(1);
    expect(letters()[0]!.subject).to.equal('2 notices from Impact Time');
  });

  it('is never sent on a subject without letters, not even the one that waited; others come', async () => {
    await tellFelix();
    await choose('contracts', 'never').expect(303);
    await tellFelix();
    expect(await mail()).to.equal(0);
    await tell('block.deleted', {
      to: w.felix.id,
      contractId: w.contract.id,
      facts: { by: 'Carla', title: 'Online shop', startedAt: '2026-11-18T09:10:00Z', seconds: 520, blocks: 1 },
      now: w.outside.clock.now(),
    });
    expect(await mail()).to.equal(1);
    expect(await Notice.count({ where: { userId: w.felix.id, readAt: null } }), 'still told in the page').to.equal(3);
  });

  it('that cannot be sent is tried again, less and less often, and then given up, which is logged', async () => {
    await tellFelix();
    const failing = {
      ...w.outside,
      mail: { leaves: true, send: () => Promise.reject(new Error('post office closed')) },
    };
    const at: number[] = [];
    const began = w.outside.clock.now().getTime();
    for (let minute = 0; minute < 2 * 24 * 60; minute += 5) {
      const before = w.outside.complaints.length;
      await mailNotices(failing, settings, w.outside.clock.now());
      if (w.outside.complaints.length > before) at.push((w.outside.clock.now().getTime() - began) / 60_000);
      w.outside.clock.advance(300);
    }
    expect(at).to.deep.equal([0, 5, 20, 80, 320, 1040]);
    expect(w.outside.complaints.at(-1)).to.include('given up').and.to.include('post office closed');
    expect(await mail()).to.equal(0);
  });

  it('that failed once arrives the next time, with the same name', async () => {
    await tellFelix();
    const names: (string | undefined)[] = [];
    const failing = (letter: Letter) => {
      names.push(letter.messageId);
      return Promise.reject(new Error('post office closed'));
    };
    await mailNotices({ ...w.outside, mail: { leaves: true, send: failing } }, settings, w.outside.clock.now());
    w.outside.clock.advance(300);
    expect(await mail()).to.equal(1);
    expect(letters()[0]!.messageId)
      .to.equal(names[0])
      .and.to.match(/^<notices-[\d.-]+@time\.example>$/);
  });

  it('shows hostile text as text', async () => {
    await tellFelix('<img src=x onerror=alert(1)>\r\nBcc: stan@example.test');
    await mail();
    expect(letters()[0]!.html).to.include('&lt;img src=x').and.not.to.include('<img');
  });
});

describe('Choosing letters', () => {
  it('is saved, shown again, and refused when it is none of the three', async () => {
    const { felix } = await world();
    const fields = { ...everythingAtOnce('freelancer'), contracts: 'daily', diary: 'never' };
    await felix.post('/profile/letters', fields).expect(303).expect('Location', '/profile/letters');
    const selected = ({ text }: { text: string }) =>
      [...text.matchAll(/<option value="([a-z-]+)" selected/g)].map(([, value]) => value);
    expect(selected(await felix.get('/profile/letters'))).to.deep.equal(Object.values(fields));
    const refused = await felix.post('/profile/letters', { ...fields, contracts: 'never', diary: 'hourly' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('Choose one of the three.');
    expect(selected(refused)[0], 'what was chosen is kept').to.equal('never');
    expect(selected(await felix.get('/profile/letters'))[0]).to.equal('daily');
  });
});

describe('The link in a letter that stops letters', () => {
  it('works for its reader from anywhere, signed in or not, by one click of the mail program', async () => {
    const w = await world();
    await Notice.destroy({ where: { userId: w.felix.id } });
    await tell('contract.offered', {
      to: w.felix.id,
      contractId: w.contract.id,
      facts: { by: 'Carla', title: 'Online shop' },
      now: w.outside.clock.now(),
    });
    await mailNotices(w.outside, settings, w.outside.clock.now());
    const { headers, text } = w.outside.letters.find(({ to }) => to === w.felix.email)!;
    expect(headers).to.have.property('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');
    const address = /^<https:\/\/time\.example(\/unsubscriptions\/\S+)>$/.exec(headers!['List-Unsubscribe']!)![1]!;
    expect(text).to.include(`https://time.example${address}`);

    const asked = await w.nobody.get(address).expect(200);
    expect(asked.text).to.include('Stop these letters').and.to.include('Contracts');
    const choices = async () =>
      (await w.felix.get('/profile/letters')).text.match(/value="never" selected/g)?.length ?? 0;
    expect(await choices(), 'opening it changes nothing').to.equal(0);
    const pressed = await w.nobody
      .post(address, { 'List-Unsubscribe': 'One-Click' })
      .set('Origin', 'https://mail.example')
      .expect(200);
    expect(pressed.text).to.include('We send no more letters about');
    expect(await choices()).to.equal(1);
  });

  it('is worth nothing when anything in it was changed', () => {
    const grant = unsubscribeGrant(config.secret, { userId: 12, about: ['contracts', 'diary'] });
    expect(readUnsubscribeGrant(config.secret, grant)).to.deep.equal({ userId: 12, about: ['contracts', 'diary'] });
    const changed = [
      grant.replace('12.', '13.'),
      grant.replace('+diary', ''),
      grant.slice(0, -1),
      `${grant}x`,
      '',
      '..',
    ];
    for (const text of changed) expect(readUnsubscribeGrant(config.secret, text), text).to.equal(null);
    expect(readUnsubscribeGrant(Buffer.from('another key'), grant)).to.equal(null);
  });
});

describe('When letters are due', () => {
  const due = (choice: 'at-once' | 'daily' | 'never', zone: string, now: string) =>
    mailDueAt(choice, zone, new Date(now))?.toISOString() ?? null;

  it('at once, in the morning of the reader’s day, or never', () => {
    expect(due('at-once', 'UTC', '2026-11-18T10:00:00.000Z')).to.equal('2026-11-18T10:00:00.000Z');
    expect(due('never', 'UTC', '2026-11-18T10:00:00Z')).to.equal(null);
    expect(due('daily', 'Europe/Vienna', '2026-11-18T10:00:00Z')).to.equal('2026-11-19T07:00:00.000Z');
    expect(due('daily', 'Europe/Vienna', '2026-11-18T06:59:59Z')).to.equal('2026-11-18T07:00:00.000Z');
    expect(due('daily', 'Asia/Kathmandu', '2026-11-18T02:15:00Z')).to.equal('2026-11-19T02:15:00.000Z');
  });

  it('again after failures: after 5, 15 and 60 minutes, 4 and 12 hours, then no more', () => {
    const now = new Date('2026-11-18T10:00:00Z');
    const waits = [1, 2, 3, 4, 5, 6]
      .map(tries => nextTryAt(tries, now))
      .map(at => at && (at.getTime() - now.getTime()) / 60_000);
    expect(waits).to.deep.equal([5, 15, 60, 240, 720, null]);
  });
});

describe('The layout of letters', () => {
  const letter: LetterContent = {
    to: 'carla@example.test',
    subject: 'Your week',
    name: '<b>Carla</b>',
    parts: [
      { kind: 'words', words: 'One & two' },
      { kind: 'table', head: ['Contract', 'Hours', 'Amount'], rows: [['Shop "A"', '7:20', '$293.33']] },
      { kind: 'button', label: 'Look', address: 'https://time.example/?a=1&b=2' },
    ],
    foot: 'Why you get this.',
    fewer: { choose: 'https://time.example/profile/letters', stop: 'https://time.example/unsubscriptions/x' },
  };

  it('says the same as text and as HTML, and what people typed as text', () => {
    expect(textOf(letter)).to.equal(
      'Hello <b>Carla</b>,\n\nOne & two\n\nShop "A": Hours 7:20, Amount $293.33\n\nLook:\nhttps://time.example/?a=1&b=2\n\n' +
        '-- \nWhy you get this.\nChoose what comes by mail: https://time.example/profile/letters\nNo more of these: https://time.example/unsubscriptions/x',
    );
    const { html } = printLetter(letter);
    for (const words of [
      'Hello &lt;b&gt;Carla&lt;/b&gt;,',
      'One &amp; two',
      'Shop &#34;A&#34;',
      '$293.33',
      'Why you get this.',
    ])
      expect(html).to.include(words);
    expect(html)
      .to.include('href="https://time.example/?a=1&amp;b=2"')
      .and.not.to.match(/<b>|<img|<script|url\(/);
  });

  it('has no button to unsubscribe when it is an answer to what somebody asked for', () => {
    const asked = { ...letter, fewer: null };
    expect(headersOf(asked)).to.deep.equal({});
    expect(textOf(asked)).not.to.include('No more');
    expect(printLetter(asked).html).not.to.include('No more');
  });
});
