import { expect } from 'chai';
import { rows, transaction } from '../../src/db/sequelize.ts';
import { append } from '../../src/evidence/append.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { entryText, hashOf, NOTHING_BEFORE } from '../../src/evidence/chain.ts';
import { checkContract } from '../../src/evidence/check-contract.ts';
import { leafHash, pathOf, rootAlong, rootOf } from '../../src/evidence/merkle.ts';
import { isSigned, keysOf, signerOf } from '../../src/evidence/signature.ts';
import { pauseContract, resumeContract } from '../../src/contracts/stop-contract.ts';
import { Event } from '../../src/events/event-model.ts';
import { agree, payer, someone } from '../support/money-cast.ts';
import { chainOf } from '../support/evidence.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { putBlock } from '../support/put-block.ts';

const NOW = new Date('2026-11-18T10:00:00Z');
const START = NOW.getTime() / 1000 - 7200;

describe('Canonical facts', () => {
  const cases: [facts: unknown, text: string][] = [
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ z: undefined, y: new Date(0) }, '{"y":"1970-01-01T00:00:00.000Z"}'],
    // UTF-16 order as in RFC 8785: the emoji's first half is below the full-width letter.
    [{ ﬁ: 1, '😀': 2, a: 3 }, '{"a":3,"😀":2,"ﬁ":1}'],
    ['\u2028"\\\n', '"\u2028\\"\\\\\\n"'],
    [-0, '0'],
  ];
  for (const [facts, text] of cases) it(`are ${text}`, () => expect(canonical(facts)).to.equal(text));

  for (const facts of [0.5, NaN, Infinity, 2 ** 53, undefined, () => 1, { a: [1.5] }])
    it(`do not take ${typeof facts === 'number' ? facts : typeof facts}`, () =>
      expect(() => canonical(facts)).to.throw(TypeError));
});

