import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '../measurement.ts';
import type { Section } from '../section.ts';
import { chartOf } from './chart.ts';
import { formatValue } from './format.ts';
import { markdownOf } from './markdown.ts';
import type { RunReport } from './run-report.ts';

const rows: readonly Row[] = [
  {
    id: 'invoke-64-rate',
    what: 'Invoke, 64 clients: requests',
    unit: '/s',
    cells: new Map([
      ['Hearth', { rounds: [900, 1000, 1100] }],
      ['relay', { rounds: [1800, 2000, 2200] }],
      ['serverless-offline', { absent: 'cannot be started: it ended with 1: no <such> port' }],
    ]),
  },
];
const section: Section = { name: 'invoke', title: 'Warm Invoke', about: 'How.', run: async () => rows };
const report: RunReport = {
  machine: { description: '2 x A, 4 GB', load: 3, loaded: true },
  date: new Date('2026-01-02T03:04:05Z'),
  quick: false,
  sections: [{ section, rows }],
};

test('the page shows medians, ratios, promises with their verdicts, and who was absent with the reason', () => {
  const page = markdownOf(report);
  assert.match(page, /\| Invoke, 64 clients: requests \| 1,000\/s \| 2,000\/s \(0\.50 x\) \| absent \|/);
  assert.match(page, />= 0\.8 x relay: \*\*not held\*\*; >= 4 x serverless-offline: \*\*not judged\*\*/);
  assert.match(page, /\*\*serverless-offline\*\* in _Warm Invoke_: cannot be started: .*no \\<such\\> port/);
  assert.match(page, /The machine was loaded/);
});

test('the chart draws a bar for everyone who was measured, in proportion', () => {
  const chart = chartOf(report);
  const widths = [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
  assert.equal(widths.length, 2);
  assert.ok(Math.abs(widths[0]! / widths[1]! - 0.5) < 0.01);
  assert.ok(!chart.includes('serverless-offline'));
});

test('values are told with three figures that count', () => {
  assert.equal(formatValue(12_345.6, '/s'), '12,346/s');
  assert.equal(formatValue(12.345, 'ms'), '12.3 ms');
  assert.equal(formatValue(0.756, 'ms'), '0.76 ms');
});
