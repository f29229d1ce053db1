import { expect } from 'chai';
import express, { type Request, type Response } from 'express';
import request from 'supertest';
import { say, saidNow, takeSaid } from '../../src/web/said.ts';

/** Pages that only say: an act, a region that answers it, and a page. */
const app = express()
  .post('/act', (_req: Request, res: Response) => {
    say(res, 'offered');
    res.redirect(303, '/page');
  })
  .post('/region', (_req: Request, res: Response) => {
    say(res, 'restored');
    res.send(saidNow(res));
  })
  .get('/quiet-region', (_req: Request, res: Response) => void res.send(String(saidNow(res))))
  .get('/page', (req: Request, res: Response) => void res.send(String(takeSaid(req, res))));

const cookies = (response: { headers: object }): string[] =>
  (response.headers as Record<string, string[] | undefined>)['set-cookie'] ?? [];
const takesItBack = /^said=; Path=\/; Expires=Thu, 01 Jan 1970/;

describe('What has just happened', () => {
  it('is said on the next page, once', async () => {
    const browser = request.agent(app);
    await browser.post('/act');
    const first = await browser.get('/page');
    const second = await browser.get('/page');
    expect([first.text, second.text]).to.deep.equal(['The offer is on its way.', 'null']);
  });

  it('is remembered for a minute in a cookie that holds a key and no words, out of reach of scripts', async () => {
    const [cookie] = cookies(await request(app).post('/act'));
    expect(cookie).to.match(/^said=offered; Max-Age=60; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  });

  it('is said by the region that answers the act, and then by no later page', async () => {
    const browser = request.agent(app);
    const answer = await browser.post('/region');
    expect(answer.text).to.equal('The deletion is undone; the time counts again.');
    expect(cookies(answer).at(-1)).to.match(takesItBack);
    expect((await browser.get('/page')).text).to.equal('null');
  });

  it('is not said by a region that answers something else', async () => {
    const answer = await request(app).get('/quiet-region').set('Cookie', 'said=offered');
    expect([answer.text, cookies(answer)]).to.deep.equal(['null', []]);
  });

  for (const cookie of [
    'said=nonsense',
    'said=constructor',
    'said=to-string',
    'said=hasOwnProperty',
    'unsaid=offered',
    '',
  ]) {
    it(`is nothing with the cookie ${JSON.stringify(cookie)}`, async () => {
      expect((await request(app).get('/page').set('Cookie', cookie)).text).to.equal('null');
    });
  }

  it('is found among other cookies', async () => {
    const answer = await request(app).get('/page').set('Cookie', 'a=b; said=accepted; session=x');
    expect(answer.text).to.equal('Accepted: you can track time on this contract now.');
    expect(cookies(answer)[0]).to.match(takesItBack);
  });
});
