// The metrics page: histograms that add up, families that Prometheus can read, collectors that may fail.
import { expect, it } from 'vitest';
import { histogramFamily, makeHistogram, observe } from '#posthorn/telemetry/histogram.js';
import { makeHttpMetrics } from '#posthorn/telemetry/http-metrics.js';
import { makeLog } from '#posthorn/telemetry/log.js';
import { gauge, makeMetrics } from '#posthorn/telemetry/metrics.js';

it('counts an observation in its bucket and all above it', () => {
  const histogram = makeHistogram([1, 5, 25]);
  for (const value of [0.5, 1, 1.1, 25, 1000]) observe(histogram, value);
  const family = histogramFamily('x_seconds', 'x', 0.001, [{ labels: { a: 'b' }, numbers: histogram }]);
  expect(family.values.map(({ labels, value }) => [labels['le'], value])).toEqual([
    [0.001, 2],
    [0.005, 3],
    [0.025, 4],
    ['+Inf', 5],
    [undefined, expect.closeTo(1.0276, 9)],
    [undefined, 5],
  ]);
});

it('prints requests by call and status class, and refusals by code', async () => {
  const http = makeHttpMetrics();
  http.answered('produceEvents', 200, 3);
  http.answered('produceEvents', 422, 2);
  http.answered('', 404, 1);
  http.refused('produceEvents', 'INVALID_RECORD');
  http.refused('produceEvents', 'INVALID_RECORD');
  const lines = (await makeMetrics([http.collect]).text()).split('\n');
  expect(lines).toContain('# TYPE posthorn_http_request_duration_seconds histogram');
  expect(lines).toContain('posthorn_http_request_duration_seconds_count{operation="produceEvents",status="2xx"} 1');
  expect(lines).toContain('posthorn_http_request_duration_seconds_count{operation="unknown",status="4xx"} 1');
  expect(lines).toContain('posthorn_http_problems_total{operation="produceEvents",code="INVALID_RECORD"} 2');
});

it('leaves out a collector that fails, and counts it', async () => {
  const failing = () => Promise.reject(new Error('gone'));
  const metrics = makeMetrics([failing, () => [gauge('posthorn_x', 'x', 7)]]);
  await metrics.text();
  const lines = (await metrics.text()).split('\n');
  expect(lines).toContain('posthorn_x 7');
  expect(lines).toContain('posthorn_scrape_failures_total 2');
  expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
});

it('takes secrets out of log lines, by name and by form', () => {
  const lines: string[] = [];
  const log = makeLog('info', { write: (line) => lines.push(line) });
  log.info(
    { endpoint: { secret: 'hidden' }, headers: { authorization: 'Bearer hidden' } },
    'whsec_MfKQ9r8GKYqrTwjU= made',
  );
  log.info({ url: '/secrets/whsk_MfKQ9%2Fr8GKYqrTwjU%3D?x=1' }, 'called');
  log.debug('below the level');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('whsec_[redacted] made');
  expect(lines[1]).toContain('/secrets/whsk_[redacted]?x=1');
  expect(lines[1]).not.toContain('r8GK');
  expect(lines[0]).not.toContain('hidden');
  expect(lines[0]).not.toContain('MfKQ9');
});
