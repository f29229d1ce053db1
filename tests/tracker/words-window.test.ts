import { expect } from 'chai';
import { contractOf } from './fake-server.ts';
import { openDesk } from './desk.ts';

describe('earlier words, in the tracker’s window,', function () {
  this.timeout(40_000);
  const desk = openDesk(async desk => {
    await desk.fresh();
    await desk.boot();
    desk.server.contracts = [contractOf(), contractOf({ id: 2, title: 'Audit report', client: 'Nora Lind' })];
    await desk.signIn();
    for (const words of ['Checkout form validation', 'Product page layout', 'Error messages in the shop']) {
      await desk.work(words);
      await desk.workedASecond();
      await desk.stop();
    }
  });
  const field = () => desk.page.getByLabel('Task Description');
  const offered = () => desk.page.getByRole('listbox', { name: 'Earlier descriptions' }).getByRole('option');

  it('are offered on a click although the field is filled, and taken with another', async () => {
    await field().click();
    expect(await offered().allTextContents()).to.eql(['Product page layout', 'Checkout form validation']);
    await offered().last().click();
    expect(await field().inputValue()).to.equal('Checkout form validation');
    expect(await offered().count()).to.equal(0);
  });

  it('are found while typing, and taken with the keys', async () => {
    await field().fill('page');
    expect(await offered().allTextContents()).to.eql(['Product page layout']);
    await desk.page.keyboard.press('ArrowDown');
    expect(await field().getAttribute('aria-activedescendant')).to.equal('description-list-0');
    expect(await desk.faults()).to.eql([]);
    await desk.page.keyboard.press('Enter');
    expect(await field().inputValue()).to.equal('Product page layout');
  });

  it('leave the field alone on Escape', async () => {
    await field().press('ArrowDown');
    await field().press('ArrowDown');
    await field().press('Escape');
    expect([await field().inputValue(), await offered().count()]).to.eql(['Product page layout', 0]);
  });

  it('belong to their project, which is a click away while the timer runs', async () => {
    await desk.page.getByLabel('Select Project').selectOption({ label: 'Audit report · Nora Lind' });
    expect(await field().inputValue()).to.equal('');
    await desk.work('Third chapter, risks');
    await desk.page.getByRole('group', { name: 'Switch to' }).getByRole('button', { name: 'Shop redesign' }).click();
    await desk.page.getByRole('button', { name: 'Audit report' }).waitFor();
    expect(await field().inputValue()).to.equal('Error messages in the shop');
    await desk.page.getByRole('button', { name: 'Stop' }).waitFor();
    await desk.stop();
  });
});
