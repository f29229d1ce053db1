import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import compression from 'compression';
import express from 'express';
import request from 'supertest';
import { errorPages } from '../../src/web/errors.ts';
import { sendPieces } from '../../src/web/send-pieces.ts';
import { PASSWORD, world } from '../support/world.ts';

/** What node says of too many listeners, and whatever else it warns of meanwhile. */
async function warningsOf(act: () => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  const hear = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', hear);
  try {
    await act();
    return warnings;
  } finally {
    process.off('warning', hear);
  }
}

describe('A file that is sent as it is read', () => {
  const PIECES = 40;
  const PIECE = randomBytes(40_000).toString('hex');

  const app = express()
    .use(compression())
    .get('/:type', async ({ params }, res) => {
      async function* pieces(): AsyncGenerator<string> {
        for (let nth = 0; nth < PIECES; nth += 1) yield await Promise.resolve(PIECE);
      }
      await sendPieces(res.type(params.type), pieces());
    });

  for (const type of ['csv', 'zip'])
    it(`listens no more often however long it is: ${type}`, async () => {
      const warnings = await warningsOf(async () => {
        const { body, text } = await request(app).get(`/${type}`).responseType('blob');
        expect(((body as Buffer | undefined) ?? text).length).to.equal(PIECES * PIECE.length);
      });
      expect(warnings).to.deep.equal([]);
    });

  it('leaves room for everybody else who waits for the end of the answer', async () => {
    const w = await world();
    const warnings = await warningsOf(async () => {
      expect((await w.felix.post('/profile/data', { password: PASSWORD })).status).to.equal(200);
      const pack = `/contracts/${w.contract.id}/evidence/pack`;
      expect((await w.felix.post(pack, { password: PASSWORD })).type).to.equal('application/zip');
    });
    expect(warnings).to.deep.equal([]);
  });

  it('is a page that says so when it cannot even begin, and is cut off when it breaks on the way', async () => {
    const { outside, app: ours } = await world();
    const breaksAfter = (good: number) =>
      Object.assign(express(), { locals: ours.locals })
        .set('views', ours.get('views'))
        .engine('ejs', (_view, { heading, body }: { heading?: string; body?: string }, done) =>
          done(null, heading ?? body),
        )
        .set('view engine', 'ejs')
        .use(async (_req, res) => {
          async function* pieces(): AsyncGenerator<string> {
            for (let nth = 0; nth < good; nth += 1) yield await Promise.resolve(PIECE);
            throw new Error('the disk is gone');
          }
          await sendPieces(res.attachment('all.zip'), pieces());
        })
        .use(errorPages(outside.log));
    const { status, type, headers, text } = await request(breaksAfter(0)).get('/');
    expect([status, type, headers['content-disposition']]).to.deep.equal([500, 'text/html', undefined]);
    expect(text).to.include('Something broke');
    const cut = await request(breaksAfter(3))
      .get('/')
      .catch((error: unknown) => error);
    expect(cut).to.be.an('error').with.property('code', 'ECONNRESET');
    expect(outside.complaints.map(line => (JSON.parse(line) as { msg: string }).msg)).to.deep.equal([
      ...['request failed', 'failed after the answer had begun'],
    ]);
  });
});
