import { expect } from 'chai';
import { Contract } from '../../src/contracts/contract-model.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { ProjectCode } from '../../src/contracts/project-code-model.ts';
import { acceptOffer, declineOffer, withdrawOffer } from '../../src/contracts/answer-offer.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { world, type World } from '../support/world.ts';

describe('An offer', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  const fields = (changes: Record<string, string> = {}) => ({
    ...{
      title: 'Search page',
      email: w.felix.email,
      rate: '$45.50',
      weeklyLimit: '12.5',
      evidence: 'blurred',
      manualTime: 'yes',
    },
    projectCodes: 'S-1 Search box\r\nS-2   Results and filters\r\n\r\n',
    ...changes,
  });
  const idIn = (location: string | undefined): number => Number(/\/contracts\/(\d+)$/.exec(location ?? '')?.[1]);

  it('is made by a client, with terms as version 1 and project codes, and the freelancer is told once', async () => {
    const answer = await w.carla.post('/contracts', fields());
    expect(answer.status).to.equal(303);
    const contractId = idIn(answer.headers['location']);
    expect(await ContractTerms.findOne({ where: { contractId } })).to.include({
      ...{ version: 1, rateCents: 4550, weeklyLimitSeconds: 45_000, manualTime: true, evidence: 'blurred' },
    });
    const codes = await ProjectCode.findAll({ where: { contractId }, order: [['id', 'ASC']] });
    expect(codes.map(({ code, name }) => [code, name])).to.deep.equal([
      ['S-1', 'Search box'],
      ['S-2', 'Results and filters'],
    ]);
    const told = { userId: w.felix.id, contractId, kind: 'contract.offered' };
    expect(await Notice.count({ where: told }), 'and the letter comes from it').to.equal(1);
    expect(w.outside.letters).to.deep.equal([]);
    expect((await w.felix.get('/my-jobs')).text).to.include('Search page');
    const page = await w.felix.get(`/contracts/${contractId}`);
    expect(page.text).to.include('$45.50').and.to.include('12 h 30 m').and.to.include('Results and filters');
  });

  it('keeps what was typed and says beside each field what is wrong', async () => {
    const answer = await w.carla.post(
      '/contracts',
      fields({ title: '', rate: 'a lot', weeklyLimit: '200', projectCodes: 'X one\nX two' }),
    );
    expect(answer.status).to.equal(422);
    for (const words of [
      'Enter a title.',
      'Enter dollars per hour',
      'Enter hours per week',
      'each code once',
      'a lot',
      'X two',
    ]) {
      expect(answer.text, words).to.include(words);
    }
    expect(await Contract.count({ where: { clientId: w.carla.id } })).to.equal(1);
  });

  it('cannot be made to oneself, nor by a freelancer or an admin', async () => {
    expect((await w.carla.post('/contracts', fields({ email: w.carla.email }))).text).to.include(
      'cannot offer a contract to yourself',
    );
    for (const person of [w.felix, w.ada]) {
      expect((await person.post('/contracts', fields())).status).to.equal(403);
      expect((await person.get('/contracts/new')).status).to.equal(403);
    }
  });

  it('to an address without an account waits, and goes there by letter', async () => {
    const answer = await w.carla.post('/contracts', fields({ email: ` New.${w.felix.id}@Example.test ` }));
    expect(answer.status).to.equal(303);
    const contract = await Contract.findByPk(idIn(answer.headers['location']));
    expect(contract?.freelancerEmail).to.equal(`new.${w.felix.id}@example.test`);
    const letter = await w.outside.letter(0);
    expect(letter).to.include({
      to: `new.${w.felix.id}@example.test`,
      subject: 'Carla offers you a contract: Search page',
    });
    for (const body of [letter.text, letter.html]) expect(body).to.include('/invitations/');
  });

  it('is accepted by the freelancer it was made to, and by nobody else', async () => {
    const { id } = await w.offer();
    for (const person of [w.stan, w.ada])
      expect((await person.post(`/contracts/${id}/acceptance`)).status).to.equal(404);
    expect((await w.carla.post(`/contracts/${id}/acceptance`)).status).to.equal(403);
    expect((await w.felix.post(`/contracts/${id}/acceptance`)).status).to.equal(303);
    expect(await Contract.findByPk(id)).to.include({ state: 'active', freelancerId: w.felix.id });
    expect((await w.carla.get(`/contracts/${id}`)).text).to.include('Felix accepted the offer.');
  });

  it('is declined by the freelancer, or withdrawn by the client', async () => {
    const [first, second] = [await w.offer(), await w.offer()];
    expect((await w.felix.post(`/contracts/${first.id}/refusal`)).status).to.equal(303);
    expect((await w.felix.post(`/contracts/${second.id}/withdrawal`)).status).to.equal(403);
    expect((await w.carla.post(`/contracts/${second.id}/withdrawal`)).status).to.equal(303);
    expect([(await Contract.findByPk(first.id))?.state, (await Contract.findByPk(second.id))?.state]).to.deep.equal([
      'declined',
      'withdrawn',
    ]);
    expect(
      (await w.felix.get(`/contracts/${second.id}`)).status,
      'a withdrawn offer is gone for the freelancer',
    ).to.equal(404);
  });

  it('answered twice at once has one answer; the other is told', async () => {
    for (let i = 0; i < 5; i++) {
      const { id } = await w.offer();
      const now = w.outside.clock.now();
      const answers = await Promise.allSettled([
        acceptOffer(id, w.felix, now),
        declineOffer(id, w.felix, now),
        withdrawOffer(id, w.carla, now),
      ]);
      expect(answers.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
      const late = await w.carla.post(`/contracts/${id}/withdrawal`);
      expect([late.status, late.text.includes('answered or withdrawn already')]).to.deep.equal([409, true]);
    }
  });

  it('shows hostile text as text', async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const answer = await w.carla.post(
      '/contracts',
      fields({ title: hostile, projectCodes: `${hostile.replaceAll(' ', '_')} ${hostile}` }),
    );
    for (const path of ['/my-jobs', `/contracts/${idIn(answer.headers['location'])}`]) {
      const { text } = await w.felix.get(path);
      expect(text).to.include('onerror=alert(1)&gt;').and.not.to.include('<img src=x');
    }
  });
});
