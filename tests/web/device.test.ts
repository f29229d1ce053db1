import { expect } from 'chai';
import { deviceOf } from '../../src/web/device.ts';

const apple = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('What a browser is called', () => {
  const browsers: [userAgent: string | undefined, name: string][] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${apple} Chrome/156.0.0.0 Safari/537.36`, 'Chrome on Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${apple} Chromium/156.0.0.0 Safari/537.36`, 'Chrome on Linux'],
    [`Mozilla/5.0 (Windows NT 10.0) ${apple} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'Edge on Windows'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Chrome/150.0 Safari/537.36 OPR/110.0`, 'Opera on macOS'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15',
      'Safari on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1',
      'Safari on iOS',
    ],
    [`Mozilla/5.0 (Linux; Android 16; Pixel 10) ${apple} Chrome/156.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
    ['curl/8.9.1', 'A browser on an unknown system'],
    ['', 'A browser on an unknown system'],
    [undefined, 'A browser on an unknown system'],
    ['<script>alert(1)</script> Firefox/1', 'Firefox on an unknown system'],
  ];
  for (const [userAgent, name] of browsers) {
    it(`is ${name} for ${userAgent === undefined ? 'one that does not say' : JSON.stringify(userAgent.slice(0, 60))}`, () => {
      expect(deviceOf(userAgent)).to.equal(name);
    });
  }
});