describe('An entry', () => {
  it('is hashed as its canonical JSON', () => {
    const entry = {
      contractId: 7,
      seq: 1,
      kind: 'contract.paused',
      at: NOW,
      facts: '{"by":"Carla"}',
      previous: NOTHING_BEFORE,
    };
    const { facts, previous, ...rest } = entry;
    const whole = { ...rest, facts: JSON.parse(facts) as object, previous: previous.toString('hex') };
    expect(entryText(entry)).to.equal(canonical(whole));
    // As sha256sum says it of that text.
    expect(hashOf(entry).toString('hex')).to.equal('5b79fdfcab9cb6a99faa938fecce9a9ce19871409a7de056f2ddb013bc0db0b9');
  });

  it('is signed by one key: other words, other keys and other signatures are none', async () => {
    const [ours, other] = [signerOf(Buffer.alloc(32, 1)), signerOf(Buffer.alloc(32, 2))];
    const keys = keysOf([ours.raw]);
    expect(await isSigned('words', ours.sign('words'), keys)).to.equal(true);
    expect(await isSigned('Words', ours.sign('words'), keys)).to.equal(false);
    expect(await isSigned('words', other.sign('words'), keys)).to.equal(false);
    expect(await isSigned('words', { ...other.sign('words'), keyId: ours.keyId }, keys)).to.equal(false);
    // RFC 8032, 7.1, test 1.
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    expect(signerOf(seed).raw.toString('hex')).to.equal(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });
});

describe('A Merkle root', () => {
  /** Leaves and roots of the reference tests of Certificate Transparency. */
  const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = data.map(hex => {
    // The tests hash bytes; ours hash text.
    return leafHash(Buffer.from(hex, 'hex').toString('latin1'));
  });
  for (const [place, root] of roots.entries())
    it(`of ${place + 1} leaves is that of the reference`, () => {
      expect(rootOf(leaves.slice(0, place + 1)).toString('hex')).to.equal(root);
    });

  it('is reached from each leaf along its path, and from no other place', () => {
    for (let size = 1; size <= 40; size += 1) {
      const all = Array.from({ length: size }, (_, place) => leafHash(String(place)));
      const root = rootOf(all);
      for (let index = 0; index < size; index += 1) {
        const path = pathOf(all, index);
        expect(rootAlong(all[index]!, index, size, path)).to.deep.equal(root);
        expect(rootAlong(leafHash('x'), index, size, path)?.equals(root) ?? false).to.equal(false);
        expect(rootAlong(all[index]!, (index + 1) % size, size, path)?.equals(root) ?? false).to.equal(size === 1);
        expect(rootAlong(all[index]!, index, size, [...path, root])?.equals(root) ?? false).to.equal(false);
      }
    }
  });
});

describe('A chain', () => {
  const fresh = async () => {
    const [client, freelancer] = [await payer(NOW), await someone('freelancer', NOW)];
    const contract = await agree(client, freelancer, { rateCents: 4000 }, new Date(NOW.getTime() - 86_400_000));
    return { client, freelancer, contract };
  };

  it('has no gap and no fork when thirty lengthen it at once', async () => {
    const { contract } = await fresh();
    const before = (await chainOf(contract.id)).length;
    const acts = Array.from({ length: 30 }, (_, nth) =>
      append({ contractId: contract.id, kind: 'contract.invited-again', at: NOW, facts: { nth } }),
    );
    await Promise.all(acts);
    const chain = await chainOf(contract.id);
    expect(chain.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: before + 30 }, (_, place) => place + 1));
    expect(new Set(chain.slice(before).map(({ facts }) => facts['nth'])).size).to.equal(30);
    expect((await checkContract(contract.id, { storage: memoryStorage() })).fault).to.equal(null);
  });

  it('has an entry for each thing that happens at once on one contract, and each thing its entry', async () => {
    const { contract, freelancer } = await fresh();
    const put = { contractId: contract.id, freelancerId: freelancer.id };
    await putBlock({ ...put, startedAt: START }, NOW);
    await Promise.all(
      Array.from({ length: 9 }, (_, nth) => putBlock({ ...put, startedAt: START + nth * 600 + 600 }, NOW)),
    );
    const chain = await chainOf(contract.id);
    expect(chain.filter(({ kind }) => kind === 'block.kept')).to.have.lengthOf(10);
    const found = await rows('SELECT 1 FROM blocks WHERE freelancer_id = $1', [freelancer.id]);
    expect(found).to.have.lengthOf(10);
  });

  it('is there with what it records or not at all, wherever the act breaks', async () => {
    const { contract, client } = await fresh();
    const before = await chainOf(contract.id);
    const broken = new Error('the power is gone');
    const breaking = transaction(async () => {
      await pauseContract(contract.id, client, NOW);
      throw broken;
    });
    await breaking.catch((error: unknown) => expect(error).to.equal(broken));
    expect(await chainOf(contract.id)).to.deep.equal(before);
    expect(await Event.count({ where: { contractId: contract.id, kind: 'contract.paused' } })).to.equal(0);
    await pauseContract(contract.id, client, NOW);
    expect((await chainOf(contract.id)).at(-1)).to.deep.include({ kind: 'contract.paused', seq: before.length + 1 });
  });

  it('undoes the act when its entry cannot be written', async () => {
    const { contract, client } = await fresh();
    await pauseContract(contract.id, client, NOW);
    const [before] = await rows<{ stopped: string }>('SELECT stopped FROM contracts WHERE id = $1', [contract.id]);
    const breaking = transaction(async () => {
      await resumeContract(contract.id, client, NOW);
      await append({ contractId: contract.id, kind: 'x'.repeat(300), at: new Date(NaN), facts: {} });
    });
    let failed = false;
    await breaking.catch(() => (failed = true));
    expect(failed).to.equal(true);
    expect(
      (await rows<{ stopped: string }>('SELECT stopped FROM contracts WHERE id = $1', [contract.id]))[0],
    ).to.deep.equal(before);
    expect((await chainOf(contract.id)).at(-1)!.kind).to.equal('contract.paused');
  });
});
