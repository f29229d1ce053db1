import { expect } from 'chai';
import { browserAddress } from '../../tracker/src/core/browser-address.ts';

describe('an address for the system’s browser', () => {
  const server = 'https://time.example.org';

  it('is one of the server’s own pages', () => {
    const link = `${server}/hand-over?token=Ab_3-x~9&to=%2Fjobs`;
    expect(browserAddress(link, server)).to.equal(link);
    expect(browserAddress('http://127.0.0.1:3000/x', 'http://127.0.0.1:3000')).to.equal('http://127.0.0.1:3000/x');
  });

  it('is nothing that a shell, or another server, could make something of', () => {
    const others = [
      'https://evil.example/hand-over',
      'http://time.example.org/hand-over',
      `${server}/$(touch /tmp/x)`,
      `${server}/?a=$HOME`,
      `${server}/?a=\`id\``,
      `${server}/" & calc & "`,
      `${server}\\x`,
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://time.example.org@evil.example/',
      '',
    ];
    for (const address of others) expect(browserAddress(address, server), address).to.equal(null);
  });
});
