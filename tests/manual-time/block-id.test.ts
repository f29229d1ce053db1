import { expect } from 'chai';
import { v5 } from 'uuid';
import { blockIdOf } from '../../src/manual-time/block-id.ts';

describe('The id of a block that a yes adds', () => {
  it('is the UUID of version 5 that everybody else makes of the same name', () => {
    for (const [request, startedAt] of [
      [1, 1_795_045_800],
      [7, 1_795_046_400],
      [123_456, 0],
    ] as const)
      expect(blockIdOf(request, startedAt)).to.equal(
        v5(`${request}:${startedAt}`, '4c0e0f2b-5d3a-4c6e-9a51-8c6a1f3b7d20'),
      );
  });
});
