import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { loggedMail, smtpMail, unsentMail } from '../../src/outside/mail.ts';

const letter = { to: 'felix@example.test', subject: 'Choose a password', text: 'Open this:\nhttp://here/x' };

describe('Mail that does not leave', () => {
  it('is shown in the log, whole, for whoever runs the server; and says that it stays', async () => {
    const lines: unknown[] = [];
    const mail = loggedMail({ info: (line: unknown) => void lines.push(line) });
    expect(mail.leaves).to.equal(false);
    await mail.send(letter);
    expect(lines).to.deep.equal([
      'Mail to felix@example.test: Choose a password\n\n    Open this:\n    http://here/x\n',
    ]);
  });
});

describe('Mail of a production without a mail server', () => {
  it('stays out of the log: only that it was not sent stands there', async () => {
    const lines: unknown[] = [];
    const mail = unsentMail({ warn: (line: unknown) => void lines.push(line) });
    await mail.send(letter);
    expect([mail.leaves, lines]).to.deep.equal([false, ['a letter was not sent, because SMTP_URL is not set']]);
  });
});

describe('Mail that leaves', () => {
  /** As much of a mail server as one letter needs. It refuses letters to `refused@…`. */
  async function postOffice() {
    const heard: string[] = [];
    const answer = (line: string): string => {
      if (line.startsWith('EHLO')) return '250 here';
      if (line.startsWith('RCPT') && line.includes('refused@')) return '550 No such person';
      if (line === 'DATA') return '354 Go on';
      return line === 'QUIT' ? '221 Bye' : '250 OK';
    };
    const serve = (socket: Socket): void => {
      let inLetter = false;
      let rest = '';
      socket.write('220 here\r\n');
      socket.on('data', chunk => {
        const lines = (rest + chunk.toString()).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          heard.push(line);
          if (!inLetter || line === '.') socket.write(`${answer(line)}\r\n`);
          inLetter = line === 'DATA' || (inLetter && line !== '.');
        }
      });
    };
    const server = createServer(serve).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { heard, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
  }

  it('goes to the mail server, from the configured sender', async () => {
    const office = await postOffice();
    const mail = smtpMail(office.url, 'Impact Time <no-reply@time.example>');
    expect(mail.leaves).to.equal(true);
    await mail.send(letter);
    office.close();
    const said = office.heard.join('\n');
    expect(said)
      .to.match(/MAIL FROM:<no-reply@time.example>/)
      .and.match(/RCPT TO:<felix@example.test>/);
    expect(said)
      .to.match(/^From: Impact Time <no-reply@time.example>$/m)
      .and.match(/^Subject: Choose a password$/m);
    expect(said).to.include('Open this:\nhttp://here/x');
  });

  it('cannot be given other recipients or headers by what somebody typed', async () => {
    const office = await postOffice();
    await smtpMail(office.url, 'no-reply@time.example').send({
      ...letter,
      subject: 'Hello\r\nBcc: stan@example.test\r\nRCPT TO:<stan@example.test>',
    });
    office.close();
    expect(office.heard.filter(line => line.startsWith('RCPT'))).to.deep.equal(['RCPT TO:<felix@example.test>']);
    expect(office.heard.some(line => line.startsWith('Bcc'))).to.equal(false);
  });

  it('rejects when the mail server does not take it', async () => {
    const office = await postOffice();
    const send = smtpMail(office.url, 'no-reply@time.example').send({ ...letter, to: 'refused@example.test' });
    const error = await send.catch((reason: unknown) => reason);
    office.close();
    expect(error).to.be.instanceOf(Error).with.property('message').that.includes('No such person');
  });
});
