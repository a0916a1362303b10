import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { platformLines, type ReportFigures, reportText, reportTextLength } from './platform-lines.ts';

const FIGURES: ReportFigures = {
  requestId: 'id',
  metrics: { durationMs: 3.0951, billedMs: 546, maxMemoryMb: 95, initMs: 542.01 },
  memoryMb: 2048,
  failure: null,
};
const AT = Date.UTC(2026, 6, 9, 6, 5, 50, 581);

describe('the platform lines of a text log', () => {
  const lines = platformLines({ group: 'g', format: 'Text' });

  it('report a cold start with a tab at the end', () => {
    assert.equal(
      lines.report(FIGURES, AT),
      'REPORT RequestId: id\tDuration: 3.10 ms\tBilled Duration: 546 ms\tMemory Size: 2048 MB\tMax Memory Used: 95 MB\tInit Duration: 542.01 ms\t\n',
    );
  });

  it('of a success have a length that is known without writing them', () => {
    const durations = [
      0, 0.004, 0.005, 0.994999, 0.995, 1, 9.99, 9.995, 9.996, 99.995, 123.456, 999.999, 60_000, 899_999.996,
    ];
    for (const durationMs of durations)
      for (const initMs of [undefined, 9.995, 542.01]) {
        const { initMs: _, ...warm } = { ...FIGURES.metrics, durationMs, billedMs: Math.ceil(durationMs) };
        const figures = { ...FIGURES, metrics: initMs === undefined ? warm : { ...warm, initMs } };
        assert.equal(reportTextLength(figures), reportText(figures).length, reportText(figures));
      }
  });

  it('report a timeout and an error by status', () => {
    const { initMs: _, ...metrics } = FIGURES.metrics;
    const warm = { ...FIGURES, metrics };
    assert.match(lines.report({ ...warm, failure: { status: 'timeout' } }, AT) ?? '', /95 MB\tStatus: timeout\n$/);
    assert.match(
      lines.report({ ...warm, failure: { status: 'error', errorType: 'Runtime.ExitError' } }, AT) ?? '',
      /95 MB\tStatus: error\tError Type: Runtime.ExitError\n$/,
    );
  });

  it('report a failed initialisation', () => {
    assert.equal(
      lines.initReport('init', 10_008.57, { status: 'timeout' }, AT),
      'INIT_REPORT Init Duration: 10008.57 ms\tPhase: init\tStatus: timeout\n',
    );
  });
});

describe('the platform lines of a JSON log', () => {
  it('are events with a record', () => {
    const line = platformLines({ group: 'g', format: 'JSON' }).report(FIGURES, AT) ?? '';
    assert.deepEqual(JSON.parse(line), {
      time: '2026-07-09T06:05:50.581Z',
      type: 'platform.report',
      record: {
        requestId: 'id',
        metrics: {
          durationMs: 3.095,
          billedDurationMs: 546,
          memorySizeMB: 2048,
          maxMemoryUsedMB: 95,
          initDurationMs: 542.01,
        },
        status: 'success',
      },
    });
  });

  it('have no END, and above INFO only failures', () => {
    const warn = platformLines({ group: 'g', format: 'JSON', systemLevel: 'WARN' });
    assert.equal(warn.end('id'), null);
    assert.equal(warn.start('id', '1', AT), null);
    assert.equal(warn.report(FIGURES, AT), null);
    assert.match(warn.report({ ...FIGURES, failure: { status: 'timeout' } }, AT) ?? '', /"status":"timeout"/);
  });
});
