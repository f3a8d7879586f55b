/** Forecasts count, price, learn from what became of earlier ones, and say how good they were. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forecastChange, forecastRecord } from '../../src/finops/forecast.ts';
import { accuracyOf, quantile, settledForecasts } from '../../src/finops/history.ts';
import { formatMoney, parseMoney } from '../../src/finops/money.ts';
import { formatFinance, parseFinance } from '../../src/finops/snapshot.ts';
import { loadTokenCounter, piecesOf } from '../../src/finops/tokens.ts';
import { workloadOf } from '../../src/finops/workload.ts';
import type { ForecastPatch, ForecastWork } from '../../src/finops/workload.ts';
import { Books, PRICES } from './money-kit.ts';

const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const file = (path: string, text: string) => ({ path, text });
const rename: ForecastPatch = {
  path: 'src/**',
  astOp: 'renameSymbol',
  selector: "Identifier[name='UserId']",
  details: { newName: 'AccountId' },
};
const work = (patches: readonly ForecastPatch[], files: ForecastWork['files']): ForecastWork => ({
  spec: { id: 'CS-1', patches },
  files,
});
const TWO_FILES = [file('a.ts', 'UserId UserIds UserId x'), file('b.ts', 'no $UserId here UserId')];

describe('the work of a change', () => {
  test('is what each call reads and writes', () => {
    const { calls, edits, input, output } = workloadOf(work([rename], [TWO_FILES]), words);
    assert.deepEqual([calls, edits], [1, 3]);
    assert.equal(input, 4 + 4 + words(JSON.stringify({ id: 'CS-1', patches: [rename] })) + 1500);
    assert.equal(output, 3 * (60 + 15 + 1) + 150);
  });

  test('grows with files and edits, never shrinks, and is at least one call', () => {
    const one = workloadOf(work([rename], [TWO_FILES.slice(0, 1)]), words);
    const two = workloadOf(work([rename, rename], [TWO_FILES, TWO_FILES]), words);
    assert.ok(two.input > 2 * one.input && two.output > 2 * one.output);
    const none = workloadOf(work([], []), words);
    assert.deepEqual([none.calls, none.edits], [1, 0]);
    assert.deepEqual(workloadOf(work([rename], []), words).edits, 0);
  });

  test('knows each operation, and others', () => {
    const edits = (patch: ForecastPatch) => workloadOf(work([patch], [TWO_FILES]), words).edits;
    const patch = (astOp: string): ForecastPatch => ({ path: '*', astOp });
    const ops = [
      'renameSymbol',
      'replaceAPI',
      'moveModule',
      'insertNode',
      'deleteNode',
      'editString',
      'editRegex',
      'x',
    ];
    assert.deepEqual(
      ops.map((op) => edits(patch(op))),
      [8, 6, 2, 2, 2, 2, 4, 4],
    );
    assert.equal(edits({ ...rename, astOp: 'replaceAPI' }), 3);
    assert.equal(edits({ ...rename, selector: 'FunctionDeclaration' }), 8);
  });

  test('of a huge tree is counted in part, and the rest taken to be like it', () => {
    const big = 'word '.repeat(1_000_000);
    const files = [file('a', big), file('b', big)];
    const { input } = workloadOf(work([rename], [files]), words);
    assert.ok(input > 2_000_000 && input < 2_005_000, String(input));
    const one = workloadOf(work([rename], [[file('a', `${big}${big}`)]]), words);
    assert.ok(one.input > 2_500_000 && one.input < 2_600_000, String(one.input));
  });
});

const SIMPLE = work([rename], [TWO_FILES]);
const forecast = (books: Books, model = 'small') => forecastChange(books.finance, SIMPLE, model, PRICES, words);
const named = (name: string) => ({ name, specDigest: '0'.repeat(64), scope: {} });

/** Forecasts, each followed by what was spent on it: the ratio times what was forecast before calibration. */
function history(ratios: readonly number[], model = 'small', books = new Books()): Books {
  for (const ratio of ratios) {
    const made = forecast(books, model);
    const name = `F-${String(books.finance.forecasts.size + 1)}`;
    const cost = (made.uncalibrated * BigInt(Math.round(ratio * 1000))) / 1000n;
    books.forecast(forecastRecord(made, named(name))).spend(formatMoney(cost), { forecast: name });
  }
  return books;
}

