import { runSuites } from './runSuites';

runSuites({
  bundle: 'journeySuites.js',
  resultVariable: 'SFT_LENS_JOURNEYS_RESULT',
  timeoutMs: 180_000,
  retries: 1,
}).then(
  ({ failed }) => process.exit(failed > 0 ? 1 : 0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
