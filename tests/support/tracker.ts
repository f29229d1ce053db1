/** A tracker without a window: signs in and sends blocks the way the real one does. */
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { v7 } from 'uuid';
import { sha256 } from '../../src/diary/picture.ts';
import { PROTOCOL, PROTOCOL_HEADER, type Block, type Capture, type Mask } from '../../src/wire/tracker.ts';
import { picture } from './pictures.ts';
import { PASSWORD } from './world.ts';

/** @property mask what the freelancer covered in each picture */
export type Sent = { id?: string; block?: Partial<Block>; pictures?: Buffer[]; mask?: Mask };

export type TestTracker = {
  token: string;
  /** Sends a block: 600 s from `startedAt` with one picture in the middle, unless told otherwise. */
  send(contractId: number, startedAt: string, sent?: Sent): Promise<Response>;
  call(method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object): Promise<Response>;
};

/** @param app the application, or the address of a server process */
export async function signInTracker(
  app: Express | string,
  email: string,
  device = 'Test tracker',
): Promise<TestTracker> {
  const signedIn = await request(app).post('/tracker-api/session').send({ email, password: PASSWORD, device });
  if (signedIn.status !== 201) throw new Error(`sign in: ${signedIn.status} ${signedIn.text}`);
  return trackerWith(app, (signedIn.body as { token: string }).token);
}

export function trackerWith(app: Express | string, token: string): TestTracker {
  const authorization = `Bearer ${token}`;
  return {
    token,
    async send(contractId, startedAt, { id = v7(), block: changes = {}, pictures, mask } = {}) {
      const files = pictures ?? [await picture(Math.floor(Date.parse(startedAt) / 1000))];
      const usual = usualBlock(contractId, startedAt, files, changes.seconds ?? 600);
      const captures = mask ? usual.captures.map(capture => ({ ...capture, mask })) : usual.captures;
      const block = { ...usual, captures, ...changes };
      let put = request(app)
        .put(`/tracker-api/blocks/${id}`)
        .set('Authorization', authorization)
        .set(PROTOCOL_HEADER, String(PROTOCOL));
      put = put.field('block', JSON.stringify(block));
      for (const file of files)
        put = put.attach('screenshot', file, { filename: 'screen.jpg', contentType: 'image/jpeg' });
      return put;
    },
    call: (method, path, body) =>
      request(app)[method](`/tracker-api${path}`).set('Authorization', authorization).send(body),
  };
}

function usualBlock(contractId: number, startedAt: string, files: Buffer[], seconds: number): Block {
  const takenAt = (place: number): string => {
    const at = Date.parse(startedAt) + Math.floor((seconds * (place + 1)) / (files.length + 1)) * 1000;
    return new Date(at).toISOString().replace('.000Z', 'Z');
  };
  const captures: Capture[] = files.map((file, place) => ({
    takenAt: takenAt(place),
    sha256: sha256(file).toString('hex'),
  }));
  return {
    ...{ contractId, startedAt, seconds, inputSeconds: Math.min(seconds, 300), idle: false, captures },
    ...{ description: 'Checkout: keep the basket when the session ends', projectCode: 'SHOP-1' },
  };
}