describe('a forecast', () => {
  test('without a history is the price of what was counted, with wide bounds', () => {
    const made = forecast(new Books());
    assert.deepEqual(made.calibration, { basis: 'none', count: 0, factor: 1, low: 0.5, high: 2 });
    const { input, output } = made.workload;
    assert.equal(made.cost, parseMoney('0.000001') * BigInt(input) + parseMoney('0.000002') * BigInt(output));
    assert.deepEqual([made.low * 2n, made.high], [made.cost, made.cost * 2n]);
    assert.deepEqual(made.accuracy, { count: 0 });
    assert.deepEqual(
      [made.changeSpec, made.provider, made.tokens, made.priceTable],
      ['CS-1', 'one', input + output, PRICES.digest],
    );
    assert.equal(made.usdEstimate, Number(formatMoney(made.cost)));
    assert.equal(made.p95Latency, 2000 + 40 * output);
    assert.throws(() => forecast(new Books(), 'smal'), { code: 'MODEL_UNKNOWN', message: /Did you mean small\?/ });
  });

  test('learns from settled forecasts of the model, else of the ledger', () => {
    const books = history([2, 2, 2]);
    assert.deepEqual(forecast(books).calibration, { basis: 'model', count: 3, factor: 2, low: 1.6, high: 2.5 });
    assert.equal(forecast(books).cost, forecast(books).uncalibrated * 2n);
    assert.equal(forecast(books, 'large').calibration.basis, 'ledger');
    assert.equal(forecast(history([2, 2])).calibration.basis, 'none');
    const many = history([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 100]);
    many.policy({ task: '*', model: 'small' });
    assert.deepEqual(parseFinance(formatFinance(many.finance)), many.finance);
    assert.deepEqual(forecast(many).calibration, { basis: 'model', count: 10, factor: 1.4, low: 1, high: 1.8 });
  });

  test('says how good forecasts were: of what was said, not of what would be said now', () => {
    const { accuracy } = forecast(history([2, 2, 2, 2]));
    // Three were said as half of what was spent, the fourth was right.
    assert.deepEqual(accuracy, { count: 4, mapePercent: 37.5, withinPercent: 100 });
    assert.deepEqual(forecast(history([4])).accuracy, { count: 1, mapePercent: 75, withinPercent: 0 });
  });

  test('bounds hold four of five of what comes, where what comes is like what came', () => {
    // A deterministic spread around 1.5, by the golden ratio.
    const ratios = Array.from({ length: 120 }, (_, n) => 0.7 + 1.6 * ((n * 0.618034) % 1));
    const settled = settledForecasts(history(ratios).finance).slice(20);
    const { withinPercent = 0, mapePercent = 0 } = accuracyOf(settled);
    assert.ok(withinPercent >= 75 && withinPercent <= 90, String(withinPercent));
    assert.ok(mapePercent < 40, String(mapePercent));
  });

  test('is measured by all usages that name it, in its currency; unsettled ones count for nothing', () => {
    const books = new Books();
    books
      .forecast(forecastRecord(forecast(books), named('F-1')))
      .forecast(forecastRecord(forecast(books), named('F-2')));
    books.spend('1', { forecast: 'F-1' }).spend('0.5', { forecast: 'F-1' }).spend('9', { forecast: 'F-9' });
    books.spend('7', { forecast: 'F-1', currency: 'EUR' });
    assert.deepEqual(
      settledForecasts(books.finance).map(({ forecast: { forecast: name }, actual }) => [name, formatMoney(actual)]),
      [['F-1', '1.5']],
    );
  });

  test('of time is that of timed calls of the model, once there are five', () => {
    const books = new Books();
    const timed = (ms: number) => books.spend('1', { model: 'small', latency_ms: ms, tokens: { output: 100 } });
    for (const ms of [1000, 1000, 1000, 2000]) timed(ms);
    assert.equal(forecast(books).p95Latency, forecast(new Books()).p95Latency);
    timed(3000);
    assert.equal(forecast(books).p95Latency, 30 * forecast(books).workload.output);
    assert.notEqual(forecast(books, 'large').p95Latency, forecast(books).p95Latency);
  });

  test('of nothing divides by nothing', () => {
    const books = new Books();
    for (const name of ['F-1', 'F-2', 'F-3']) {
      const record = { ...forecastRecord(forecast(books), named(name)), uncalibrated: '0' };
      books.forecast(record).spend('0.000000000000001', { forecast: name });
    }
    assert.equal(forecast(books).calibration.factor, 1);
  });
});

test('quantiles are those of the nearest rank', () => {
  const values = [5, 1, 4, 2, 3];
  assert.deepEqual(
    [0, 0.1, 0.5, 0.8, 1].map((share) => quantile(values, share)),
    [1, 1, 3, 4, 5],
  );
});

describe('tokens', () => {
  test('are those of the real tokenizer', async () => {
    const count = await loadTokenCounter();
    assert.equal(count(''), 0);
    assert.equal(count('hello world'), 2);
    assert.equal(count('export const answer: number = 42;\n'), 9);
    assert.ok(count('<|endoftext|>') > 1, 'a control token in a text is text');
  });

  test('take no longer for hostile texts', async () => {
    const count = await loadTokenCounter();
    for (const unit of ['a', ' ', '!', '9', '日', '😀', 'aB', '\n']) {
      const text = unit.repeat(200_000 / unit.length);
      const begun = performance.now();
      assert.ok(count(text) > 1000);
      assert.ok(performance.now() - begun < 5000, `${unit} took too long`);
    }
  });

  test('texts are cut in long runs only, and nowhere within a character', () => {
    const ordinary = 'const x = 1;\n'.repeat(1000);
    assert.deepEqual(piecesOf(ordinary), [ordinary]);
    for (const text of ['a'.repeat(1000), `x${'😀'.repeat(500)}`, `${' '.repeat(600)}b`]) {
      const pieces = piecesOf(text);
      assert.ok(pieces.length > 1);
      assert.equal(pieces.join(''), text);
      assert.ok(pieces.every((piece) => piece.isWellFormed() && piece.length <= 258));
    }
  });
});
