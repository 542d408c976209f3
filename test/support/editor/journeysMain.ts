import { runSuites } from './runSuites';

runSuites('journeySuites.js', 'SFT_LENS_JOURNEYS_RESULT', 120_000).then(
  ({ failed }) => process.exit(failed > 0 ? 1 : 0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
