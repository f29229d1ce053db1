import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import express, { Router, type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { boundedWait, TookTooLong } from '../../src/web/patience.ts';

describe('Somebody who waits too long', () => {
  const after: unknown[] = [];
  const pages: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
    if (res.headersSent) after.push(error);
    else res.status(error instanceof TookTooLong ? 503 : 500).send('sorry');
  };
  const app = express()
    .use(boundedWait(pages, { soonMs: 10, atLastMs: 20 }))
    .use(
      Router()
        .get('/quick', (_req, res) => void res.send('here'))
        .get('/late', async (_req, res) => {
          await wait(60);
          res.send('late');
        })
        .get('/streamed', async (_req, res) => {
          res.write('a');
          await wait(60);
          res.end('b');
        }),
    )
    .use(pages);

  it('is told so, whole, and what is answered later goes nowhere but to the pages of errors', async () => {
    const { status, text } = await request(app).get('/late');
    expect([status, text]).to.deep.equal([503, 'sorry']);
    await wait(80);
    expect(after.map(error => (error as { code?: string }).code)).to.deep.equal(['ERR_HTTP_HEADERS_SENT']);
  });

  it('is nobody who was answered in time, or whose answer has begun', async () => {
    expect((await request(app).get('/quick')).text).to.equal('here');
    expect((await request(app).get('/streamed')).text).to.equal('ab');
    expect(after).to.have.lengthOf(1);
  });
});
