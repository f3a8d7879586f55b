import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHeavy, priceOf, zoneOf } from '../src/rates.ts';

describe('rates', () => {
  it('knows zones', () => {
    assert.equal(zoneOf('DE-10115'), 'inland');
    assert.equal(zoneOf(' CH-8001 '), 'near');
    assert.equal(zoneOf('FR-75001'), 'far');
    assert.throws(() => zoneOf('DE-1'), /no such code: DE-1/);
  });

  it('has prices', () => {
    assert.equal(priceOf({ grams: 500, zone: 'inland' }), 490);
    assert.equal(priceOf({ grams: 1001, zone: 'near' }), 1440);
    assert.equal(priceOf({ grams: 20_000, zone: 'far', insured: { cents: 10_000 } }), 3540);
    assert.throws(() => priceOf({ grams: 0, zone: 'far' }), RangeError);
  });

  it('tells heavy ones', () => {
    assert.equal(isHeavy({ grams: 10_000, zone: 'far' }), true);
    assert.equal(isHeavy({ grams: 9_999, zone: 'far' }), false);
  });
});
