import { expect } from 'chai';
import * as z from 'zod';
import * as wire from '../../src/wire/tracker.ts';

/**
 * Every field that travels between tracker and server, with where it may stand. A new one is a decision about what is
 * recorded of a person: nothing here tells keys, clicks, titles of windows, addresses of pages or where somebody is.
 */
const ALLOWED = [
  // what a tracker sends
  ...['block: contractId, startedAt, seconds, description, projectCode, inputSeconds, idle, captures'],
  ...['block.captures: takenAt, sha256, mask', 'block.captures: takenAt, failure'],
  ...['block.captures.mask: perMille, reason'],
  ...['capture: takenAt, sha256, mask', 'capture: takenAt, failure', 'capture.mask: perMille, reason'],
  ...['mask: perMille, reason'],
  ...['signIn: email, password, device, code', 'timerNow: contractId', 'handOverTo: contractId'],
  // what the server answers
  ...['signedIn: protocol, serverTime, token, person', 'signedIn.person: id, name, email, timeZone'],
  ...['state: protocol, serverTime, person, contracts, weekStartsAt, policy'],
  ...['state.person: id, name, email, timeZone'],
  'state.contracts: id, title, client, state, rateCents, weeklyLimitSeconds, evidence, paymentProblem, projectCodes, freeCodes, fixedPrice, todaySeconds, weekSeconds',
  'state.contracts.fixedPrice: amountCents, since',
  ...['state.contracts.projectCodes: code, name'],
  ...['state.policy: cellSeconds, secondCaptureProbability, picture, description, maskedPerMille'],
  ...['state.policy.picture: maxWidth, maxBytes, quality, minQuality'],
  ...['state.policy.description: minCharacters, minWords, vague'],
  ...['blockKept: protocol, serverTime, block', 'blockKept.block: id, contractId, seconds, receivedAt, verdict'],
  ...['blockKept.block.verdict: protected, reasons', 'blockKept.block.verdict.reasons: code, words, fix'],
  ...['verdict: protected, reasons', 'verdict.reasons: code, words, fix', 'reason: code, words, fix'],
  ...['blockDeleted: protocol, serverTime, block', 'blockDeleted.block: id, seconds'],
  ...['timerHeard: protocol, serverTime, elsewhere', 'timerHeard.elsewhere: device, heardAt'],
  ...['handOver: protocol, serverTime, url, expiresAt'],
  ...['refusal: protocol, serverTime, error', 'refusal.error: code, message'],
];
/** What a tracker sends: these take no other field, however deep. */
const SENT = ['block', 'capture', 'mask', 'signIn', 'timerNow', 'handOverTo'];

type Json = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Json>;
  additionalProperties?: unknown;
  items?: Json;
  anyOf?: Json[];
};

const described = Object.entries(wire).flatMap(([name, one]): [string, Json][] =>
  one instanceof z.ZodType ? [[name, z.toJSONSchema(one, { io: 'input', unrepresentable: 'throw' }) as Json]] : [],
);

/** Each object within a schema, under the names of the fields that lead to it. */
function objectsIn(path: string, schema: Json): [path: string, object: Json][] {
  const within = [
    ...(schema.anyOf ?? []).flatMap(option => objectsIn(path, option)),
    ...(schema.items ? objectsIn(path, schema.items) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => objectsIn(`${path}.${name}`, field)),
  ];
  return schema.type === 'object' ? [[path, schema], ...within] : within;
}

/** Values that are neither an object, a list nor plain: there anything could travel. */
function looseIn(path: string, schema: Json): string[] {
  const inner = [
    ...(schema.anyOf ?? []).flatMap(option => looseIn(path, option)),
    ...(schema.type === 'array' ? looseIn(`${path}[]`, schema.items ?? {}) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => looseIn(`${path}.${name}`, field)),
  ];
  const types = [schema.type ?? []].flat();
  const plain = /^(object|array|string|number|integer|boolean|null)$/;
  const known = schema.anyOf !== undefined || (types.length > 0 && types.every(type => plain.test(type)));
  const open = schema.type === 'object' && (!schema.properties || typeof schema.additionalProperties === 'object');
  return known && !open ? inner : [path, ...inner];
}

const fieldsOf = ([path, { properties }]: [string, Json]): string =>
  `${path}: ${Object.keys(properties ?? {}).join(', ')}`;

describe('On the wire between tracker and server', () => {
  it('travel these fields and no others', () => {
    const travelling = described
      .filter(([name]) => name !== 'blockId')
      .flatMap(([name, schema]) => objectsIn(name, schema).map(fieldsOf));
    expect(travelling).to.have.members(ALLOWED);
  });

  it('is no value that could hold anything', () => {
    expect(described.length).to.be.above(12);
    expect(described.flatMap(([name, schema]) => looseIn(name, schema))).to.deep.equal([]);
    const free = z.toJSONSchema(z.object({ a: z.unknown(), b: z.record(z.string(), z.string()) })) as Json;
    expect(looseIn('free', free)).to.deep.equal(['free.a', 'free.b']);
  });

  it('no object of the tracker’s takes a field it does not know', () => {
    const open = described
      .filter(([name]) => SENT.includes(name))
      .flatMap(([name, schema]) => objectsIn(name, schema))
      .filter(([, object]) => object.additionalProperties !== false);
    expect(open.map(([path]) => path)).to.deep.equal([]);
    expect(described.map(([name]) => name)).to.include.members(SENT);
  });

  const picture = { takenAt: '2026-11-18T09:00:00Z', sha256: 'a'.repeat(64), mask: { perMille: 1, reason: 'Bank' } };
  const block = {
    ...{ contractId: 1, startedAt: '2026-11-18T09:00:00Z', seconds: 60, description: '', projectCode: null },
    ...{ inputSeconds: 0, captures: [picture] },
  };
  const sent: [what: string, schema: z.ZodType, value: (extra: object) => object][] = [
    ['a block', wire.block, extra => ({ ...block, ...extra })],
    ['a picture', wire.block, extra => ({ ...block, captures: [{ ...picture, ...extra }] })],
    ['a mask', wire.block, extra => ({ ...block, captures: [{ ...picture, mask: { ...picture.mask, ...extra } }] })],
    [
      'a failure',
      wire.block,
      extra => ({ ...block, captures: [{ takenAt: block.startedAt, failure: 'no-room', ...extra }] }),
    ],
    ['a sign-in', wire.signIn, extra => ({ email: 'a@b.test', password: 'x', device: 'D', ...extra })],
    ['the timer', wire.timerNow, extra => ({ contractId: null, ...extra })],
    ['a hand-over', wire.handOverTo, extra => extra],
  ];
  for (const [what, schema, value] of sent) {
    it(`${what} cannot tell titles, addresses, keys or clicks`, () => {
      expect(schema.safeParse(value({})).success).to.equal(true);
      for (const name of ['windowTitle', 'url', 'keys', 'clicks', 'app', 'clipboard', 'location', '__proto__x'])
        expect(schema.safeParse(value({ [name]: 'x' })).success, name).to.equal(false);
    });
  }
});
