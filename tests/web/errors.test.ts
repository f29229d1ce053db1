import { expect } from 'chai';
import { world } from '../support/world.ts';

describe('A page that is not there', () => {
  it('leads everybody home, by the name home has in the menu', async () => {
    const { carla, felix, ada, nobody } = await world();
    const link = async (visitor: Pick<typeof carla, 'get'>): Promise<string | undefined> =>
      /<a class="button main" href="[^"]*">[^<]*/.exec((await visitor.get('/nowhere')).text)?.[0].split('href=')[1];
    expect(await Promise.all([carla, felix, ada, nobody].map(link))).to.deep.equal([
      '"/my-jobs">Go to your contracts',
      '"/my-jobs">Go to My Jobs',
      '"/admin">Go to the queue',
      '"/sign-in">Sign in',
    ]);
  });
});
