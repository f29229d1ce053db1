import { expect } from 'chai';
import { Contract } from '../../src/contracts/contract-model.ts';
import { hasPaymentProblem } from '../../src/contracts/contract.ts';
import { world, type World } from '../support/world.ts';

const SINCE = new Date('2026-11-18T09:20:00.000Z');

describe('A payment problem', () => {
  it('begins with the failed charge, to the millisecond', () => {
    const at = (iso: string): boolean => hasPaymentProblem({ paymentProblemSince: SINCE }, new Date(iso));
    expect([at('2026-11-18T09:19:59.999Z'), at('2026-11-18T09:20:00.000Z'), at('2030-01-01T00:00:00Z')]).to.deep.equal([
      false,
      true,
      true,
    ]);
    expect(hasPaymentProblem({ paymentProblemSince: null }, SINCE)).to.equal(false);
  });

  describe('on the pages of a contract', () => {
    let w: World;
    beforeEach(async () => {
      w = await world();
    });
    const began = (since: Date | null) =>
      Contract.update({ paymentProblemSince: since }, { where: { id: w.contract.id } });
    const pages = (): string[] => ['/my-jobs', `/contracts/${w.contract.id}`];

    it('is shown to both sides in words, each in his or her own', async () => {
      await began(new Date(w.outside.clock.now().getTime() - 1000));
      for (const page of pages()) {
        const [felix, carla] = [(await w.felix.get(page)).text, (await w.carla.get(page)).text];
        for (const text of [felix, carla]) expect(text, page).to.match(/<\/svg>\s*Payment problem<\/span>/);
        expect(felix, page).to.include('Carla’s last charge failed and is still open.');
        expect(carla, page).to.include('Your last charge failed and is still open.');
      }
    });

    it('is not shown without one, or before it begins', async () => {
      for (const since of [null, new Date(w.outside.clock.now().getTime() + 1000)]) {
        await began(since);
        for (const page of pages())
          for (const person of [w.felix, w.carla])
            expect((await person.get(page)).text, page).not.to.include('Payment problem');
      }
    });

    it('is nobody else’s to know', async () => {
      await began(new Date(w.outside.clock.now().getTime() - 1000));
      for (const person of [w.stan, w.ada, w.nobody]) {
        for (const page of pages()) expect((await person.get(page)).text).not.to.include('Payment problem');
        expect((await person.get(pages()[1]!)).status).to.be.oneOf([303, 404]);
      }
    });
  });
});
