import { expect } from 'chai';
import { vagueWords, whyNotDescription, type DescriptionFault } from '../../src/diary/description.ts';

describe('A task description', () => {
  const cases: [text: string, fault: DescriptionFault | null][] = [
    ['', 'no-description'],
    ['      \t  ', 'no-description'],
    ['... --- !!! ???', 'no-description'],
    ['👍👍👍👍👍👍 👍👍👍👍', 'no-description'],
    ['work', 'vague-description'],
    ['Working', 'vague-description'],
    ['working on stuff', 'vague-description'],
    ['WORKING ON THE PROJECT!!!', 'vague-description'],
    ['Various bug fixes, and more testing', 'vague-description'],
    ['fix the bug in the code', 'vague-description'],
    ['meeting with the client', 'vague-description'],
    ['Checkout', 'vague-description'],
    ['Documentation', 'vague-description'],
    ['Checkout-------------', 'vague-description'],
    ['a bc', 'vague-description'],
    ['Fix basket', 'vague-description'],
    ['Fix basket.', 'vague-description'],
    ['  Fix basket     ', 'vague-description'],
    ['Fix baskets!', null],
    ['Fix checkout', null],
    ['working on the shop', null],
    ['Meeting with Carla', null],
    ['SHOP-12: keep the basket', null],
    ['Überprüfung der Kasse', null],
    ['修复 购物车 结账 页面 的 错误', null],
    ['Исправил корзину', null],
    ['إصلاح سلة التسوق', null],
    ['12345 6789012', null],
  ];
  for (const [text, fault] of cases) {
    it(`${JSON.stringify(text)} is ${fault ?? 'good'}`, () => {
      expect(whyNotDescription(text)).to.equal(fault);
    });
  }

  it('made only of words from the published list is vague, however long', () => {
    expect(whyNotDescription(vagueWords.join(' '))).to.equal('vague-description');
    expect(whyNotDescription(vagueWords.join(' ').toUpperCase())).to.equal('vague-description');
  });

  it('is good as soon as one word of its own is among them', () => {
    expect(whyNotDescription(`${vagueWords.join(' ')} basket`)).to.equal(null);
  });

  it('is judged by a list that names each word once, in lower case, so that it can be published', () => {
    expect(new Set(vagueWords).size).to.equal(vagueWords.length);
    for (const word of vagueWords) expect(word).to.match(/^[a-z]+$/);
  });
});
