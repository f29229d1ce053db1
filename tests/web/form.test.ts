import { expect } from 'chai';
import { z } from 'zod';
import { Refused } from '../../src/kernel/errors.ts';
import { blankForm, line, readForm } from '../../src/web/form.ts';

const schema = z.object({
  title: line('a title', 20),
  hours: z.coerce.number({ error: 'Enter hours.' }).int('Enter whole hours.'),
  password: z.string().optional(),
});
const right = { title: '  Online shop ', hours: '40' };

describe('A form', () => {
  it('that is right has typed values, and what was typed as it was', () => {
    const form = readForm(schema, right);
    expect(form.values).to.deep.equal({ title: 'Online shop', hours: 40 });
    expect([form.raw, form.errors, form.base]).to.deep.equal([right, {}, null]);
  });

  it('that is wrong has no values, one message for each field, and what was typed', () => {
    const form = readForm(schema, { title: ' ', hours: '4.5' });
    expect(form.values).to.equal(null);
    expect(form.errors).to.deep.equal({ title: 'Enter a title.', hours: 'Enter whole hours.' });
    expect(form.raw).to.deep.equal({ title: ' ', hours: '4.5' });
    expect(form.status).to.equal(422);
  });

  it('says one thing of a field, the first', () => {
    const twice = z.object({
      title: z
        .string()
        .min(5, 'Longer.')
        .regex(/^[a-z]+$/, 'Letters.'),
    });
    expect(readForm(twice, { title: '1' }).errors).to.deep.equal({ title: 'Longer.' });
  });

  for (const body of [undefined, null, {}, 'text', 7, []]) {
    it(`that comes as ${JSON.stringify(body) ?? 'nothing'} is one that lacks every field`, () => {
      expect(readForm(schema, body).errors).to.include.keys('title');
    });
  }

  it('takes text only: lists and objects are dropped, wherever they come from', () => {
    const form = readForm(schema, { ...right, title: ['a', 'b'], hours: { toString: '1' } });
    expect(form.raw).to.deep.equal({});
    expect(form.errors).to.include({ title: 'Enter a title.' });
  });

  it('never prints a password again', () => {
    const form = readForm(schema, {
      ...right,
      hours: 'x',
      password: 'secret',
      newPassword: 'secret',
      PASSWORD: 'secret',
    });
    expect(form.raw).to.deep.equal({ ...right, hours: 'x' });
    expect(JSON.stringify(form)).to.not.include('secret');
    expect(readForm(schema, { ...right, password: 'secret' }).values).to.include({ password: 'secret' });
  });

  it('drops fields nobody asked for from its values', () => {
    const form = readForm(schema, JSON.parse('{"title":"a","hours":"1","role":"admin","__proto__":"x"}'));
    expect(form.values).to.deep.equal({ title: 'a', hours: 1 });
    expect(Object.getPrototypeOf(form.raw)).to.equal(Object.prototype);
  });

  it('untouched says nothing', () => {
    const form = blankForm({ title: 'Shop' });
    expect([form.raw, form.errors, form.base, form.values]).to.deep.equal([{ title: 'Shop' }, {}, null, null]);
  });
});

describe('Submitting a form', () => {
  it('runs the act with its values and gives its answer', async () => {
    const answer = await readForm(schema, right).submit(values => Promise.resolve(values.hours * 2));
    expect(answer).to.equal(80);
  });

  it('runs nothing when it is wrong', async () => {
    let ran = false;
    const answer = await readForm(schema, {}).submit(() => Promise.resolve((ran = true)));
    expect([answer, ran]).to.deep.equal([null, false]);
  });

  it('says a rule’s no above the form, or beside the field it is about, with the rule’s status', async () => {
    const cases: [Refused, string | null, object, number][] = [
      [new Refused('closed', 'The week is closed.'), 'The week is closed.', {}, 422],
      [new Refused('taken', 'That is taken.', 409, 'title'), null, { title: 'That is taken.' }, 409],
    ];
    for (const [no, base, errors, status] of cases) {
      const form = readForm(schema, right);
      expect(await form.submit(() => Promise.reject(no))).to.equal(null);
      expect([form.base, form.errors, form.status]).to.deep.equal([base, errors, status]);
      expect(form.raw).to.deep.equal(right);
    }
  });

  it('does not hide a bug', async () => {
    const bug = new TypeError('a bug');
    const caught = await readForm(schema, right)
      .submit(() => Promise.reject(bug))
      .catch((error: unknown) => error);
    expect(caught).to.equal(bug);
  });
});

describe('A line of text', () => {
  const name = line('your name', 10);
  const cases: [text: unknown, value: string | null, message?: string][] = [
    ['Felix', 'Felix'],
    ['  Zoë Müller', 'Zoë Müller'],
    ['1234567890', '1234567890'],
    ['  1234567890  ', '1234567890'],
    ['12345678901', null, 'Enter at most 10 characters.'],
    ['', null, 'Enter your name.'],
    ['   ', null, 'Enter your name.'],
    [undefined, null, 'Enter your name.'],
    [7, null, 'Enter your name.'],
    ['a\nb', null, 'Use letters, digits and punctuation only.'],
    ['a\tb', null, 'Use letters, digits and punctuation only.'],
    ['a\0b', null, 'Use letters, digits and punctuation only.'],
    ['a\u009fb', null, 'Use letters, digits and punctuation only.'],
    ['<b>&"\'', '<b>&"\''],
  ];
  for (const [text, value, message] of cases) {
    it(`${JSON.stringify(text) ?? 'nothing'} is ${value === null ? `refused: ${message}` : 'taken'}`, () => {
      const result = name.safeParse(text);
      if (value === null) expect(result.error?.issues[0]?.message).to.equal(message);
      else expect(result.data).to.equal(value);
    });
  }
});
