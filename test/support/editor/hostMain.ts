import { runSuites } from './runSuites';

/** What VS Code calls in its extension host. */
export async function run(): Promise<void> {
  const { failed } = await runSuites({
    bundle: 'hostSuites.js',
    resultVariable: 'SFT_LENS_HOST_RESULT',
    timeoutMs: 60_000,
    retries: 0,
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}
