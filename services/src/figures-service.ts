/** The port that Prometheus asks. `/metrics` is a route of every service; this one has nothing else. */
import type { Service } from './http/server.ts';

/** Answers the service. */
export const metricsService = (): Service => ({
  name: 'metrics',
  title: 'Figures',
  routes: [],
  ailments: async () => [],
});
