import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ImageBudget, PAGE_MB } from '../../../../static/js/terminal/native/image-budget.js';

/** The storage of a pane, as the add-on has it: a lower limit drops the oldest images. */
class Storage {
  images = [];
  #limit = PAGE_MB;

  add(budget, size) {
    this.images.push(size);
    budget.added(this);
  }

  get storageUsage() {
    return this.images.reduce((sum, size) => sum + size, 0);
  }

  get storageLimit() {
    return this.#limit;
  }

  set storageLimit(limit) {
    if (limit < 0.5) throw new RangeError();
    this.#limit = limit;
    while (this.storageUsage > limit) this.images.shift();
  }
}

test('the oldest images go, first those of the pane that got none for longest', () => {
  const budget = new ImageBudget();
  const [first, second, third] = [new Storage(), new Storage(), new Storage()];
  first.add(budget, 10);
  second.add(budget, 20);
  first.add(budget, 10);
  third.add(budget, 20);
  assert.deepEqual([first.images, second.images, third.images], [[10, 10], [20], [20]]);
  third.add(budget, 20);
  assert.deepEqual([first.images, second.images, third.images], [[10, 10], [], [20, 20]]);
  second.add(budget, 10);
  assert.deepEqual([first.images, second.images, third.images], [[10], [10], [20, 20]]);
  assert.deepEqual([first.storageLimit, second.storageLimit], [PAGE_MB, PAGE_MB]);
});

test('many panes with small images stay within the limit', () => {
  const budget = new ImageBudget();
  const panes = Array.from({ length: 80 }, () => new Storage());
  for (const pane of [...panes, ...panes]) pane.add(budget, 3);
  assert.equal(panes.reduce((sum, { storageUsage }) => sum + storageUsage, 0) <= PAGE_MB, true);
  assert.deepEqual(panes.at(-1).images.length > 0, true);
});

test('a pane that is gone counts no more', () => {
  const budget = new ImageBudget();
  const [first, second] = [new Storage(), new Storage()];
  first.add(budget, 40);
  budget.gone(first);
  second.add(budget, 40);
  assert.deepEqual([first.images, second.images], [[40], [40]]);
});
